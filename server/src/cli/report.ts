/** The command `report`: opens a folder, asks the engine for its surface, and writes it in the wanted form. */
import { type AnalysisHost, type FileInput } from '../core/analysis';
import { baseName, type FilePath, relativePath } from '../core/text/filePath';
import { LineIndex } from '../core/text/lineIndex';
import { type SurfaceReport } from '../protocol';
import { type ReportRequest } from './arguments';
import { type CliIo, type ExitCode, type IoProblem, type OpenedFolder } from './cliIo';
import { toJson } from './reporters/json';
import { toMarkdown } from './reporters/markdown';
import { counted } from './reporters/sections';
import { toTable } from './reporters/table';
import { visible } from './terminalText';

/** Makes an engine; asked for only when there is something to analyze. Without guards it leaves their analysis out. */
export type HostFactory = (options: { readonly guards: boolean }) => Promise<AnalysisHost>;

/** Writes the report that `request` asks for. What goes wrong is said on stderr. */
export async function runReport(
  request: ReportRequest,
  io: CliIo,
  createHost: HostFactory,
): Promise<ExitCode> {
  const cache = request.cache && (io.env['NEXT_SURFACE_NO_CACHE'] ?? '') === '';
  const opened = io.openFolder(request.path, { cache });
  if ('problem' in opened) {
    say(io, folderProblem(request.path, opened));
    return 2;
  }
  const made = await makeReport(opened, request, io, createHost);
  for (const place of opened.unreadable) say(io, `left out: ${place}`);
  if (made === undefined) {
    say(io, noApp(request.path, opened.files()));
    return 3;
  }
  const text = render(made, request, io);
  if (request.output === undefined) io.out.write(text);
  else {
    const problem = io.writeFile(request.output, text);
    if (problem) {
      say(io, `can't write ${request.output}: ${reasonOf(problem)}`);
      return 2;
    }
  }
  if (request.verbose) sayUsage(io, opened, made);
  return 0;
}

/** A report as JSON, and as the data it was made from where that is at hand. */
interface MadeReport {
  readonly json: string;
  readonly report: SurfaceReport | undefined;
}

/** The remembered report, or a new one; undefined where there is no app. */
async function makeReport(
  opened: OpenedFolder,
  { guards }: ReportRequest,
  io: CliIo,
  createHost: HostFactory,
): Promise<MadeReport | undefined> {
  // The remembered report is a whole one.
  if (guards && opened.rememberedReport !== undefined)
    return { json: opened.rememberedReport, report: undefined };
  const host = await createHost({ guards });
  host.applyChange({ roots: [opened.root], files: opened.files() });
  const analysis = host.snapshot();
  const report = analysis.report(opened.root);
  const mistakes = analysis.configMistakes();
  for (const { path, message, range } of mistakes) {
    const { line } = new LineIndex(analysis.text(path) ?? '').positionAt(range.start);
    say(io, `${relativePath(opened.root, path)}:${line + 1}: ${message}`);
  }
  if (report.apps.length === 0) return undefined;
  const json = toJson(report);
  // A remembered report would not repeat what is wrong with the configuration.
  if (mistakes.length === 0) opened.remember(host, guards ? json : undefined);
  return { json, report };
}

function render({ json, report }: MadeReport, request: ReportRequest, io: CliIo): string {
  if (request.format === 'json') return json;
  // A remembered report is the JSON that this very version wrote; whoever remembers it answers for that.
  const data = report ?? (JSON.parse(json) as SurfaceReport);
  if (request.format === 'markdown') return toMarkdown(data, { guards: request.guards });
  const onTerminal = request.output === undefined && io.out.isTerminal;
  return toTable(data, {
    guards: request.guards,
    colors: onTerminal && (io.env['NO_COLOR'] ?? '') === '' && io.env['TERM'] !== 'dumb',
    width: onTerminal ? io.out.columns : undefined,
  });
}

/** Writes one message to stderr, under the tool's name. Further lines are indented. */
export function say(io: CliIo, message: string): void {
  const [first = '', ...more] = message.split('\n').map(visible);
  io.err.write([`next-surface: ${first}`, ...more.map((line) => `  ${line}`)].join('\n') + '\n');
}

/** What is wrong with the folder that the user named, and what to do. */
export function folderProblem(path: string, problem: IoProblem): string {
  switch (problem.problem) {
    case 'missing':
      return `there is no folder ${path}`;
    case 'not-a-folder':
      return `${path} is not a folder: give the folder of an app or of a whole workspace`;
    case 'unreadable':
      return `can't read the folder ${path}: ${reasonOf(problem)}`;
  }
}

/** The machine's own word for a problem, else ours. */
export function reasonOf(problem: IoProblem): string {
  const reasons = {
    missing: 'its folder does not exist',
    'not-a-folder': 'it is no file',
    unreadable: 'it is not allowed',
  };
  return problem.detail ?? reasons[problem.problem];
}

/** Says what an app is and what was there instead, so that the user sees which of the two to change. */
export function noApp(path: string, files: ReadonlyMap<FilePath, FileInput>): string {
  const names = [...files.keys()].filter((file) => !file.includes('/node_modules/')).map(baseName);
  const manifests = names.filter((name) => name === 'package.json').length;
  const configs = names.filter((name) => name.startsWith('next.config.')).length;
  return [
    `found no Next.js app in ${path}`,
    'An app is a folder with a next.config file, or with a package.json that depends on next,',
    'and with app/, src/app/, pages/ or src/pages/ that has files in it.',
    `Looked through ${counted(names.length, 'file')}: ` +
      `${counted(manifests, 'package.json', 'package.json files')}, ${counted(configs, 'next.config file')}.`,
  ].join('\n');
}

function sayUsage(io: CliIo, opened: OpenedFolder, { report }: MadeReport): void {
  const { milliseconds, peakMemory } = io.usage();
  const remembered =
    report === undefined
      ? 'nothing changed since the last run'
      : `${opened.remembered()} of them known from an earlier run`;
  say(
    io,
    `${counted(opened.fileCount, 'file')}, ${remembered}; ` +
      `${(milliseconds / 1000).toFixed(2)} s, ${Math.round(peakMemory / 1e6)} MB at most`,
  );
}
