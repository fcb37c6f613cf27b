/** Tells writes that are the same whoever asks: that something is there, or when the app last did something. */
import { Bits, bitsOf, constantOf, type Value } from './value';

const SENT = Bits.INPUT | Bits.HEADER | Bits.VISITOR | Bits.CREDENTIAL | Bits.COOKIE;

/** True for such a write, by its arguments. */
export function ensures(args: readonly Value[]): boolean {
  const [first] = args;
  if (!first || args.some((arg) => bitsOf(arg) & SENT)) return false;
  const text = writtenText(first);
  if (text !== undefined) return CREATES.test(text) || (INSERTS.test(text) && OR_NOT.test(text));
  const [options] = first;
  if (options?.k !== 'obj') return false;
  const skips = constantOf(options.props.get('skipDuplicates') ?? [])?.v === true;
  return skips || changesNothing(first);
}

/** `{ …, update: {} }` */
function changesNothing(options: Value | undefined): boolean {
  const [only] = options ?? [];
  const [update] = only?.k === 'obj' ? (only.props.get('update') ?? []) : [];
  return update?.k === 'obj' && update.props.size === 0 && !update.rest;
}

const CREATES = /^\s*(?:create\s[^;]*\bif\s+not\s+exists\b|lock\s+table\b)/i;
const INSERTS = /^\s*insert\b/i;
const OR_NOT = /\bon\s+conflict\b[\s\S]*\bdo\s+nothing\b|^\s*insert\s+(?:or\s+)?ignore\b/i;

/** True for a folder that is made where nothing of the caller's says where. */
export function ensuresFolder(label: string, [path]: readonly Value[]): boolean {
  return MAKES_FOLDER.test(label) && path !== undefined && (bitsOf(path) & SENT) === 0;
}

const MAKES_FOLDER = /(?:^|\.)(?:mkdir|mkdirp|mkdtemp|ensureDir)(?:Sync)?$/;

const MAX_PARTS = 4;

/** True for a path in the folder of temporary files: what is there is nobody's, and gone with the request or the machine. */
export function isTemporary(path: Value, depth = MAX_PARTS): boolean {
  return path.some(
    (atom) =>
      atom.k === 'lib' &&
      (TEMPORARY.test(atom.name) || (depth > 0 && atom.given.some((part) => isTemporary(part, depth - 1)))),
  );
}

const TEMPORARY = /(?:^|\.)(?:tmpdir|mkdtemp(?:Sync)?)\(\)$/;

/** True for an upsert that leaves what is there as it is. */
export function insertsOrNothing(label: string, [options]: readonly Value[]): boolean {
  return label.endsWith('.upsert') && changesNothing(options);
}

/** True for a change of one record whose key is written in the code, given nothing of the caller's: the app's note to itself. */
export function keepsOwnRecord(label: string, args: readonly Value[]): boolean {
  if (args.some((arg) => bitsOf(arg) & SENT)) return false;
  if (KEEPS.test(writtenText(args[0] ?? []) ?? '')) return true;
  const [options] = args[0] ?? [];
  if (!CHANGES_ONE.test(label) || options?.k !== 'obj') return false;
  const [where] = options.props.get('where') ?? [];
  if (where?.k !== 'obj' || where.rest || where.props.size === 0) return false;
  return [...where.props.values()].every((value) => {
    const key = constantOf(value)?.v;
    return key !== undefined && key !== null;
  });
}

/** A statement that writes the same record each time. */
const KEEPS = /^\s*insert\b[\s\S]*\bvalues\s*\(\s*'[^']+'[\s\S]*\bon\s+conflict\b[\s\S]*\bdo\s+update\b/i;

const CHANGES_ONE = /\.(?:update|upsert)$/;

/** The text of a string or of a template's written parts. */
export function writtenText(value: Value): string | undefined {
  const [only] = value;
  if (value.length !== 1 || !only) return undefined;
  if (only.k === 'const') return typeof only.v === 'string' ? only.v : undefined;
  if (only.k === 'unknown') return only.text;
  // A statement made by a tag: the tag's first argument is what is written.
  if (only.k === 'lib' && only.given[0]) return writtenText(only.given[0]);
  if (only.k !== 'arr') return undefined;
  const parts = only.items.map((item) => constantOf(item)?.v);
  return parts.every((part) => typeof part === 'string') ? parts.join(' ? ') : undefined;
}
