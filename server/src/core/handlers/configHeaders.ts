/** Reads which origins the `headers()` of a configuration allows for a URL. */
import { pathToRegexp } from 'path-to-regexp';
import { type StaticValue } from '../facts/staticValue';
import { configMember, literalString } from '../project/configFacts';
import { type App } from '../project/project';
import { samplesOf } from '../program/proxy';

/** What the configuration sets for a URL. */
export interface ConfigOrigins {
  readonly origins: readonly string[];
  /** Of all values of the header in the configuration, in source order, the one that applies; 0-based. */
  readonly occurrence: number;
  /** Set for every request of the URL, not only for some. */
  readonly always: boolean;
  /** False where something may be set that can't be read. */
  readonly certain: boolean;
}

/** Nothing is set. */
export const NOTHING: ConfigOrigins = { origins: [], occurrence: 0, always: false, certain: true };
/** Something may be set. */
const UNREADABLE: ConfigOrigins = { origins: [], occurrence: 0, always: false, certain: false };

/** How an origin is shown that only running the code would tell. */
export const COMPUTED = 'computed';

/**
 * What `headers()` sets for `url` (Next.js notation, without basePath).
 * https://nextjs.org/docs/app/api-reference/config/next-config-js/headers
 */
export function configOrigins(app: App, url: string): ConfigOrigins {
  const headers = configMember(app.config, 'headers');
  if (headers === undefined) return NOTHING;
  if (headers.kind !== 'array') return UNREADABLE;
  const origins: string[] = [];
  let occurrence: number | undefined;
  let seen = 0;
  let always = false;
  let certain = true;
  for (const entry of headers.items) {
    const list = configMember(entry, 'headers');
    if (entry.kind !== 'object' || list?.kind !== 'array') {
      certain = false;
      continue;
    }
    const applies = matches(app, entry, url);
    for (const header of list.items) {
      const key = literalString(configMember(header, 'key'));
      if (key === undefined) certain = false;
      if (key?.toLowerCase() !== 'access-control-allow-origin') continue;
      const place = seen++;
      if (applies === 'unknown') certain = false;
      if (applies !== true) continue;
      const isAlways = !('has' in entry.entries || 'missing' in entry.entries || entry.open);
      // The last entry that applies wins, whatever others said.
      if (isAlways) origins.length = 0;
      if (isAlways || occurrence === undefined) occurrence = place;
      origins.push(literalString(configMember(header, 'value')) ?? COMPUTED);
      always ||= isAlways;
    }
  }
  return { origins, occurrence: occurrence ?? 0, always, certain };
}

/** Whether an entry's `source` matches; `has` and `missing` are for single requests, so an entry with them may apply. */
function matches(app: App, entry: StaticValue, url: string): boolean | 'unknown' {
  const source = literalString(configMember(entry, 'source'));
  if (source === undefined) return 'unknown';
  const basePath = configMember(entry, 'basePath');
  const isBare = basePath?.kind === 'literal' && basePath.value === false;
  try {
    const regexp = pathToRegexp(source);
    const hits = samplesOf(url).map((sample) => regexp.test(isBare ? app.basePath + sample : sample));
    if (hits.every((hit) => hit)) return true;
    return hits.some((hit) => hit) ? 'unknown' : false;
  } catch {
    // Next.js rejects what its path-to-regexp can't read.
    return 'unknown';
  }
}
