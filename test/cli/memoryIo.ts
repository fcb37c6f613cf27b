/** A machine in memory for the command line: folders of texts, and everything that was written. */
import { createHash } from 'node:crypto';
import { type CliIo, type ExitCode, type IoProblem, type OpenedFolder } from '../../server/src/cli/cliIo';
import { runCli } from '../../server/src/cli/main';
import { type AnalysisHost } from '../../server/src/core/analysis';
import { createAnalysisHost } from '../../server/src/core/analysisHost';
import { allRules } from '../../server/src/rules/index';
import { textInput } from '../support/engine';
import { FIXTURE_ROOT, parseFixture } from '../support/fixture';

/** How the machine is set up. */
export interface MachineOptions {
  /** The workspace as a fixture; it is found at any path but those of `problems`. */
  readonly fixture?: string;
  readonly problems?: Readonly<Record<string, IoProblem>>;
  readonly unreadable?: readonly string[];
  readonly rememberedReport?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The terminal's width; stdout is no terminal without it. */
  readonly columns?: number;
  readonly writeProblem?: IoProblem;
  /** Files outside of the fixture, by the path they are asked for. */
  readonly files?: Readonly<Record<string, string>>;
}

/** What a run left behind. */
export interface Outcome {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
  readonly written: ReadonlyMap<string, string>;
  /** Whether each opened folder might be remembered. */
  readonly cacheAsked: readonly boolean[];
  readonly remembered: readonly string[];
  readonly enginesMade: number;
}

/** Runs the command line on a machine in memory. */
export async function run(argv: readonly string[], options: MachineOptions = {}): Promise<Outcome> {
  const written = new Map<string, string>();
  const cacheAsked: boolean[] = [];
  const remembered: string[] = [];
  let out = '';
  let err = '';
  let enginesMade = 0;
  const io: CliIo = {
    out: {
      write: (text) => void (out += text),
      isTerminal: options.columns !== undefined,
      columns: options.columns,
    },
    err: { write: (text) => void (err += text), isTerminal: false, columns: undefined },
    env: options.env ?? {},
    version: '0.0.0-test',
    openFolder(path, { cache }) {
      cacheAsked.push(cache);
      return options.problems?.[path] ?? openFixture(options, (report) => remembered.push(report));
    },
    writeFile(path, text) {
      if (!options.writeProblem) written.set(path, text);
      return options.writeProblem;
    },
    readFile: (path) => options.files?.[path] ?? { problem: 'missing' },
    sha1: (text) => createHash('sha1').update(text).digest('hex'),
    usage: () => ({ milliseconds: 1234, peakMemory: 56_000_000 }),
  };
  const code = await runCli(argv, io, ({ guards }) => {
    enginesMade++;
    return Promise.resolve(createEngine(guards));
  });
  return { code, out, err, written, cacheAsked, remembered, enginesMade };
}

function createEngine(guards: boolean): AnalysisHost {
  return createAnalysisHost(allRules, { version: '0.0.0-test', guards });
}

/** Stands for a report that was not remembered, though the files' facts were. */
export const FACTS_ALONE = 'facts alone';

function openFixture(options: MachineOptions, remember: (report: string) => void): OpenedFolder {
  const { files } = parseFixture(options.fixture ?? '');
  const inputs = new Map([...files].map(([path, text]) => [path, textInput(text)]));
  return {
    root: FIXTURE_ROOT,
    fileCount: inputs.size,
    unreadable: options.unreadable ?? [],
    rememberedReport: options.rememberedReport,
    files: () => inputs,
    remembered: () => 0,
    remember: (_, report) => remember(report ?? FACTS_ALONE),
  };
}
