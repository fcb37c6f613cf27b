/** Operators: computed on constants, and on identities by what a caller without one can't equal. */
import { type Run } from './run';
import {
  type Atom,
  Bits,
  bitsOf,
  type Cause,
  causeOf,
  constant,
  constantOf,
  type Constant,
  join,
  type Site,
  stringOf,
  unknown,
  type Value,
} from './value';

/** The value of `l op r`. */
export function binary(run: Run, op: string, l: Value, r: Value): Value {
  const a = constantOf(l);
  const b = constantOf(r);
  const bits = bitsOf(l) | bitsOf(r);
  const cause = bits & Bits.IDENTITY ? (causeOf(l) ?? causeOf(r)) : undefined;
  switch (op) {
    case '===':
    case '==':
    case '!==':
    case '!=':
      return equality(run, l, r, op.startsWith('!'), op.length === 2);
    case '+':
      if (a && b) {
        const sum =
          typeof a.v === 'number' && typeof b.v === 'number' ? a.v + b.v : `${String(a.v)}${String(b.v)}`;
        return constant(sum, bits, cause);
      }
      return isWritten(l) || isWritten(r)
        ? writtenText(`${writtenOf(l)}${writtenOf(r)}`, bits, cause)
        : unknown(bits, cause);
    case 'instanceof':
      return instanceOf(l, r, bits, cause);
    case 'in':
      return contains(l, r, bits);
    case '<':
    case '>':
    case '<=':
    case '>=':
      if (a && b && typeof a.v === 'number' && typeof b.v === 'number')
        return constant(ordered(op, a.v, b.v), bits, cause);
      // `expires < now` of something that isn't there: no caller without an identity gets past a test of it.
      return unknown(bits & ~Bits.IDENTITY);
    default:
      return unknown(bits & ~Bits.IDENTITY);
  }
}

function ordered(op: string, a: number, b: number): boolean {
  return op === '<' ? a < b : op === '>' ? a > b : op === '<=' ? a <= b : a >= b;
}

/** Equality, negated where the operator is. `loose` takes null and undefined for the same. */
function equality(run: Run, l: Value, r: Value, negated: boolean, loose: boolean): Value {
  let result: Value = [];
  for (const a of l) {
    for (const b of r) {
      const instead = fallbackAgainst(a, l, b) ?? fallbackAgainst(b, r, a);
      const secret = instead && run.anonymous ? instead : undefined;
      result = join(
        result,
        secret
          ? [{ k: 'const', v: negated, bits: Bits.IDENTITY, gates: a.gates | b.gates, cause: secret }]
          : compare(run, a, b, negated, loose),
      );
    }
  }
  return result;
}

/** `(header ?? '') === secret`: what stands in for what the caller didn't send is no more the secret than what it sends. */
function fallbackAgainst(a: Atom, all: Value, b: Atom): Cause | undefined {
  if (a.k !== 'const' || typeof a.v !== 'string' || all.length < 2) return undefined;
  for (const other of all) {
    const secret = other.k === 'unknown' ? secretComparison(other, b) : undefined;
    if (secret) return secret;
  }
  return undefined;
}

function compare(run: Run, a: Atom, b: Atom, negated: boolean, loose: boolean): Value {
  const bits = a.bits | b.bits;
  const gates = a.gates | b.gates;
  const answer = (equal: boolean, extra = 0, cause: Cause | undefined = a.cause ?? b.cause): Value => [
    { k: 'const', v: equal !== negated, bits: bits | extra, gates, cause },
  ];
  if (a.k === 'const' && b.k === 'const') {
    const bothEmpty = loose && isNullish(a.v) && isNullish(b.v);
    return answer(bothEmpty || a.v === b.v);
  }
  const [known, other] = a.k === 'const' ? [a, b] : [b, a];
  if (known.k === 'const') {
    // An object, a function or a list is no constant.
    if (other.k === 'obj' || other.k === 'arr' || other.k === 'fn' || other.k === 'promise')
      return answer(false);
    if (known.bits & Bits.IDENTITY && run.anonymous) return answer(false);
    if (other.bits & Bits.IDENTITY && run.anonymous) return answer(isNullish(known.v));
    if (isNullish(known.v) && other.bits & Bits.SECRET && !(other.bits & Bits.ENVIRONMENT))
      return answer(false);
    if (known.v === undefined && other.bits & Bits.NULLABLE && !loose) return answer(false);
    if (isNullish(known.v) && isTemplate(other)) return answer(false);
  } else if (bits & Bits.IDENTITY && run.anonymous) return answer(false);
  const secret = secretComparison(a, b);
  if (secret && run.anonymous) return answer(false, Bits.IDENTITY, secret);
  // What depends on an identity has been answered above where there is none.
  const identity = secret ? Bits.IDENTITY : 0;
  const address = bits & Bits.ADDRESS && !isEmpty(a) && !isEmpty(b) ? Bits.COMPARED_ADDRESS : 0;
  return [{ k: 'unknown', bits: bits | identity | address, gates, cause: secret }];
}

/** Asking whether there is something at all compares it with nothing. */
function isEmpty(atom: Atom): boolean {
  return atom.k === 'const' && (isNullish(atom.v) || atom.v === '');
}

/** Remembers where what the caller sent is compared with what it can't know. */
export function noteComparison(run: Run, l: Value, r: Value, site: Site): void {
  const bits = bitsOf(l, 0) | bitsOf(r, 0);
  // What is not set is no secret any more, and still it is compared.
  if (run.environment === 'unset' && bits & Bits.ENVIRONMENT && bits & SENT)
    run.note({ k: 'compare', site, kind: 'secret', bits });
  if ((bits & Bits.SECRET) === 0) return;
  for (const a of l)
    for (const b of r) {
      const cause = secretComparison(a, b);
      if (!cause) continue;
      run.note({ k: 'compare', site, kind: cause.kind, bits: bitsOf(l) | bitsOf(r) });
      return;
    }
}

function isNullish(v: Constant): boolean {
  return v === undefined || v === null;
}

const COMPARES = {
  secret: 'compares a secret',
  session: 'compares a signed cookie',
  signature: 'compares a signature',
} as const;

const SENT = Bits.INPUT | Bits.HEADER | Bits.CREDENTIAL | Bits.VISITOR;

/** What the caller sent, compared with what no caller can know: the reason for which they differ. */
export function secretComparison(a: Atom, b: Atom): Cause | undefined {
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const isSecret = (other.bits & Bits.SECRET) !== 0;
    if ((one.bits & SENT) === 0 || !isSecret || one.k === 'const') continue;
    if (
      one.bits & Bits.SECRET &&
      !(other.bits & ~Bits.SECRET & ~Bits.ENVIRONMENT) &&
      one.bits & Bits.ENVIRONMENT
    )
      continue;
    // A signature that comes in a cookie is the app's own: it seals a session, and says who signed in.
    const sealed = one.bits & Bits.COOKIE ? 'session' : 'signature';
    const kind = other.bits & Bits.ENVIRONMENT ? 'secret' : sealed;
    const sender =
      kind === 'signature' &&
      (one.bits & (Bits.HEADER | Bits.CREDENTIAL)) !== 0 &&
      (other.bits & Bits.INPUT) !== 0;
    return {
      kind,
      site: undefined,
      calls: [],
      label: COMPARES[kind],
      decided: false,
      ...(sender && { sender }),
    };
  }
  return undefined;
}

const ERRORS = /Error$|Exception$/;

function instanceOf(l: Value, r: Value, bits: number, cause: Cause | undefined): Value {
  const [type] = r;
  let result: Value = [];
  for (const atom of l) {
    let known: boolean | undefined;
    if (atom.k === 'const') known = false;
    else if (atom.k === 'obj' || atom.k === 'host') {
      if (type?.k === 'cls' && atom.k === 'obj') known = isInstance(atom, type);
      else if (type?.k === 'lib' || type?.k === 'native') {
        const name = type.k === 'lib' ? type.name : type.name;
        if (name === 'Response' || name === 'NextResponse')
          known = atom.k === 'host' && atom.host === 'response';
        else if (atom.k === 'host') known = false;
        else if (ERRORS.test(name))
          known = atom.cls === undefined ? undefined : name === 'Error' ? undefined : false;
      }
    }
    const own: Value =
      known === undefined
        ? [{ k: 'unknown', bits: bits & ~Bits.IDENTITY, gates: atom.gates, cause: undefined }]
        : [{ k: 'const', v: known, bits: atom.bits, gates: atom.gates, cause: atom.cause ?? cause }];
    result = join(result, own);
  }
  return result;
}

function isInstance(
  atom: Extract<Atom, { k: 'obj' }>,
  type: Extract<Atom, { k: 'cls' }>,
): boolean | undefined {
  if (!atom.cls) return undefined;
  if (atom.cls.ir === type.cls.ir) return true;
  // A class with a parent may be derived from the other one.
  return atom.cls.ir.extends ? undefined : false;
}

function contains(l: Value, r: Value, bits: number): Value {
  const key = stringOf(l);
  const [only] = r;
  if (key !== undefined && r.length === 1 && only?.k === 'obj' && !only.rest)
    return constant(only.props.has(key), only.bits, only.cause);
  return unknown(bits & ~Bits.IDENTITY);
}

/** A template: a constant when all its parts are, else a text with the origins of its parts. */
export function concatenate(texts: readonly string[], parts: readonly Value[]): Value {
  let text = texts[0] ?? '';
  let bits = 0;
  let isConstant = true;
  let cause: Cause | undefined;
  parts.forEach((part, index) => {
    const found = constantOf(part);
    const own = bitsOf(part);
    bits |= own;
    if (own & Bits.IDENTITY) cause ??= causeOf(part);
    if (found) text += String(found.v);
    else isConstant = false;
    text += texts[index + 1] ?? '';
  });
  if (isConstant) return constant(text, bits, cause);
  return writtenText(texts.join(UNWRITTEN), bits, cause);
}

/** What stands in a text for a part that is not written out. */
const UNWRITTEN = ' ? ';

function writtenText(text: string, origins: number, cause: Cause | undefined): Value {
  const bits =
    origins & Bits.VISITOR && SESSION_KEY.test(text) ? origins | Bits.CREDENTIAL | Bits.COOKIE : origins;
  return text.length > LONGEST ? unknown(bits, cause) : [{ k: 'unknown', bits, gates: 0, cause, text }];
}

/** A text that grows says no more by growing further. */
const LONGEST = 2000;

/** True for a written text, or one of which a part is. */
function isWritten(value: Value): boolean {
  const [only] = value;
  return value.length === 1 && only?.k === 'const'
    ? typeof only.v === 'string'
    : writtenOf(value) !== UNWRITTEN;
}

/** True for a text with written parts, which is there whatever the others are. */
function isTemplate(atom: Atom): boolean {
  return atom.k === 'unknown' && atom.text?.includes(UNWRITTEN) === true;
}

function writtenOf(value: Value): string {
  const [only] = value;
  if (value.length !== 1 || !only) return UNWRITTEN;
  if (only.k === 'const') return String(only.v);
  return (only.k === 'unknown' ? only.text : undefined) ?? UNWRITTEN;
}

/** The key of a stored session: the cookie in it says who, however it is named itself. A visitor's cart is none. */
const SESSION_KEY = /^(?!.*(?:cart|guest|visit|anon|checkout)).*(?:session|auth)\w*[:/.-]/i;
