/** Applies every offer of every assist, and every fix of every rule, at every place of a workspace, in memory, and says which results are not what was promised. */
import { type Analysis, type AnalysisHost, type FileInput } from '../../server/src/core/analysis';
import { type Fix } from '../../server/src/core/rule/rule';
import { isRefusal } from '../../server/src/core/assist/assist';
import { type AssistOffer } from '../../server/src/core/assist/offers';
import { unusedImports } from '../../server/src/core/edit/removal';
import { isSourceName } from '../../server/src/core/project/fileKinds';
import { parseFile } from '../../server/src/core/syntax/parse';
import { baseName, type FilePath } from '../../server/src/core/text/filePath';
import { applyEdits, type SourceChange } from '../../server/src/core/text/textEdit';
import { type ReportEndpoint } from '../../server/src/protocol';

/** What became of one offer. */
export interface AppliedOffer {
  readonly path: FilePath;
  readonly offer: AssistOffer;
  /** The texts after the change by path, null for deleted files; undefined where nothing was changed. */
  readonly after: ReadonlyMap<FilePath, string | null> | undefined;
  readonly before: ReadonlyMap<FilePath, string>;
  /** What is not as it should be; empty when all is well. */
  readonly failures: readonly string[];
}

/** What to apply: all assists at all places by default. */
export interface Selection {
  readonly assist?: (id: string) => boolean;
  readonly file?: (path: FilePath) => boolean;
  /** Decides for each offer, for samples of large workspaces. */
  readonly offer?: (path: FilePath, offer: AssistOffer) => boolean;
}

/** What the engine must say of the endpoint when an assist has done its work. */
const PROMISES: Readonly<Record<string, (endpoint: ReportEndpoint) => boolean>> = {
  'add-auth-guard': ({ guard }) => guard.verdict === 'guarded',
  'add-cors': ({ cors }) => cors !== null && cors.origins.length > 0,
  'add-validation': ({ validation }) => validation === 'schema',
  'verify-webhook-signature': ({ guard }) => guard.verdict === 'guarded',
  'share-with-action': ({ kind }) => kind === 'route',
  'mark-public': ({ publicByDesign }) => publicByDesign.value === true,
};

/** Findings that a change may bring, since it says so itself: what was open stays open, and is now at an address. */
const FORESEEN: Readonly<Record<string, readonly string[]>> = {
  'convert-to-route': ['require-endpoint-guard', 'no-proxy-only-guard'],
  'share-with-action': ['require-endpoint-guard'],
  'share-with-route': ['require-endpoint-guard', 'no-proxy-only-guard'],
};

/** Applies offer by offer; the host is as before after each of them. `files` are what the host holds. */
export function* applyEverywhere(
  host: AnalysisHost,
  files: ReadonlyMap<FilePath, FileInput>,
  root: FilePath,
  selection: Selection = {},
): Generator<AppliedOffer, void, void> {
  for (const path of [...files.keys()].sort()) {
    const analysis = host.snapshot();
    if (!analysis.isSource(path) || selection.file?.(path) === false) continue;
    const text = analysis.text(path);
    if (text === undefined) continue;
    for (const offer of offersIn(analysis, path, text)) {
      if (selection.assist?.(offer.assist) === false || selection.offer?.(path, offer) === false) continue;
      yield applyOffer(host, files, root, path, offer);
    }
  }
}

/** How the fixes of a rule are named beside the assists: `fix:no-some-thing`. */
const FIX = 'fix:';

/** What the assists offer in a file, and the fixes of its findings as if each were an offer. */
export function offersIn(analysis: Analysis, path: FilePath, text: string): readonly AssistOffer[] {
  const fixes = analysis.findings(path).flatMap(({ rule, range, fixes: own = [] }) =>
    own.map(({ title }, index): AssistOffer => ({
      assist: `${FIX}${rule}`,
      target: `${range.start} ${range.end} ${index}`,
      title,
      kind: 'quickfix',
      fixes: [rule],
    })),
  );
  return [...analysis.assists(path, { start: 0, end: text.length }), ...fixes];
}

function fixOf(analysis: Analysis, path: FilePath, { assist, target, title }: AssistOffer): Fix | undefined {
  const [start, end] = target.split(' ').map(Number);
  return analysis
    .findings(path)
    .filter(({ rule, range }) => assist === `${FIX}${rule}` && range.start === start && range.end === end)
    .flatMap(({ fixes = [] }) => fixes)
    .find((fix) => fix.title === title);
}

function applyOffer(
  host: AnalysisHost,
  files: ReadonlyMap<FilePath, FileInput>,
  root: FilePath,
  path: FilePath,
  offer: AssistOffer,
): AppliedOffer {
  const analysis = host.snapshot();
  const none = { path, offer, after: undefined, before: new Map<FilePath, string>() };
  const change = resolve(analysis, path, offer);
  if (typeof change === 'string') return { ...none, failures: [change] };
  const texts = textsAfter(analysis, change);
  if (typeof texts === 'string') return { ...none, failures: [texts] };
  const before = new Map([...texts.keys()].flatMap((file) => textEntry(analysis, file)));
  const origins = new Map([...(change.movedFiles ?? [])].map(([from, to]) => [to, from]));
  const failures = [...texts].flatMap(([file, text]) =>
    text === null
      ? []
      : [
          ...parseFailure(file, text, before.get(file)),
          ...leftoverFailure(file, text, analysis.text(origins.get(file) ?? file)),
        ],
  );
  const rulesBefore = countRules(analysis, texts.keys());
  host.applyChange({
    files: new Map([...texts].map(([file, text]) => [file, text === null ? null : inputOf(text)])),
  });
  try {
    failures.push(...judge(host.snapshot(), root, { path, offer, rulesBefore, texts, files }));
  } finally {
    host.applyChange({ files: new Map([...texts.keys()].map((file) => [file, files.get(file) ?? null])) });
  }
  return { path, offer, after: texts, before, failures };
}

/** Every import that the change brings is used, and every one that it makes needless is gone. */
function leftoverFailure(path: FilePath, text: string, before: string | undefined): readonly string[] {
  if (!isSourceName(path)) return [];
  const known = before === undefined ? undefined : unusedImports(parseFile(path, before));
  const left = [...unusedImports(parseFile(path, text))].filter((name) => !known?.has(name));
  return left.length === 0 ? [] : [`unused imports in ${baseName(path)}: ${left.join(', ')}`];
}

function resolve(analysis: Analysis, path: FilePath, offer: AssistOffer): SourceChange | string {
  const text = analysis.text(path) ?? '';
  if (offer.assist.startsWith(FIX)) {
    const fix = fixOf(analysis, path, offer);
    return fix ? { edits: new Map([[path, fix.edits]]) } : 'the fix is gone';
  }
  const change = analysis.resolveAssist(path, { start: 0, end: text.length }, offer);
  if (!change) return 'the offer can not be resolved';
  return isRefusal(change) ? `its own proposal is refused: ${change.refused}` : change;
}

function judge(
  analysis: Analysis,
  root: FilePath,
  applied: {
    readonly path: FilePath;
    readonly offer: AssistOffer;
    readonly rulesBefore: ReadonlyMap<string, number>;
    readonly texts: ReadonlyMap<FilePath, string | null>;
    readonly files: ReadonlyMap<FilePath, FileInput>;
  },
): readonly string[] {
  const { path, offer, rulesBefore, texts } = applied;
  const failures: string[] = [];
  const rulesAfter = countRules(analysis, texts.keys());
  for (const [rule, count] of rulesAfter) {
    if (FORESEEN[offer.assist]?.includes(rule)) continue;
    if (count > (rulesBefore.get(rule) ?? 0)) failures.push(`a new finding: ${rule}`);
  }
  const answered = offer.fixes?.filter((rule) => (rulesBefore.get(rule) ?? 0) > 0) ?? [];
  if (
    answered.length > 0 &&
    answered.every((rule) => (rulesAfter.get(rule) ?? 0) >= (rulesBefore.get(rule) ?? 0))
  )
    failures.push(`no finding is gone: ${answered.join(', ')}`);
  const promise = PROMISES[offer.assist];
  const [fact] = offer.target.split(' ');
  const index = analysis
    .program()
    .endpointsOf(path)
    .findIndex((endpoint) => endpoint.fact === fact);
  const reported = promise && analysis.endpointsIn(root, path)[index];
  if (reported && !promise(reported)) failures.push(`not as promised: ${said(reported)}`);
  const text = texts.get(path);
  if (typeof text === 'string') failures.push(...repeatFailure(analysis, path, text, offer));
  return failures;
}

/** What the engine says instead. */
function said({ guard, validation, cors }: ReportEndpoint): string {
  return `${guard.verdict} (${guard.note ?? ''}), validation ${validation}, CORS ${JSON.stringify(cors)}`;
}

/** The same offer at the same place must be gone, or change nothing. */
function repeatFailure(
  analysis: Analysis,
  path: FilePath,
  text: string,
  offer: AssistOffer,
): readonly string[] {
  const again = offersIn(analysis, path, text).find(
    ({ assist, target, title }) =>
      assist === offer.assist && target === offer.target && title === offer.title,
  );
  if (!again) return [];
  const change = resolve(analysis, path, again);
  if (typeof change === 'string') return [`offered again, and then: ${change}`];
  const texts = textsAfter(analysis, change);
  const same =
    typeof texts !== 'string' && [...texts].every(([file, after]) => after === analysis.text(file));
  return same ? [] : ['offered again, and would change the code again'];
}

/** The texts of all files that the change touches; a message where it can't be applied. */
function textsAfter(analysis: Analysis, change: SourceChange): ReadonlyMap<FilePath, string | null> | string {
  const texts = new Map<FilePath, string | null>(change.newFiles ?? []);
  for (const path of texts.keys())
    if (analysis.text(path) !== undefined) return `${path} is created, and is there already`;
  for (const [path, edits] of change.edits) {
    const text = analysis.text(path);
    if (text === undefined) return `${path} is edited, and can't be read`;
    try {
      texts.set(path, applyEdits(text, edits));
    } catch (error) {
      return String(error);
    }
  }
  for (const [from, to] of change.movedFiles ?? []) {
    texts.set(to, texts.get(from) ?? analysis.text(from) ?? '');
    texts.set(from, null);
  }
  for (const path of change.deletedFiles ?? []) texts.set(path, null);
  return texts;
}

function textEntry(analysis: Analysis, path: FilePath): readonly (readonly [FilePath, string])[] {
  const text = analysis.text(path);
  return text === undefined ? [] : [[path, text]];
}

function inputOf(text: string): FileInput {
  return { read: () => text };
}

function parseFailure(path: FilePath, text: string, before: string | undefined): readonly string[] {
  if (!/\.[cm]?[jt]sx?$/.test(path) || parses(path, text)) return [];
  return before !== undefined && !parses(path, before) ? [] : [`${path} does not parse afterwards`];
}

/** True when the parser finds nothing wrong. */
export function parses(path: FilePath, text: string): boolean {
  // The parser keeps its errors on the tree, beside its public interface.
  const { parseDiagnostics } = parseFile(path, text).tree as unknown as {
    readonly parseDiagnostics: unknown[];
  };
  return parseDiagnostics.length === 0;
}

function countRules(analysis: Analysis, paths: Iterable<FilePath>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const path of paths) {
    if (!analysis.isSource(path)) continue;
    for (const { rule } of analysis.findings(path)) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return counts;
}
