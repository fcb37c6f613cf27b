/** Names and shapes of everything beyond LSP that server and clients exchange; imports nothing, so any client can use it. */

/** Bumped whenever the report's shape changes. */
export const SURFACE_SCHEMA_VERSION = 1;

/** A place in a report: `file` relative to the reported folder, '/' only; 1-based line. */
export interface ReportPlace {
  readonly file: string;
  readonly line: number;
}

/** A place with what happens there. */
export interface ReportStep extends ReportPlace {
  readonly label: string;
}

export type Verdict = 'guarded' | 'partial' | 'unguarded' | 'delegated' | 'unknown';
export type GuardKind = 'session' | 'role' | 'api-key' | 'secret' | 'token' | 'signature' | 'library';
export type Exposure = 'http' | 'post' | 'server-only' | 'unused' | 'unknown';
export type Unknown = 'unknown';

/** One app of the report. */
export interface ReportApp {
  readonly root: string;
  readonly appDir: string | null;
  readonly next: string | null;
  readonly bundler: 'turbopack' | 'webpack' | Unknown;
  readonly basePath: string;
  readonly endpoints: number;
  readonly rewrites: readonly ReportCustomRoute[] | null;
  readonly redirects: readonly ReportCustomRoute[] | null;
}

/** A rewrite or redirect of the configuration; null for what can't be read of it. */
export interface ReportCustomRoute {
  readonly source: string | null;
  readonly destination: string | null;
  /** The ids of the endpoints that the destination can reach. */
  readonly endpoints: readonly string[] | null;
}

/** Whether an endpoint checks its caller, with the evidence. */
export interface ReportGuard {
  readonly verdict: Verdict;
  readonly kind: GuardKind | null;
  readonly at: ReportPlace | null;
  readonly hops: number | null;
  readonly steps: readonly ReportStep[];
  readonly note: string | null;
}

/** One endpoint of the report. A fact that is not computed is `"unknown"`, or null for a list or an object. */
export interface ReportEndpoint {
  readonly id: string;
  readonly app: string;
  readonly apps: readonly string[];
  readonly kind: 'route' | 'action' | 'inline-action' | 'pages-api';
  readonly framework: boolean;
  readonly name: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
  readonly method: string | null;
  readonly url: string | null;
  readonly surface: 'public' | 'internal';
  readonly exposure: Exposure;
  readonly registered: boolean | Unknown | null;
  readonly guard: ReportGuard;
  readonly effects: readonly (ReportStep & { readonly kind: string })[] | null;
  readonly mutates: boolean | Unknown;
  readonly validation: 'schema' | 'manual' | 'none' | 'no-input' | Unknown;
  readonly publicByDesign: { readonly value: boolean | Unknown; readonly reason: string | null };
  readonly caching: { readonly mode: 'static' | 'dynamic' | Unknown; readonly reason: string | null } | null;
  readonly cors: {
    readonly origins: readonly string[];
    readonly preflight: boolean;
    readonly at: ReportPlace | null;
  } | null;
  readonly proxy: { readonly covered: boolean; readonly at: ReportPlace | null } | null;
  readonly runtime: 'nodejs' | 'edge' | Unknown;
  readonly callers: readonly ReportStep[] | null;
}

/** One finding of the report; lines and columns are 1-based, columns in UTF-16 code units, the end exclusive. */
export interface ReportFinding {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly endpoint: string | null;
}

/** The surface of a folder: the document that `next-surface report --format json` prints. */
export interface SurfaceReport {
  readonly schemaVersion: typeof SURFACE_SCHEMA_VERSION;
  readonly tool: { readonly name: 'next-surface'; readonly version: string };
  readonly apps: readonly ReportApp[];
  readonly endpoints: readonly ReportEndpoint[];
  readonly findings: readonly ReportFinding[];
}

/** An endpoint's name where people read it: an action that stands in a JSX prop is shown as that prop. */
export function shownName(name: string): string {
  return name.startsWith('jsx:') ? `${name.slice('jsx:'.length)}={...}` : name;
}

/** Request `nextSurface/surface` (no parameters): what the tree shows. */
export const SURFACE_REQUEST = 'nextSurface/surface';

/** An LSP range: 0-based lines, UTF-16 columns. */
export interface ProtocolRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** An endpoint with the place that a click opens. */
export interface SurfaceEndpoint extends ReportEndpoint {
  readonly uri: string;
  readonly range: ProtocolRange;
}

/** Answer of `nextSurface/surface`. */
export interface SurfaceResult {
  /** 'scanning' until the first scan is done: the lists are then still growing. */
  readonly state: 'scanning' | 'ready';
  readonly apps: readonly (ReportApp & { readonly uri: string; readonly name: string })[];
  readonly endpoints: readonly SurfaceEndpoint[];
}

/** Notification `nextSurface/surfaceChanged` (server to client, no parameters): ask again when it is shown. */
export const SURFACE_CHANGED_NOTIFICATION = 'nextSurface/surfaceChanged';

/** Request `nextSurface/report` (`{ uri?: string }`, a workspace folder): the report of surface.md, for the export command. */
export const REPORT_REQUEST = 'nextSurface/report';

/** Command of our client, offered to clients whose `initializationOptions` have `asksReasons: true`. */
export const DISABLE_RULE_COMMAND = 'nextSurface.disableRule';

/** Where a suppression goes, and its text around the reason that the user is asked for. */
export interface DisableRuleParams {
  readonly uri: string;
  /** 0-based line above which the comment is written. */
  readonly line: number;
  readonly before: string;
  readonly after: string;
  readonly rule: string;
}

/** Command of our client (`ApplyAssistParams`), offered like `DISABLE_RULE_COMMAND`: asks, then applies. */
export const APPLY_ASSIST_COMMAND = 'nextSurface.applyAssist';

/** Something that only the user knows; the proposal is what other clients get. */
export interface AssistQuestion {
  readonly id: string;
  readonly prompt: string;
  readonly proposal: string;
  readonly choices?: readonly { readonly value: string; readonly label: string; readonly detail?: string }[];
}

/** One offer of an assist at a place. */
export interface AssistPlace {
  readonly uri: string;
  readonly range: ProtocolRange;
  readonly assist: string;
  readonly target: string;
}

/** What the client needs to ask and apply. */
export interface ApplyAssistParams extends AssistPlace {
  readonly title: string;
  readonly questions: readonly AssistQuestion[];
}

/** Request `nextSurface/resolveAssist` (`ResolveAssistParams`) → `ResolveAssistResult`: the edit for the user's answers. */
export const RESOLVE_ASSIST_REQUEST = 'nextSurface/resolveAssist';

export interface ResolveAssistParams extends AssistPlace {
  /** Answers by question id; a missing one takes the proposal. */
  readonly input: Readonly<Record<string, string>>;
}

/** `refused` says why it can't be done so, and which answer is wrong; `gone`: the code is no longer what it was. */
export type ResolveAssistResult =
  | {
      readonly kind: 'edit';
      /** An LSP `WorkspaceEdit`. */
      readonly edit: object;
      /** What the change leaves to the user. */
      readonly notes: readonly {
        readonly message: string;
        readonly uri?: string;
        readonly range?: ProtocolRange;
      }[];
    }
  | { readonly kind: 'refused'; readonly message: string; readonly question?: string }
  | { readonly kind: 'gone' };

/** Request `nextSurface/findAction` (`FindActionParams`) → `FindActionResult`: the action behind an id from a log. */
export const FIND_ACTION_REQUEST = 'nextSurface/findAction';

/** What to look up. The key is used for this one answer: it is neither stored nor logged. */
export interface FindActionParams {
  readonly id: string;
  /** The build's `NEXT_SERVER_ACTIONS_ENCRYPTION_KEY`, where no manifest tells. */
  readonly key?: string;
  /** The absolute folder that webpack built the app in. */
  readonly buildRoot?: string;
}

/** Where the id leads. `invalid`: it is no id at all. `unlisted`: a build knows it, the source no longer does. */
export type FindActionResult =
  | { readonly kind: 'found'; readonly name: string; readonly uri: string; readonly range: ProtocolRange }
  | { readonly kind: 'unlisted'; readonly file: string; readonly name: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'invalid' };

/**
 * Request `nextSurface/newEndpoint` (`NewEndpointParams`) → `NewEndpointResult`: a new route handler or server action with
 * the app's own guard. The server writes the text, the client asks, applies and opens.
 */
export const NEW_ENDPOINT_REQUEST = 'nextSurface/newEndpoint';

/** What is wanted, near a file or folder. Without `url` or `name` the answer says what the input may start with. */
export interface NewEndpointParams {
  readonly kind: 'route' | 'action';
  /** A file or folder of the app; for an action, the `'use server'` file that it goes into. */
  readonly uri: string;
  /** In Next.js notation, without basePath: `/api/items/[id]`. */
  readonly url?: string;
  readonly methods?: readonly string[];
  /** The action's name. */
  readonly name?: string;
}

/** `file`: to be created, it does not exist. `edits`: of a file that is there. `refused`: why it can't be, for the user. */
export type NewEndpointResult =
  | { readonly kind: 'start'; readonly value: string }
  | { readonly kind: 'file'; readonly uri: string; readonly text: string }
  | {
      readonly kind: 'edits';
      readonly uri: string;
      readonly edits: readonly { readonly range: ProtocolRange; readonly newText: string }[];
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** Request `nextSurface/findFiles` (server to client, no parameters) → `string[]` of URIs: the files of a host without disk. */
export const FIND_FILES_REQUEST = 'nextSurface/findFiles';

/** Request `nextSurface/readFile` (server to client, `{ uri: string }`) → the text, or null when it can't be read. */
export const READ_FILE_REQUEST = 'nextSurface/readFile';
