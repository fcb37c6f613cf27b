/** The command line as a Node process: `next-surface …`. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { type CliIo, type IoProblem, type TextSink } from '../cli/cliIo';
import { runCli } from '../cli/main';
import { type HostFactory } from '../cli/report';
import { ioProblem, openFolder } from './openFolder';
import { userCaches } from './userCache';

/** Set by the build to the package's version. */
declare const __VERSION__: string;

/** The exit code for errors of our own (EX_SOFTWARE of sysexits.h); the others are in `ExitCode`. */
const INTERNAL_ERROR = 70;

const io: CliIo = {
  out: sinkOf(process.stdout),
  err: sinkOf(process.stderr),
  env: process.env,
  version: __VERSION__,
  openFolder: (path, { cache }) =>
    openFolder(path, { cacheFor: cache ? userCaches('cli', __filename) : () => undefined, now: Date.now() }),
  writeFile(path, text): IoProblem | undefined {
    try {
      writeFileSync(path, text);
      return undefined;
    } catch (error) {
      return ioProblem(error);
    }
  },
  readFile(path) {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      return ioProblem(error);
    }
  },
  sha1: (text) => createHash('sha1').update(text).digest('hex'),
  usage: () => ({
    milliseconds: performance.now(),
    // In kilobytes on every system: https://nodejs.org/api/process.html#processresourceusage
    peakMemory: process.resourceUsage().maxRSS * 1024,
  }),
};

runCli(process.argv.slice(2), io, createHost).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    sayBug(detail);
    process.exitCode = INTERNAL_ERROR;
  },
);

/** Loads the engine, and with it the parser, only now: a run over unchanged files needs neither. */
async function createHost(...[options]: Parameters<HostFactory>): ReturnType<HostFactory> {
  const { createEngine } = await import('./engine');
  return createEngine(__VERSION__, sayBug, options);
}

function sayBug(detail: string): void {
  process.stderr.write(`next-surface: this is a bug, please report it: ${detail}\n`);
}

function sinkOf(stream: NodeJS.WriteStream): TextSink {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // `next-surface report | head`: whoever reads has seen enough.
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY,
    columns: stream.isTTY ? stream.columns : undefined,
  };
}
