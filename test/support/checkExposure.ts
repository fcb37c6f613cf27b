/** What is true of the actions of a fixture, as lines that read well in a test. */
import assert from 'node:assert/strict';
import { engineOver } from './engine';
import { FIXTURE_ROOT, parseFixture } from './fixture';

/** Lines of `file#name exposure registered: caller, caller`. */
export function checkExposure(source: string, expected: string): void {
  const report = engineOver(parseFixture(source).files).snapshot().report(FIXTURE_ROOT);
  const lines = report.endpoints
    .filter(({ kind }) => kind !== 'route')
    .map(({ id, exposure, registered, callers }) => {
      const labels = (callers ?? []).map(({ file, line, label }) => `${label} ${file}:${line}`).join(', ');
      return `${id} ${exposure} ${String(registered)}${labels ? `: ${labels}` : ''}`;
    });
  assert.equal(lines.join('\n'), expected.trim().replace(/^ +/gm, ''));
}
