/** Puts together who may read an endpoint's answer from another origin: the handler, the configuration and the proxy say so. */
import { type FilePath } from '../text/filePath';
import { COMPUTED, type ConfigOrigins, NOTHING } from './configHeaders';
import { type HandlerTrace } from './traceHandler';
import { type Site, type Value } from './values';

/** Where a header is set: in code, or as the n-th value of a configuration's text (0-based). */
export type CorsPlace =
  | { readonly kind: 'code'; readonly site: Site }
  | { readonly kind: 'config'; readonly path: FilePath; readonly occurrence: number };

/** What is known; without origins it is certain that nothing is set. */
export interface Cors {
  readonly origins: readonly string[];
  /** A request that asks first (`OPTIONS`) gets the header too. */
  readonly preflight: boolean;
  readonly at: CorsPlace | undefined;
}

/** What an answer is put together from. */
export interface CorsSources {
  readonly method: string | undefined;
  /** What the code of this method sets. */
  readonly handler: AllowedOrigins;
  /** What the file's own OPTIONS sets; undefined where it has none. */
  readonly options: AllowedOrigins | undefined;
  readonly config: ConfigOrigins;
  readonly configPath: FilePath | undefined;
  /** What the proxy sets on its way. */
  readonly proxy: AllowedOrigins & { readonly answersOptions: boolean };
  /** Next.js answers OPTIONS with 405 where GET is prerendered for a URL without parameters. */
  refusesOptions(): boolean;
}

/** Origins that some code sets; not `certain` where it could not be followed to the end. */
export interface AllowedOrigins {
  readonly origins: readonly string[];
  readonly site: Site | undefined;
  /** Set on every way through the code. */
  readonly always: boolean;
  readonly certain: boolean;
}

/** Nothing is set. */
export const NO_ORIGINS: AllowedOrigins = { origins: [], site: undefined, always: false, certain: true };

/** Puts an endpoint's answer together; undefined where nothing was found and something may be there. */
export function corsOf(sources: CorsSources): Cors | undefined {
  const { options, configPath, proxy, method } = sources;
  // Measured with `next start` of 16.4.6: the proxy's header replaces the configuration's, and that the handler's.
  const config = proxy.always ? NOTHING : sources.config;
  const handler = proxy.always || config.always ? NO_ORIGINS : sources.handler;
  const origins = [...new Set([...handler.origins, ...config.origins, ...proxy.origins])].sort();
  if (origins.length === 0)
    return handler.certain && config.certain && proxy.certain
      ? { origins, preflight: false, at: undefined }
      : undefined;
  const onWay = config.origins.length > 0 || proxy.origins.length > 0;
  const preflight =
    (proxy.origins.length > 0 && proxy.answersOptions) ||
    (method === 'OPTIONS'
      ? true
      : options
        ? options.origins.length > 0 || onWay
        : // https://nextjs.org/docs/app/api-reference/file-conventions/route: the automatic answer has no such header.
          onWay && !sources.refusesOptions());
  const at: CorsPlace | undefined = handler.site
    ? { kind: 'code', site: handler.site }
    : config.origins.length > 0 && configPath !== undefined
      ? { kind: 'config', path: configPath, occurrence: config.occurrence }
      : proxy.site && { kind: 'code', site: proxy.site };
  return { origins, preflight, at };
}

/** The origins that a trace met. */
export function allowedOrigins({ events }: HandlerTrace): AllowedOrigins {
  const origins = new Set<string>();
  let site: Site | undefined;
  let always = false;
  for (const { what, site: place, sure } of events) {
    if (what.k !== 'allow-origin') continue;
    always ||= sure;
    site ??= place;
    for (const origin of originsOf(what.value)) origins.add(origin);
  }
  const certain = !events.some(({ what }) => what.k === 'bound');
  return { origins: [...origins].sort(), site, always, certain };
}

/** Strings as they are; whatever else is computed. An empty or missing value allows nobody. */
function originsOf(value: Value): readonly string[] {
  return value.flatMap((atom) => {
    if (atom.k === 'arr') return atom.items.flatMap(originsOf);
    if (atom.k !== 'lit') return [COMPUTED];
    return typeof atom.v === 'string' && atom.v !== '' ? [atom.v] : atom.v === true ? [COMPUTED] : [];
  });
}
