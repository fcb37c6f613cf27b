/** Checks what the report says of handlers' caching and CORS, one line for each endpoint. */
import assert from 'node:assert/strict';
import { type ReportEndpoint } from '../../../server/src/protocol';
import { engineOver } from '../../support/engine';
import { FIXTURE_ROOT, parseFixture } from '../../support/fixture';

/** A package.json header for an app on the given version. */
export function onNext(version: string): string {
  return `//- package.json\n{ "dependencies": { "next": "${version}" } }\n`;
}

/** A configuration with the given entries. */
export function withConfig(entries: string): string {
  return `//- next.config.mjs\nexport default { ${entries} };\n`;
}

/** `GET` of `app/r/route.ts`, which the fixture gives without a header. */
export function checkGet(code: string, expected: string, ...more: readonly string[]): void {
  const endpoints = endpointsOf(`//- app/r/route.ts\n${code}\n${more.join('')}`);
  const get = endpoints.find(({ id }) => id === 'app/r/route.ts#GET');
  assert.equal(`${get?.caching?.mode}: ${get?.caching?.reason}`, expected);
}

/** Lines of `file#name mode: reason`. */
export function checkCaching(fixture: string, expected: string): void {
  const lines = endpointsOf(fixture).map(({ id, caching }) => `${id} ${caching?.mode}: ${caching?.reason}`);
  assert.equal(lines.join('\n'), trimmed(expected));
}

/** Lines of `file#name origins, preflight or not, file:line`, `file#name nothing` or `file#name unknown`. */
export function checkCors(fixture: string, expected: string): void {
  const lines = endpointsOf(fixture).map(({ id, cors }) => `${id} ${describeCors(cors)}`);
  assert.equal(lines.join('\n'), trimmed(expected));
}

function describeCors(cors: ReportEndpoint['cors']): string {
  if (!cors) return 'unknown';
  if (cors.origins.length === 0) return 'nothing';
  const preflight = cors.preflight ? 'preflight' : 'no preflight';
  return `${cors.origins.join(' ')}, ${preflight}, ${cors.at?.file}:${cors.at?.line}`;
}

function endpointsOf(fixture: string): readonly ReportEndpoint[] {
  return engineOver(parseFixture(fixture).files).snapshot().report(FIXTURE_ROOT).endpoints;
}

function trimmed(text: string): string {
  return text.trim().replace(/^ +/gm, '');
}
