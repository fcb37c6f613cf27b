/** Puts the facts of handlers into the report's words, and into a hover's. */
import { type ReportEndpoint } from '../../protocol';
import { type Caching } from '../handlers/caching';
import { type CorsPlace } from '../handlers/cors';
import { type HandlerFacts } from '../handlers/handlerFacts';
import { type Site } from '../handlers/values';
import { type Endpoint } from '../program/program';
import { type FilePath, relativePath } from '../text/filePath';
import { type LineIndex } from '../text/lineIndex';
import { type TextRange } from '../text/textRange';

/** What the answers' places are found with. */
export interface HandlerPlaces {
  readonly base: FilePath;
  readonly handlers: HandlerFacts;
  /** The range of a place of a function's code. */
  rangeOf(path: FilePath, fact: string): TextRange | undefined;
  linesOf(path: FilePath): LineIndex | undefined;
  text(path: FilePath): string | undefined;
}

/** How a route is cached; null for actions. */
export function reportCaching(places: HandlerPlaces, endpoint: Endpoint): ReportEndpoint['caching'] {
  const caching = places.handlers.cachingOf(endpoint);
  return caching ? { mode: caching.mode, reason: reasonOf(places, caching) } : null;
}

function reasonOf(places: HandlerPlaces, { reason, at }: Caching): string {
  const place = at && sitePlace(places, at);
  return place ? `${reason} in ${place.file}:${place.line}` : reason;
}

/** Who may read an answer from another origin; null for actions, and where it is not known. */
export function reportCors(places: HandlerPlaces, endpoint: Endpoint): ReportEndpoint['cors'] {
  const cors = places.handlers.corsOf(endpoint);
  if (!cors) return null;
  const at = cors.at && corsPlace(places, cors.at);
  return { origins: cors.origins, preflight: cors.preflight, at: at ?? null };
}

const HEADER = /access-control-allow-origin/gi;

/** Objects have no places of their own: the header's name that follows the nearest place is the one that is meant. */
function corsPlace(places: HandlerPlaces, at: CorsPlace): { file: string; line: number } {
  const path = at.kind === 'code' ? at.site.path : at.path;
  const from = at.kind === 'code' ? (siteRange(places, at.site)?.start ?? 0) : 0;
  const mentions = [...(places.text(path) ?? '').matchAll(HEADER)].filter(({ index }) => index >= from);
  const offset = (mentions[at.kind === 'code' ? 0 : at.occurrence] ?? mentions[0])?.index ?? from;
  return { file: relativePath(places.base, path), line: lineAt(places, path, offset) };
}

function sitePlace(places: HandlerPlaces, site: Site): { file: string; line: number } {
  const { path } = site;
  return {
    file: relativePath(places.base, path),
    line: lineAt(places, path, siteRange(places, site)?.start ?? 0),
  };
}

function siteRange({ rangeOf }: HandlerPlaces, { path, fn, place }: Site): TextRange | undefined {
  return rangeOf(path, `at:${fn}:${place}`);
}

function lineAt({ linesOf }: HandlerPlaces, path: FilePath, offset: number): number {
  return (linesOf(path)?.positionAt(offset).line ?? 0) + 1;
}

/** What a hover says of a handler, in Markdown; empty where there is nothing to say. */
export function describeHandler(places: HandlerPlaces, endpoint: Endpoint): string {
  const lines: string[] = [];
  const caching = places.handlers.cachingOf(endpoint);
  if (caching && endpoint.method === 'GET')
    lines.push(`Caching: **${caching.mode}**, ${reasonOf(places, caching)}.`);
  const cors = places.handlers.corsOf(endpoint);
  if (cors && cors.origins.length > 0) {
    const origins = cors.origins.map((origin) => `\`${origin}\``).join(', ');
    lines.push(`CORS: ${origins}; a preflight is ${cors.preflight ? '' : 'not '}answered.`);
  }
  return lines.join('\n\n');
}
