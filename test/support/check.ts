/** The whole vocabulary of the rule and feature tests: a fixture goes in, a failure says what is missing and what is too much. */
import assert from 'node:assert/strict';
import { type RuleFinding } from '../../server/src/core/analysis';
import { type FilePath, relativePath } from '../../server/src/core/text/filePath';
import { applyEdits } from '../../server/src/core/text/textEdit';
import { engineOver, textInput } from './engine';
import { type Expectation, type Fixture, FIXTURE_ROOT, parseFixture } from './fixture';

/** All findings of all rules must be exactly the fixture's annotations, and a report must have what an open file shows. */
export function checkRule(source: string): void {
  const fixture = parseFixture(source);
  const analysis = engineOver(fixture.files).snapshot();
  const found = [...analysis.allFindings()].flatMap(([path, findings]) =>
    findings.map((finding) => ({ path, finding })),
  );
  for (const path of fixture.files.keys()) {
    if (!analysis.isSource(path)) continue;
    const reported = found.filter((each) => each.path === path).map(({ finding }) => finding);
    assert.deepEqual(reported, analysis.findings(path), `a report of ${path} lacks what the open file shows`);
  }
  const missing = fixture.expectations.filter(
    (expected) => !found.some(({ path, finding }) => meets(path, finding, expected, fixture)),
  );
  const unexpected = found.filter(
    ({ path, finding }) => !fixture.expectations.some((expected) => meets(path, finding, expected, fixture)),
  );
  if (missing.length === 0 && unexpected.length === 0) return;
  assert.fail(
    [
      ...missing.map(
        (m) => `missing: ${m.severity} ${m.rule}${m.message === undefined ? '' : `: ${m.message}`}`,
      ),
      ...unexpected.map(
        ({ finding }) => `unexpected: ${finding.severity} ${finding.rule}: ${finding.message}`,
      ),
      '',
      'what the engine finds:',
      annotated(fixture, found),
    ].join('\n'),
  );
}

/** The fix of the one finding at the cursor (or the only finding), applied: the files must be those of `after`, and the finding gone. */
export function checkFix(before: string, after: string, options: { readonly title?: string } = {}): void {
  const fixture = parseFixture(before);
  const analysis = engineOver(fixture.files).snapshot();
  const fixes = [...analysis.allFindings()].flatMap(([path, findings]) =>
    findings
      .filter((finding) => isAtCursor(fixture, path, finding))
      .flatMap((finding) => (finding.fixes ?? []).map((fix) => ({ path, fix, rule: finding.rule }))),
  );
  const chosen = fixes.filter(({ fix }) => options.title === undefined || fix.title === options.title);
  const titles = fixes.map(({ fix }) => fix.title).join(', ');
  const [only] = chosen;
  assert.ok(only && chosen.length === 1, `expected one fix, found: ${titles || 'none'}`);
  const result = new Map(fixture.files);
  result.set(only.path, applyEdits(fixture.files.get(only.path) ?? '', only.fix.edits));
  const expected = parseFixture(after);
  assert.equal(printFiles(result), printFiles(expected.files));
  assert.ok(
    countOf(result, only.rule) < countOf(fixture.files, only.rule),
    `${only.rule} finds as much as before the fix`,
  );
}

function countOf(files: ReadonlyMap<FilePath, string>, rule: string): number {
  const found = [...engineOver(files).snapshot().allFindings()].flatMap(([, findings]) => findings);
  return found.filter((finding) => finding.rule === rule).length;
}

/** No finding at the cursor (or anywhere, without one) may offer a fix, though there must be a finding. */
export function checkNoFix(source: string): void {
  const fixture = parseFixture(source);
  const findings = [...engineOver(fixture.files).snapshot().allFindings()].flatMap(([path, all]) =>
    all.filter((finding) => isAtCursor(fixture, path, finding)),
  );
  assert.notEqual(findings.length, 0, 'expected a finding');
  assert.deepEqual(
    findings.flatMap((finding) => (finding.fixes ?? []).map((fix) => fix.title)),
    [],
  );
}

/** The surface as lines of `kind name url file:line`, sorted as the report sorts it. */
export function checkSurface(source: string, expected: string): void {
  const fixture = parseFixture(source);
  const report = engineOver(fixture.files).snapshot().report(FIXTURE_ROOT);
  const lines = report.endpoints.map((endpoint) =>
    [
      endpoint.framework ? 'metadata' : endpoint.kind,
      endpoint.name,
      endpoint.url ?? '-',
      `${endpoint.file}:${endpoint.line}`,
    ].join(' '),
  );
  assert.equal(lines.join('\n'), expected.trim().replace(/^ +/gm, ''));
}

/** The hover at the cursor; `null` when there must be none. */
export function checkHover(source: string, markdown: RegExp | null): void {
  const fixture = parseFixture(source);
  const { cursor } = fixture;
  assert.ok(cursor, 'the fixture needs a cursor $0');
  const hover = engineOver(fixture.files).snapshot().hover(cursor.path, cursor.start);
  if (markdown === null) assert.equal(hover, undefined);
  else assert.match(hover?.markdown ?? '(no hover)', markdown);
}

/** One step of `checkEdits`: change files, then look at the engine. */
export interface EditStep {
  readonly change: Readonly<Record<string, string | null>>;
  /** Whether the linked program must be the very same object as before the change. */
  readonly sameProgram: boolean;
}

/** Applies edits one after the other and asserts, without a clock, what had to be linked again. */
export function checkEdits(source: string, steps: readonly EditStep[]): void {
  const fixture = parseFixture(source);
  const host = engineOver(fixture.files);
  for (const [index, step] of steps.entries()) {
    const before = host.snapshot().program();
    const files = Object.entries(step.change).map(
      // Fixture paths are relative to the fixture's root.
      ([path, text]) =>
        [`${FIXTURE_ROOT}/${path}` as FilePath, text === null ? null : textInput(text)] as const,
    );
    host.applyChange({ files: new Map(files) });
    assert.equal(host.snapshot().program() === before, step.sameProgram, `step ${index + 1}: same program`);
  }
}

function isAtCursor(fixture: Fixture, path: FilePath, finding: RuleFinding): boolean {
  const { cursor } = fixture;
  if (!cursor) return true;
  return cursor.path === path && finding.range.start <= cursor.end && cursor.start <= finding.range.end;
}

function meets(path: FilePath, finding: RuleFinding, expected: Expectation, fixture: Fixture): boolean {
  const range = expected.range ?? { start: 0, end: fixture.files.get(path)?.length ?? 0 };
  return (
    path === expected.path &&
    finding.rule === expected.rule &&
    finding.severity === expected.severity &&
    finding.range.start === range.start &&
    finding.range.end === range.end &&
    (expected.message === undefined || finding.message.includes(expected.message))
  );
}

function annotated(fixture: Fixture, found: readonly { path: FilePath; finding: RuleFinding }[]): string {
  const parts: string[] = [];
  for (const [path, text] of fixture.files) {
    if (path.endsWith('/package.json')) continue;
    parts.push(`//- ${relativePath(FIXTURE_ROOT, path)}`);
    let offset = 0;
    for (const line of text.split('\n')) {
      parts.push(line);
      for (const { finding, path: at } of found) {
        if (at !== path || finding.range.start < offset || finding.range.start > offset + line.length)
          continue;
        const column = finding.range.start - offset;
        const carets = '^'.repeat(Math.max(1, finding.range.end - finding.range.start));
        parts.push(`${'//'.padEnd(column)}${carets} ${finding.severity} ${finding.rule}: ${finding.message}`);
      }
      offset += line.length + 1;
    }
  }
  return parts.join('\n');
}

function printFiles(files: ReadonlyMap<FilePath, string>): string {
  return [...files]
    .filter(([path]) => !path.endsWith('/package.json'))
    .map(([path, text]) => `//- ${relativePath(FIXTURE_ROOT, path)}\n${text}`)
    .join('\n');
}
