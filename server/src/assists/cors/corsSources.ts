/** Finds the app's own constants and functions that stand for CORS headers, and says which of them are right for a route. */
import { type AssistContext } from '../../core/assist/assist';
import { type Endpoint } from '../../core/program/program';
import { headerSource, type HeaderSource, type HeaderValues } from '../../core/syntax/corsHeaders';
import { type FilePath, folderOf, joinPath } from '../../core/text/filePath';
import { readHeaders, readsSession } from './corsPolicy';

/** An exported name of a module. */
export interface ModuleName {
  readonly path: FilePath;
  readonly name: string;
}

/** Headers that the app has, and where. */
export interface AppHeaders extends ModuleName {
  readonly source: HeaderSource;
}

/** What the app has and a route can't take, with the reason as the end of a sentence. */
export interface PassedOver extends ModuleName {
  readonly because: string;
}

/** The app's own headers for a route. */
export interface HeadersAtHand {
  readonly headers: AppHeaders | undefined;
  readonly passed: readonly PassedOver[];
}

/** Chooses among what `users` (route files) import of `modules`, and what stands where such a module usually does. */
export function headersAtHand(
  ctx: AssistContext,
  endpoint: Endpoint,
  methods: readonly Endpoint[],
  imported: readonly ModuleName[],
): HeadersAtHand {
  const counts = new Map<string, { readonly of: ModuleName; count: number }>();
  for (const of of [...imported, ...usualModules(ctx, endpoint)]) {
    const key = `${of.path}#${of.name}`;
    const known = counts.get(key) ?? { of, count: 0 };
    known.count++;
    counts.set(key, known);
  }
  const passed: PassedOver[] = [];
  for (const { of } of [...counts.values()].sort((a, b) => b.count - a.count)) {
    const file = ctx.syntaxOf(of.path);
    const source = file && headerSource(file, of.name);
    if (!source) continue;
    const because = whyNot(ctx, methods, source);
    if (because === undefined) return { headers: { ...of, source }, passed };
    passed.push({ ...of, because });
  }
  return { headers: undefined, passed };
}

const FOLDERS: readonly string[] = [
  'lib',
  'libs',
  'utils',
  'util',
  'server',
  'helpers',
  'shared',
  'lib/api',
  'config',
  'constants',
];
const NAMES: readonly string[] = ['cors', 'cors-headers', 'corsHeaders'];
const EXTENSIONS: readonly string[] = ['ts', 'js'];

/** A module that no route imports yet. */
function usualModules(ctx: AssistContext, { app }: Endpoint): readonly ModuleName[] {
  if (!app?.appDir) return [];
  const bases = new Set([folderOf(app.appDir), app.root]);
  const { linkFactsOf } = ctx.program();
  return [...bases].flatMap((base) =>
    FOLDERS.flatMap((folder) =>
      NAMES.flatMap((name) =>
        EXTENSIONS.flatMap((extension) => {
          const path = joinPath(base, `${folder}/${name}.${extension}`);
          return (linkFactsOf(path)?.exports ?? []).map((each) => ({ path, name: each.name }));
        }),
      ),
    ),
  );
}

/** Why headers are not right for the methods of a route; undefined where they are. */
function whyNot(
  ctx: AssistContext,
  methods: readonly Endpoint[],
  { values, checks, use }: HeaderSource,
): string | undefined {
  const origins = values.get('access-control-allow-origin') ?? [];
  const reflects = !checks && use !== 'value' && use !== 'call' && origins.includes(undefined);
  if (reflects && allowsCredentials(values)) return OPEN_WITH_COOKIES;
  if (allowsCredentials(values) && use === 'value' && origins.includes(undefined))
    return 'it lets scripts send the visitor’s cookies, and its origin can’t be read';
  const isKnown = (header: string): boolean => values.get(header)?.includes(undefined) === false;
  if (!isKnown('access-control-allow-methods')) return 'it does not say which methods it allows';
  if (!isKnown('access-control-allow-headers') && readHeaders(ctx, methods).length > 0)
    return 'it does not say which request headers it allows';
  return whyNotValues(ctx, methods, values);
}

const OPEN_WITH_COOKIES = 'it allows every site, and lets it send the visitor’s cookies';

/** Why what some code sets is not right for the methods of a route; what can't be read is taken for right. */
export function whyNotValues(
  ctx: AssistContext,
  methods: readonly Endpoint[],
  values: HeaderValues,
): string | undefined {
  const origins = values.get('access-control-allow-origin') ?? [];
  const credentials = allowsCredentials(values);
  // https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS/Errors/CORSNotSupportingCredentials
  if (credentials && origins.includes('*')) return OPEN_WITH_COOKIES;
  if (!credentials && readsSession(ctx, methods))
    return 'the route asks for a session, and it allows no cookies';
  const { corsOrigins } = ctx.settings;
  const others = origins.filter((origin) => origin !== undefined && !corsOrigins.includes(origin));
  if (corsOrigins.length > 0 && !corsOrigins.includes('*') && others.length > 0)
    return `it allows \`${others.join(', ')}\`, which the settings do not`;
  const missing = (header: string, wanted: readonly string[]): string =>
    wanted.filter((name) => lacks(values.get(header), name.toLowerCase(), credentials)).join(', ');
  const names = missing(
    'access-control-allow-methods',
    methods.map(({ name }) => name),
  );
  if (names !== '') return `it does not allow ${names}`;
  const headers = missing('access-control-allow-headers', readHeaders(ctx, methods));
  return headers === '' ? undefined : `it does not allow the header ${headers}`;
}

/** True where any code says so. */
function allowsCredentials(values: HeaderValues): boolean {
  const said = values.get('access-control-allow-credentials') ?? [];
  return said.some((value) => value !== 'false' && value !== '');
}

/** True where the header's list can be read and is without the name; `*` means all, but only without cookies. */
function lacks(
  said: readonly (string | undefined)[] | undefined,
  name: string,
  credentials: boolean,
): boolean {
  if (!said || said.includes(undefined)) return false;
  const items = said.flatMap((text) => (text ?? '').split(',')).map((item) => item.trim().toLowerCase());
  if (name !== 'authorization' && !credentials && items.includes('*')) return false;
  return !items.includes(name);
}
