/** Methods of strings and regular expressions: computed where everything is known, so that tests of the own URL are. */
import {
  type Atom,
  Bits,
  bitsOf,
  causeOf,
  constant,
  constantOf,
  native,
  type Native,
  stringOf,
  array,
  unknown,
  type Value,
} from './value';

/** A member of a constant text, or of a regular expression. */
export function textMember(atom: Extract<Atom, { k: 'const' | 're' }>, name: string): Value {
  if (atom.k === 're') {
    if (name !== 'test') return native(name, (args) => unknown(allBits(args)));
    return native('test', ([text]) => testPattern(atom.source, atom.flags, text));
  }
  const text = String(atom.v);
  if (name === 'length') return constant(text.length, atom.bits, atom.cause);
  return native(name, (args, site) => {
    void site;
    const computed = compute(text, name, args);
    return computed === undefined
      ? unknown((atom.bits | allBits(args)) & ~Bits.IDENTITY)
      : typeof computed === 'object'
        ? array(computed.map((part) => constant(part, atom.bits, atom.cause)))
        : constant(computed, atom.bits, atom.cause);
  });
}

function allBits(args: Parameters<Native>[0]): number {
  return args.reduce((bits, arg) => bits | bitsOf(arg), 0);
}

/** Runs `/source/flags.test(text)`. */
function testPattern(source: string, flags: string, text: Value | undefined): Value {
  const known = stringOf(text);
  const bits = text ? bitsOf(text) : 0;
  if (known === undefined || !isHarmless(source)) return unknown(bits & ~Bits.IDENTITY);
  try {
    return constant(new RegExp(source, flags.replace(/[gy]/g, '')).test(known), bits, text && causeOf(text));
  } catch {
    return unknown(bits);
  }
}

/** A pattern of the analysed code is run only if it can't take long: short, and without a repeated repetition. */
function isHarmless(source: string): boolean {
  return source.length <= 300 && !/[+*}]\)?[+*{]/.test(source.replace(/\\./g, ''));
}

function compute(
  text: string,
  name: string,
  args: readonly Value[],
): string | number | boolean | readonly string[] | undefined {
  const [first, second] = args;
  const [pattern] = first ?? [];
  const a = first && constantOf(first)?.v;
  const b = second && constantOf(second)?.v;
  if (pattern?.k === 're') {
    if (!isHarmless(pattern.source)) return undefined;
    try {
      const re = new RegExp(pattern.source, pattern.flags);
      if (name === 'replace' && typeof b === 'string') return text.replace(re, b);
      if (name === 'match') return re.test(text) ? [text] : undefined;
    } catch {
      return undefined;
    }
    return undefined;
  }
  switch (name) {
    case 'toLowerCase':
      return text.toLowerCase();
    case 'toUpperCase':
      return text.toUpperCase();
    case 'trim':
      return text.trim();
    case 'toString':
    case 'valueOf':
      return text;
    case 'slice':
      return typeof a === 'number' ? text.slice(a, typeof b === 'number' ? b : undefined) : undefined;
  }
  if (typeof a !== 'string') return undefined;
  switch (name) {
    case 'startsWith':
      return text.startsWith(a);
    case 'endsWith':
      return text.endsWith(a);
    case 'includes':
      return text.includes(a);
    case 'indexOf':
      return text.indexOf(a);
    case 'split':
      return text.split(a);
    case 'replace':
      return typeof b === 'string' ? text.replace(a, b) : undefined;
    case 'concat':
      return text + a;
    default:
      return undefined;
  }
}
