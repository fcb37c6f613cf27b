/** Finds the action behind an id that was seen in a log or a network tab: in a build's manifest, else by computing it. */
import { actionReferences, manifestNames } from '../program/actionReferences';
import { type Endpoint, type Program } from '../program/program';
import { type App } from '../project/project';
import { configMember, literalString } from '../project/configFacts';
import { filePath, type FilePath, joinPath } from '../text/filePath';

/** An id is 42 hexadecimal digits: one byte about its parameters, then a SHA-1. */
const ID = /^[0-9a-f]{42}$/i;

/** The part of `server-reference-manifest.json` that says which id stands for which function. */
interface ServerReferenceManifest {
  readonly [runtime: string]: unknown;
}

/** What is asked, and what the adapter could find to answer with. */
export interface ActionQuery {
  readonly id: string;
  /** The text of each manifest of `manifestPaths` that could be read. */
  readonly manifests: ReadonlyMap<FilePath, string>;
  readonly key: IdKey | undefined;
}

/** Where an id leads. `unlisted`: a manifest knows the id, but its file holds no such action any more. */
export type ActionAnswer =
  | { readonly kind: 'found'; readonly endpoint: Endpoint; readonly source: 'manifest' | 'computed' }
  | { readonly kind: 'unlisted'; readonly file: string; readonly name: string }
  | { readonly kind: 'unknown' };

/** Answers a query: manifests first, then by computing ids with the key. */
export function lookUpAction(program: Program, query: ActionQuery): ActionAnswer {
  const { id, key } = query;
  let unlisted: { readonly file: string; readonly name: string } | undefined;
  for (const app of program.project.apps) {
    for (const path of manifestPaths(app)) {
      const text = query.manifests.get(path);
      const entry = text === undefined ? undefined : manifestEntry(parseManifest(text), id);
      if (!entry) continue;
      const endpoint = endpointOfEntry(program, app, entry);
      if (endpoint) return { kind: 'found', endpoint, source: 'manifest' };
      unlisted ??= entry;
    }
  }
  const computed = key && endpointOfId(program, id, key);
  if (computed) return { kind: 'found', endpoint: computed, source: 'computed' };
  return unlisted ? { kind: 'unlisted', ...unlisted } : { kind: 'unknown' };
}

function parseManifest(text: string): ServerReferenceManifest {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    // Half-written while a build runs: the same as none.
    return {};
  }
}

/** True for a string that can be an action's id. */
export function isActionId(text: string): boolean {
  return ID.test(text);
}

/** True for the id of a `'use cache'` function, which is registered and called like an action. */
export function isCacheId(id: string): boolean {
  return Number.parseInt(id.slice(0, 2), 16) >= 0x80;
}

/** The file and name that a manifest gives for an id; undefined when it lists no such id, or is no manifest. */
function manifestEntry(
  manifest: ServerReferenceManifest,
  id: string,
): { readonly file: string; readonly name: string } | undefined {
  for (const runtime of ['node', 'edge']) {
    const entries = manifest[runtime];
    const entry: unknown =
      isRecord(entries) && Object.hasOwn(entries, id.toLowerCase()) ? entries[id.toLowerCase()] : undefined;
    if (!isRecord(entry)) continue;
    const { filename, exportedName } = entry;
    if (typeof filename === 'string' && typeof exportedName === 'string')
      return { file: filename, name: exportedName };
  }
  return undefined;
}

/** The endpoint that a manifest's entry of `app` names. */
function endpointOfEntry(
  program: Program,
  app: App,
  entry: { readonly file: string; readonly name: string },
): Endpoint | undefined {
  return actionReferences(program).find(
    ({ endpoint, exportedName }) =>
      exportedName === entry.name && manifestNames(app, endpoint.path).includes(entry.file),
  )?.endpoint;
}

/** Where a build of `app` leaves its manifest, the development server's included: https://nextjs.org/docs/app/api-reference/config/next-config-js/distDir */
export function manifestPaths(app: App): readonly FilePath[] {
  const folder = joinPath(app.root, literalString(configMember(app.config, 'distDir')) ?? '.next');
  return ['server', 'dev/server'].map((part) => joinPath(folder, `${part}/server-reference-manifest.json`));
}

/** How ids are computed where no manifest tells. */
export interface IdKey {
  /** The build's encryption key, as `NEXT_SERVER_ACTIONS_ENCRYPTION_KEY` has it. */
  readonly key: string;
  /** The absolute folder that webpack built the app in; Turbopack hashes names relative to it. */
  readonly buildRoot: string | undefined;
  readonly sha1: (text: string) => string;
}

/**
 * The endpoint whose computed id is `id`: hex(SHA-1(key + file + ':' + name)) behind the first byte. Measured bit for bit
 * against manifests of `next build` 16.4.6, where Turbopack's file is relative to the app and webpack's is absolute.
 */
function endpointOfId(program: Program, id: string, options: IdKey): Endpoint | undefined {
  const hash = id.slice(2).toLowerCase();
  for (const { endpoint, exportedName } of actionReferences(program)) {
    for (const app of program.project.apps) {
      const names = manifestNames(app, endpoint.path);
      const [relative = ''] = names;
      const absolute =
        options.buildRoot === undefined ? [] : [joinPath(filePath(options.buildRoot), relative)];
      for (const file of [...names, ...absolute]) {
        if (options.sha1(`${options.key}${file}:${exportedName}`) === hash) return endpoint;
      }
    }
  }
  return undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
