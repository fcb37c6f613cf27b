/** How an app writes its guards, as data from which a guard can be written: what the app does itself, else what its library asks for. */
import { type IdentityKind } from '../../catalogue/entry';
import { type FilePath } from '../../text/filePath';

/** Where a guard is to be written: handlers reject with a Response, actions by throwing, redirecting or a form state. */
export type GuardPlace = 'route' | 'action';

/** A name that the guard's code needs. */
export interface GuardImport {
  /** The exported name; `default`, or `*` for a namespace. */
  readonly imported: string;
  /** The name that the guard's code uses for it. */
  readonly local: string;
  /** What to write after `from`, for a file of the app that has no own way; see `importFor`. */
  readonly specifier: string;
  /** The module where it is one of the workspace; undefined for packages, and for a module that the app does not have yet. */
  readonly path: FilePath | undefined;
  /** A function of the app makes it, which the analysis of guards may not see through. */
  readonly unproven?: true;
}

/** True for a stand-in for a module that the app does not have, and for what may not count as a guard once it is written. */
export function isUncertain({ path, specifier, unproven }: GuardImport): boolean {
  return unproven === true || (path === undefined && specifier.startsWith('@/'));
}

/**
 * What a guard looks like.
 *
 * - `assert`: `statements` alone are the guard: the call never returns for a caller who is not allowed.
 * - `check`: after `statements`, a caller for whom `condition` is true must be turned away by the place's `rejection`.
 * - `wrap`: the function is handed to a call: `wrapper.before`, the function, `wrapper.after`.
 * - `builder`: the same with a chain of a library's builder: `authAction.inputSchema(…).action(` fn `)`.
 */
export type GuardForm = 'assert' | 'check' | 'wrap' | 'builder';

/** Code around the function of a `wrap` or `builder`. */
export interface GuardWrapper {
  /** `withUser(`; a builder's head without its schema: `authAction` */
  readonly before: string;
  /** `)`, with what the call is given after the function. */
  readonly after: string;
  /** The parameters that the function has there, as the app's other functions write them: `_request`, `user`. */
  readonly parameters: readonly string[];
  /** A builder's method that takes the schema (`inputSchema`), where one is used. */
  readonly schemaMethod?: string;
  /** A builder's method that takes the function (`action`). */
  readonly handlerMethod?: string;
}

/** The ways to turn a caller away, as one statement each, without line end. */
export interface GuardRejection {
  /** In a handler: `return Response.json({ error: 'Unauthorized' }, { status: 401 });` */
  readonly route: string;
  /** In an action: as the app's actions do it, else `throw new Error('Unauthorized');`. */
  readonly action: string;
}

/**
 * One way to guard. All code is in the house's style (`restyle` makes it the file's) and may hold `REQUEST`, which stands
 * for the handler's first parameter; `usesRequest` tells.
 */
export interface GuardIdiom {
  /** `app`: other endpoints of the app do it. `library`: what the installed library documents. `placeholder`: nothing is known. */
  readonly source: 'app' | 'library' | 'placeholder';
  readonly form: GuardForm;
  readonly kind: IdentityKind;
  /** What to call it in a title: `requireUser`, `Auth.js`. */
  readonly label: string;
  readonly imports: readonly GuardImport[];
  /** House style, in order; for `wrap` and `builder` empty. */
  readonly statements: readonly string[];
  /** The statements for a JavaScript file, where they differ. */
  readonly javascript?: readonly string[];
  /** An expression that is true for a caller who must be turned away (`check` only). */
  readonly condition: string | undefined;
  readonly rejection: GuardRejection;
  /** An expression for who calls, after the guard: `user`, `session.user`; undefined where there is none. */
  readonly identity: string | undefined;
  readonly wrapper: GuardWrapper | undefined;
  readonly usesRequest: boolean;
  /** How many endpoints of the app are guarded this way; 0 for a library's. */
  readonly uses: number;
  /** The helper rejects by `redirect()` or by throwing, which a handler answers with 307 or 500: only for actions. */
  readonly actionOnly: boolean;
}

/** Stands for the handler's first parameter in an idiom's code. */
export const REQUEST = '\u0001request\u0001';

/** The names that a guard's place has for what its code needs. */
export interface GuardNames {
  /** The handler's first parameter; default `request`. */
  readonly request?: string;
  /** The file has no types. */
  readonly javascript?: boolean;
}

/**
 * The statements of an `assert` or `check` guard for a function's beginning, in the house's style, one string per
 * statement, the rejection included; empty for `wrap` and `builder`.
 */
export function guardStatements(
  idiom: GuardIdiom,
  place: GuardPlace,
  names: GuardNames = {},
): readonly string[] {
  if (idiom.form === 'wrap' || idiom.form === 'builder') return [];
  const own = (code: string): string => code.replaceAll(REQUEST, names.request ?? 'request');
  const written = names.javascript === true ? idiom.javascript : undefined;
  const statements = (written ?? idiom.statements).map(own);
  if (idiom.condition === undefined) return statements;
  const rejection = own(idiom.rejection[place]).split('\n').join('\n  ');
  return [...statements, `if (${own(idiom.condition)}) {\n  ${rejection}\n}`];
}
