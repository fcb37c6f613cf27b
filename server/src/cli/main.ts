/** The command line without the machine: arguments in, text and an exit code out. */
import { readArguments } from './arguments';
import { type CliIo, type ExitCode } from './cliIo';
import { runAction } from './action';
import { HELP } from './helpText';
import { type HostFactory, runReport, say } from './report';

/** Runs one command. `argv` is without the names of Node and the script. Rejects only for errors of our own. */
export async function runCli(argv: readonly string[], io: CliIo, createHost: HostFactory): Promise<ExitCode> {
  const request = readArguments(argv);
  switch (request.kind) {
    case 'help':
      io.out.write(HELP);
      return 0;
    case 'version':
      io.out.write(`${io.version}\n`);
      return 0;
    case 'wrong':
      say(io, `${request.message}\nSee next-surface --help.`);
      return 2;
    case 'report':
      return runReport(request, io, createHost);
    case 'action':
      return runAction(request, io, createHost);
  }
}
