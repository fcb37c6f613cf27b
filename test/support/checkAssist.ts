/** The vocabulary of the assists' tests: a fixture with a cursor goes in, and what becomes of its files. */
import assert from 'node:assert/strict';
import { type Analysis } from '../../server/src/core/analysis';
import { type AssistInput, isRefusal, type Refusal } from '../../server/src/core/assist/assist';
import { type AssistOffer } from '../../server/src/core/assist/offers';
import { type FilePath, joinPath, relativePath } from '../../server/src/core/text/filePath';
import { applyEdits, type SourceChange } from '../../server/src/core/text/textEdit';
import { type SurfaceReport } from '../../server/src/protocol';
import { parses } from './applyEverywhere';
import { engineOver } from './engine';
import { type Fixture, FIXTURE_ROOT, parseFixture } from './fixture';

/** Which of an assist's offers is meant, and what the user answers. */
export interface AssistChoice {
  /** The offer's exact title; needed where the assist offers several at the cursor. */
  readonly title?: string;
  readonly input?: AssistInput;
  /** Notes that the change must leave, in order; each is compared whole. */
  readonly notes?: readonly string[];
}

/**
 * The assist's offer at the cursor, applied: the files must be those of `after` (files that are not named there must be as
 * they were; a deleted file is named with no lines: `//- path (deleted)`). The result must parse where the input did.
 */
export function checkAssist(id: string, before: string, after: string, choice: AssistChoice = {}): void {
  const { fixture, analysis, offer } = offered(id, before, choice.title);
  const change = resolve(analysis, fixture, offer, choice.input);
  if (isRefusal(change)) assert.fail(`refused: ${change.refused}`);
  const result = applyChange(fixture.files, change);
  assert.equal(printFiles(result), expectedFiles(fixture, after));
  for (const [path, text] of result) assertParses(path, text, fixture.files.get(path));
  if (choice.notes)
    assert.deepEqual(
      (change.notes ?? []).map(({ message }) => message),
      choice.notes,
    );
}

/** The report of the workspace after the assist's offer at the cursor was applied. */
export function reportAfter(id: string, before: string, choice: AssistChoice = {}): SurfaceReport {
  const { fixture, analysis, offer } = offered(id, before, choice.title);
  const change = resolve(analysis, fixture, offer, choice.input);
  if (isRefusal(change)) assert.fail(`refused: ${change.refused}`);
  return engineOver(applyChange(fixture.files, change)).snapshot().report(FIXTURE_ROOT);
}

/** The text of one file after the assist's offer at the cursor was applied, for tests that look at a part of it. */
export function textAfter(id: string, before: string, path: string, choice: AssistChoice = {}): string {
  const { fixture, analysis, offer } = offered(id, before, choice.title);
  const change = resolve(analysis, fixture, offer, choice.input);
  if (isRefusal(change)) assert.fail(`refused: ${change.refused}`);
  const text = applyChange(fixture.files, change).get(joinPath(FIXTURE_ROOT, path));
  assert.ok(text !== undefined, `no ${path}`);
  return text;
}

/** What the assist's offer at the cursor leaves to the user. */
export function notesAfter(id: string, before: string, choice: AssistChoice = {}): readonly string[] {
  const { fixture, analysis, offer } = offered(id, before, choice.title);
  const change = resolve(analysis, fixture, offer, choice.input);
  if (isRefusal(change)) assert.fail(`refused: ${change.refused}`);
  return (change.notes ?? []).map(({ message }) => message);
}

/** The assist must refuse this input with a message that matches. */
export function checkRefusal(id: string, source: string, message: RegExp, choice: AssistChoice = {}): void {
  const { fixture, analysis, offer } = offered(id, source, choice.title);
  const result = resolve(analysis, fixture, offer, choice.input);
  if (!isRefusal(result)) assert.fail('expected a refusal, got a change');
  assert.match(result.refused, message);
}

/** The assist must offer nothing at the cursor. */
export function checkNoAssist(id: string, source: string): void {
  const fixture = parseFixture(source);
  const titles = offersOf(engineOver(fixture.files).snapshot(), fixture, id).map(({ title }) => title);
  assert.deepEqual(titles, []);
}

/** The titles of the assist's offers at the cursor, in order. */
export function checkTitles(id: string, source: string, titles: readonly string[]): void {
  const fixture = parseFixture(source);
  const found = offersOf(engineOver(fixture.files).snapshot(), fixture, id).map(({ title }) => title);
  assert.deepEqual(found, titles);
}

/** The files after a change: edited, created, moved and deleted. */
export function applyChange(
  files: ReadonlyMap<FilePath, string>,
  change: SourceChange,
): ReadonlyMap<FilePath, string> {
  const result = new Map(files);
  for (const [path, text] of change.newFiles ?? []) {
    assert.ok(!result.has(path), `${path} is created, and is there already`);
    result.set(path, text);
  }
  for (const [path, edits] of change.edits) {
    const text = result.get(path);
    assert.ok(text !== undefined, `${path} is edited, and is not there`);
    result.set(path, applyEdits(text, edits));
  }
  for (const [from, to] of change.movedFiles ?? []) {
    assert.ok(!result.has(to), `${to} is there already`);
    result.set(to, result.get(from) ?? '');
    result.delete(from);
  }
  for (const path of change.deletedFiles ?? []) assert.ok(result.delete(path), `${path} is not there`);
  return result;
}

function offered(
  id: string,
  source: string,
  title: string | undefined,
): { readonly fixture: Fixture; readonly analysis: Analysis; readonly offer: AssistOffer } {
  const fixture = parseFixture(source);
  const analysis = engineOver(fixture.files).snapshot();
  const offers = offersOf(analysis, fixture, id);
  const [offer, ...others] = offers.filter((candidate) => title === undefined || candidate.title === title);
  const titles = offers.map((candidate) => candidate.title).join(' | ');
  assert.ok(offer && others.length === 0, `expected one offer of ${id}, found: ${titles || 'none'}`);
  return { fixture, analysis, offer };
}

function offersOf(analysis: Analysis, fixture: Fixture, id: string): readonly AssistOffer[] {
  const { cursor } = fixture;
  assert.ok(cursor, 'the fixture needs a cursor $0');
  return analysis.assists(cursor.path, cursor).filter(({ assist }) => assist === id);
}

function resolve(
  analysis: Analysis,
  fixture: Fixture,
  offer: AssistOffer,
  input: AssistInput | undefined,
): SourceChange | Refusal {
  const { cursor } = fixture;
  assert.ok(cursor);
  const result = analysis.resolveAssist(cursor.path, cursor, offer, input);
  assert.ok(result, 'the offer could not be resolved');
  return result;
}

function expectedFiles(before: Fixture, after: string): string {
  const deleted = [...after.matchAll(/^\/\/- (\S+) \(deleted\)$/gm)].map(
    ([, path]) => `${FIXTURE_ROOT}/${path}`,
  );
  const named = parseFixture(after.replace(/^\/\/- \S+ \(deleted\)\n?/gm, ''));
  const files = new Map([...before.files, ...named.files]);
  // Paths of fixtures are absolute already.
  for (const path of deleted) files.delete(path as FilePath);
  return printFiles(files);
}

function assertParses(path: FilePath, text: string, before: string | undefined): void {
  if (text === before || !/\.[cm]?[jt]sx?$/.test(path)) return;
  assert.ok(
    parses(path, text) || (before !== undefined && !parses(path, before)),
    `${path} does not parse:\n${text}`,
  );
}

function printFiles(files: ReadonlyMap<FilePath, string>): string {
  return [...files]
    .filter(([path]) => !path.endsWith('/package.json'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, text]) => `//- ${relativePath(FIXTURE_ROOT, path)}\n${text}`)
    .join('\n');
}
