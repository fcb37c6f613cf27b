/** Reads the command line's arguments, and says what is wrong with them in words that help. */
import { nearest } from './nearest';

/** The forms in which a report can be written. */
const FORMATS = ['table', 'json', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

/** What the user asked for. */
export type Request =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'wrong'; readonly message: string }
  | ReportRequest
  | ActionRequest;

/** `next-surface report …`. */
export interface ReportRequest {
  readonly kind: 'report';
  /** As the user wrote it; `.` when it was left out. */
  readonly path: string;
  readonly format: Format;
  /** The file to write to instead of stdout. */
  readonly output: string | undefined;
  readonly cache: boolean;
  /** False: the surface alone, without asking what its endpoints do. */
  readonly guards: boolean;
  readonly verbose: boolean;
}

/** `next-surface action ID …`. */
export interface ActionRequest {
  readonly kind: 'action';
  readonly id: string;
  /** As the user wrote it; `.` when it was left out. */
  readonly path: string;
  /** The file that holds the build's encryption key. The key itself is no argument: other users can list those. */
  readonly keyFile: string | undefined;
  readonly buildRoot: string | undefined;
  readonly cache: boolean;
}

const COMMANDS = ['report', 'action'];
const FLAGS = ['--help', '--version', '--verbose', '--no-cache', '--no-guards'];
const WITH_VALUE = ['--format', '--output', '--key-file', '--build-root'];
const SHORT: ReadonlyMap<string, string> = new Map([
  ['-h', '--help'],
  ['-v', '--version'],
  ['-V', '--version'],
  ['-f', '--format'],
  ['-o', '--output'],
]);

/** Reads `argv` without the names of Node and the script. */
export function readArguments(argv: readonly string[]): Request {
  const split = splitArguments(argv);
  if (typeof split === 'string') return { kind: 'wrong', message: split };
  const { flags, values, words } = split;
  if (flags.has('--help')) return { kind: 'help' };
  if (flags.has('--version')) return { kind: 'version' };
  const [command, ...operands] = words;
  if (command === undefined)
    return { kind: 'wrong', message: 'say what to do, for example: next-surface report' };
  if (command === 'help') return { kind: 'help' };
  if (!COMMANDS.includes(command)) return { kind: 'wrong', message: unknown('command', command, COMMANDS) };
  const foreign =
    [...values.keys()].find((name) => ACTION_ONLY.includes(name) !== (command === 'action')) ??
    (command === 'action' && flags.has('--no-guards') ? '--no-guards' : undefined);
  if (foreign !== undefined) return { kind: 'wrong', message: `${foreign} is no option of ${command}` };
  return command === 'action' ? actionRequest(operands, split) : reportRequest(operands, split);
}

const ACTION_ONLY = ['--key-file', '--build-root'];

function actionRequest(
  [id, path = '.', ...rest]: readonly string[],
  { flags, values }: SplitArguments,
): Request {
  if (id === undefined) return { kind: 'wrong', message: 'give the id of an action: next-surface action ID' };
  const wrong = pathProblem(path, rest);
  if (wrong !== undefined) return { kind: 'wrong', message: wrong };
  return {
    kind: 'action',
    id,
    path,
    keyFile: values.get('--key-file'),
    buildRoot: values.get('--build-root'),
    cache: !flags.has('--no-cache'),
  };
}

function reportRequest([path = '.', ...rest]: readonly string[], { flags, values }: SplitArguments): Request {
  const wrong = pathProblem(path, rest);
  if (wrong !== undefined) return { kind: 'wrong', message: wrong };
  const format = values.get('--format') ?? 'table';
  if (!isFormat(format)) return { kind: 'wrong', message: unknown('format', format, FORMATS) };
  const output = values.get('--output');
  if (output === '') return { kind: 'wrong', message: '--output needs the name of a file' };
  return {
    kind: 'report',
    path,
    format,
    output,
    cache: !flags.has('--no-cache'),
    guards: !flags.has('--no-guards'),
    verbose: flags.has('--verbose'),
  };
}

function pathProblem(path: string, rest: readonly string[]): string | undefined {
  if (rest.length > 0) return `one folder at a time: "${rest[0] ?? ''}" is one too many`;
  return path === '' ? 'the path is empty' : undefined;
}

interface SplitArguments {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
  readonly words: readonly string[];
}

/** Sorts arguments by what they are; a text says what is wrong with them. Everything behind `--` is a word. */
function splitArguments(argv: readonly string[]): SplitArguments | string {
  const flags = new Set<string>();
  const values = new Map<string, string>();
  const words: string[] = [];
  const rest = [...argv];
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    if (argument === '--') {
      words.push(...rest);
      break;
    }
    if (!argument.startsWith('-') || argument === '-') {
      words.push(argument);
      continue;
    }
    const equals = argument.startsWith('--') ? argument.indexOf('=') : -1;
    const written = equals < 0 ? argument : argument.slice(0, equals);
    const name = SHORT.get(written) ?? written;
    if (FLAGS.includes(name)) {
      if (equals >= 0) return `${name} takes no value`;
      flags.add(name);
    } else if (WITH_VALUE.includes(name)) {
      const value = equals < 0 ? rest.shift() : argument.slice(equals + 1);
      if (value === undefined) return `${name} needs a value`;
      values.set(name, value);
    } else {
      return unknown('option', written, [...FLAGS, ...WITH_VALUE]);
    }
  }
  return { flags, values, words };
}

function unknown(what: string, given: string, known: readonly string[]): string {
  const guess = nearest(given, known);
  const help = guess === undefined ? `there is ${known.join(', ')}` : `did you mean ${guess}?`;
  return `unknown ${what} "${given}": ${help}`;
}

function isFormat(text: string): text is Format {
  return FORMATS.some((format) => format === text);
}
