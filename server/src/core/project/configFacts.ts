/** Reads the few settings of next.config that decide about URLs and caching, claiming only what is certain. */
import { type StaticValue } from '../facts/staticValue';
import { type App } from './project';

// https://nextjs.org/docs/app/api-reference/config/next-config-js/pageExtensions
const DEFAULT_PAGE_EXTENSIONS: readonly string[] = ['tsx', 'ts', 'jsx', 'js'];

const UNKNOWN: StaticValue = { kind: 'unknown' };

/** What an app without a configuration file is built with: the defaults alone. */
export const EMPTY_CONFIG: StaticValue = { kind: 'object', entries: {}, open: false };

/** The value of a key: undefined when it is certainly absent, `unknown` when it may be there. */
export function configMember(value: StaticValue | undefined, key: string): StaticValue | undefined {
  if (value === undefined) return undefined;
  if (value.kind !== 'object') return UNKNOWN;
  const entry = Object.hasOwn(value.entries, key) ? value.entries[key] : undefined;
  if (entry?.kind === 'literal' && entry.value === undefined) return undefined;
  return entry ?? (value.open ? UNKNOWN : undefined);
}

/** The settings of a statically read configuration; defaults stand in where a value can't be read. */
export function readConfigFacts(
  config: StaticValue,
): Pick<App, 'basePath' | 'pageExtensions' | 'cacheComponents'> {
  return {
    basePath: normalizedBasePath(literalString(configMember(config, 'basePath'))),
    pageExtensions: pageExtensionsOf(configMember(config, 'pageExtensions')),
    cacheComponents: cacheComponentsOf(config),
  };
}

/** The value where it is certainly a string. */
export function literalString(value: StaticValue | undefined): string | undefined {
  return value?.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined;
}

function normalizedBasePath(text = ''): string {
  const trimmed = text.replace(/^\/+|\/+$/g, '');
  return trimmed === '' ? '' : `/${trimmed}`;
}

function pageExtensionsOf(value: StaticValue | undefined): readonly string[] {
  if (value?.kind !== 'array') return DEFAULT_PAGE_EXTENSIONS;
  const extensions = value.items.map(literalString).filter((item) => item !== undefined);
  // A list read in part would hide files; the default at least shows the usual ones.
  if (extensions.length === 0 || extensions.length < value.items.length) return DEFAULT_PAGE_EXTENSIONS;
  return extensions.map((extension) => extension.replace(/^\.+/, ''));
}

/**
 * `cacheComponents` was `experimental.dynamicIO`, then `experimental.cacheComponents`, before Next.js 16:
 * https://nextjs.org/docs/app/api-reference/config/next-config-js/cacheComponents
 */
function cacheComponentsOf(config: StaticValue): boolean | 'unknown' {
  const experimental = configMember(config, 'experimental');
  const values = [
    configMember(config, 'cacheComponents'),
    configMember(experimental, 'cacheComponents'),
    configMember(experimental, 'dynamicIO'),
  ].filter((value) => value !== undefined);
  if (values.some((value) => value.kind === 'literal' && value.value === true)) return true;
  return values.every((value) => value.kind === 'literal') ? false : 'unknown';
}
