/** Decides whether Next.js prerenders a GET handler or runs it for every request, by version, configuration and code. */
import { type LinkFacts } from '../facts/fileFacts';
import { type StaticValue } from '../facts/staticValue';
import { type Endpoint } from '../program/program';
import { type App } from '../project/project';
import { type Event } from './trace';
import { type HandlerTrace } from './traceHandler';
import { type Site, type Value } from './values';

/** The verdict; `at` is the place of what the reason names. */
export interface Caching {
  readonly mode: 'static' | 'dynamic' | 'unknown';
  readonly reason: string;
  readonly at?: Site;
}

/** What a verdict is made from. */
export interface CachingQuery {
  readonly endpoint: Endpoint;
  /** Undefined for a metadata file without code. */
  readonly link: LinkFacts | undefined;
  /** All methods that the file exports. */
  readonly methods: ReadonlySet<string>;
  /** Called only where the code decides. */
  trace(): HandlerTrace;
  /** The same, as far as the file itself tells. */
  traceOwn(): HandlerTrace;
}

/** Judges a handler. https://nextjs.org/docs/app/api-reference/file-conventions/route#caching */
export function judgeCaching(query: CachingQuery): Caching {
  const { endpoint, methods, link } = query;
  if (endpoint.kind === 'pages-api') return dynamic('API routes of the Pages Router run for every request');
  if (!link) return fixed('a file without code');
  const { app, method } = endpoint;
  if (method !== 'GET' && method !== 'HEAD') return dynamic('only GET is prerendered');
  // Measured with 14 to 16: HEAD is answered with what GET was prerendered to, and never prerendered by itself.
  if (!endpoint.framework && !methods.has('GET')) return dynamic('only GET is prerendered');
  const runtime = textValue(link.segmentConfig['runtime']);
  if (runtime === 'edge' || runtime === 'experimental-edge') return dynamic(`\`runtime = '${runtime}'\``);
  const major = app?.next === undefined ? undefined : Number(app.next.split('.')[0]);
  const versions = major === undefined ? [14, 16] : [major];
  const components = app ? cacheComponentsOf(app) : false;
  const flags = components === 'unknown' ? [true, false] : [components];
  const verdicts = versions.flatMap((version) =>
    flags.map((components) => judgeVersion(query, link, version, components)),
  );
  const [first, ...others] = verdicts;
  if (!first) return unknown('nothing is known of its app');
  if (others.every(({ mode }) => mode === first.mode)) return verdicts[verdicts.length - 1] ?? first;
  return unknown(
    flags.length > 1
      ? '`cacheComponents` can not be read from the configuration'
      : "the app's Next.js version is not known",
  );
}

/**
 * Stable releases before 16 refuse the flag. Where the configuration is only wrapped by plug-ins, none of which is known to
 * set it, it counts as absent.
 * https://nextjs.org/docs/app/api-reference/config/next-config-js/cacheComponents
 */
function cacheComponentsOf({ cacheComponents, config, next }: App): boolean | 'unknown' {
  if (cacheComponents !== 'unknown') return cacheComponents;
  if (next !== undefined && Number(next.split('.')[0]) < 16 && !next.includes('-')) return false;
  if (config.kind !== 'object' || 'cacheComponents' in config.entries) return 'unknown';
  const experimental = config.entries['experimental'];
  if (experimental === undefined) return false;
  if (experimental.kind !== 'object') return 'unknown';
  return 'cacheComponents' in experimental.entries || 'dynamicIO' in experimental.entries ? 'unknown' : false;
}

function judgeVersion(query: CachingQuery, link: LinkFacts, major: number, components: boolean): Caching {
  const beside = nonStaticMethods(major).filter((method) => query.methods.has(method));
  if (!query.endpoint.framework && beside.length > 0)
    return dynamic(`${beside.join(', ')} in the same file: no method of it is prerendered`);
  if (components && !query.endpoint.framework) {
    const key = FORBIDDEN_KEYS.find((name) => name in link.segmentConfig);
    if (key !== undefined)
      return unknown(`\`${key}\` can't be combined with \`cacheComponents\`: the build fails`);
  }
  const parameters = judgeParameters(query.endpoint, link, major);
  const config = judgeConfig(query, link);
  if (config) return config;
  if (parameters) return parameters;
  if (components) return judgeComponents(query, link);
  if (!isEligible(query.endpoint, link, major)) return dynamic(`dynamic by default since Next.js 15`);
  return judgeCode(query, link, major);
}

/** Next.js 14.2.35 tests POST twice and PUT not at all. */
function nonStaticMethods(major: number): readonly string[] {
  return major <= 14 ? ['POST', 'DELETE', 'PATCH', 'OPTIONS'] : ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'];
}

/** https://nextjs.org/docs/app/api-reference/config/next-config-js/cacheComponents */
const FORBIDDEN_KEYS: readonly string[] = ['dynamic', 'revalidate', 'fetchCache', 'dynamicParams', 'runtime'];

/** What the segment config alone decides. */
function judgeConfig({ traceOwn }: CachingQuery, link: LinkFacts): Caching | undefined {
  const { dynamic: mode, revalidate } = link.segmentConfig;
  if (mode && mode.kind !== 'literal') return unknown('`dynamic` is no literal: the build fails');
  if (revalidate && revalidate.kind !== 'literal')
    return unknown('`revalidate` is no literal: the build fails');
  const text = textValue(mode);
  if (text === 'force-dynamic') return dynamic("`dynamic = 'force-dynamic'`");
  if (revalidate?.value === 0) return dynamic('`revalidate = 0`');
  if (text !== 'force-static' && text !== 'error') return undefined;
  // Hardly ever anything stands against it, so what lies behind imports is not read for it.
  const { events, returned } = traceOwn();
  const failing = failingStatus(returned);
  if (failing !== undefined) return dynamic(`it answers ${failing}, which is not kept`);
  const change = events.find(({ what, sure }) => what.k === 'change' && sure);
  if (change) return dynamic(code(change), change.site);
  const read = text === 'force-static' ? events.find(({ what }) => what.k === 'request') : undefined;
  if (read?.what.k !== 'request') return fixed(`\`dynamic = '${text}'\``);
  return fixed(`\`dynamic = 'force-static'\`: \`${read.what.label}\` is empty`, read.site);
}

/** A URL with parameters is prerendered for the parameters that the file lists. Undefined where it has none, or lists them. */
function judgeParameters(
  { framework, url = '', path }: Endpoint,
  { segmentConfig }: LinkFacts,
  major: number,
): Caching | undefined {
  const isListed = 'generateStaticParams' in segmentConfig;
  if (framework) {
    if ('generateSitemaps' in segmentConfig) return undefined;
    // Measured: Next.js 16 lists the images' ids itself, 14 and 15 don't.
    if ('generateImageMetadata' in segmentConfig)
      return major >= 16 ? undefined : dynamic('`generateImageMetadata` is asked for every request');
    // Measured: since Next.js 16 a sitemap below a parameter is made once for all of them.
    if (major >= 16 && /\/sitemap\.[^/]+$/.test(path)) return undefined;
  }
  if (!url.includes('[') || isListed) return undefined;
  return dynamic('its URL has parameters, and no `generateStaticParams` lists them');
}

function isEligible(endpoint: Endpoint, { segmentConfig }: LinkFacts, major: number): boolean {
  if (endpoint.framework || major <= 14 || 'generateStaticParams' in segmentConfig) return true;
  const { revalidate } = segmentConfig;
  if (revalidate?.kind !== 'literal') return false;
  return revalidate.value === false || (typeof revalidate.value === 'number' && revalidate.value > 0);
}

/** Without cacheComponents the build runs the handler, and gives up where it reads the request or fetches without a cache. */
function judgeCode({ endpoint, trace }: CachingQuery, link: LinkFacts, major: number): Caching {
  const fetchCache = textValue(link.segmentConfig['fetchCache']) ?? '';
  const verdict = judgeTrace(trace(), (event) => {
    const { what } = event;
    switch (what.k) {
      case 'request':
      case 'change':
      case 'no-store':
        return true;
      case 'fetch':
        return fetchIsDynamic(what.mode, fetchCache);
      case 'hands-over':
      case 'bound':
        return 'unknown';
      default:
        return false;
    }
  });
  if (verdict) return verdict;
  const { revalidate } = link.segmentConfig;
  if (revalidate?.kind === 'literal' && revalidate.value !== undefined)
    return fixed(`\`revalidate = ${String(revalidate.value)}\`, and nothing in it needs a request`);
  if ('generateStaticParams' in link.segmentConfig)
    return fixed('`generateStaticParams`, and nothing in it needs a request');
  if (endpoint.framework) return fixed('metadata routes are prerendered, and nothing in it needs a request');
  return fixed(`static by default in Next.js ${major}, and nothing in it needs a request`);
}

/** https://nextjs.org/docs/app/api-reference/file-conventions/route-segment-config (fetchCache) */
function fetchIsDynamic(
  mode: 'no-store' | 'cached' | 'default' | 'unknown',
  fetchCache: string,
): boolean | 'unknown' {
  if (fetchCache === 'force-no-store' || fetchCache === 'only-no-store') return true;
  // Measured: `fetchCache = 'force-cache'` does not defeat a fetch's own `no-store`.
  if (fetchCache === 'force-cache') return mode === 'no-store';
  if (mode === 'default') return fetchCache === 'default-no-store';
  return mode === 'unknown' ? 'unknown' : mode === 'no-store';
}

/** With cacheComponents the build runs every GET, and gives up where the answer isn't there at once. */
function judgeComponents({ trace }: CachingQuery, link: LinkFacts): Caching {
  const traced = trace();
  const verdict = judgeTrace(traced, ({ what }) => {
    switch (what.k) {
      case 'request':
      case 'change':
      case 'io':
        return true;
      case 'cache-life':
        return what.short;
      case 'hands-over':
      case 'awaits':
      case 'bound':
        return 'unknown';
      default:
        return false;
    }
  });
  if (verdict) return verdict;
  const life = traced.events.find(({ what }) => what.k === 'cache-life');
  if (life?.what.k === 'cache-life') return fixed(`\`${life.what.label}\``, life.site);
  return fixed(
    'generateStaticParams' in link.segmentConfig
      ? '`generateStaticParams`, and nothing in it waits for a request or for data that is not cached'
      : '`cacheComponents`: nothing in it waits for a request or for data that is not cached',
  );
}

/** The verdict of the first thing that every run comes by, else of what some runs may come by. */
function judgeTrace(
  { events, returned }: HandlerTrace,
  isDynamic: (event: Event) => boolean | 'unknown',
): Caching | undefined {
  let doubt: Caching | undefined;
  for (const event of events) {
    const answer = isDynamic(event);
    if (answer === false) continue;
    if (answer === true && event.sure) return dynamic(code(event), event.site);
    if (event.what.k === 'bound') doubt ??= unknown(event.what.label);
    doubt ??= unknown(answer === true ? `only some runs come by ${code(event)}` : doubtOf(event), event.site);
  }
  const failing = failingStatus(returned);
  return failing === undefined ? doubt : dynamic(`it answers ${failing}, which is not kept`);
}

function code({ what }: Event): string {
  return 'label' in what ? `\`${what.label}\`` : '';
}

function doubtOf(event: Event): string {
  const { what } = event;
  if (what.k === 'hands-over') return `${code(event)} gets the request and can't be followed`;
  return `it is not known what ${code(event)} comes to`;
}

/** Measured: an answer of 400 and above is not kept, except 404. Undefined where some answer may be kept. */
function failingStatus(returned: Value): number | undefined {
  let failing: number | undefined;
  for (const atom of returned) {
    if (atom.k !== 'response' || atom.status === undefined || atom.status < 400 || atom.status === 404)
      return undefined;
    failing ??= atom.status;
  }
  return failing;
}

function textValue(value: StaticValue | undefined): string | undefined {
  return value?.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined;
}

function fixed(reason: string, at?: Site): Caching {
  return { mode: 'static', reason, ...(at && { at }) };
}

function dynamic(reason: string, at?: Site): Caching {
  return { mode: 'dynamic', reason, ...(at && { at }) };
}

function unknown(reason: string, at?: Site): Caching {
  return { mode: 'unknown', reason, ...(at && { at }) };
}
