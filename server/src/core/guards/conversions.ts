/** Conversions of the platform: what is made of a value is as much as it was, and what is made of nobody is no number. */
import { filled } from './fed';
import { type Run } from './run';
import { Bits, bitsOf, causeOf, constant, constantOf, unknown, type Value } from './value';

const CONVERSIONS: ReadonlySet<string> = new Set([
  'String',
  'Number',
  'parseInt',
  'parseFloat',
  'BigInt',
  'encodeURIComponent',
  'decodeURIComponent',
  'structuredClone',
  'Object.freeze',
  'JSON.parse',
  'Array.from',
]);

/** Whether a number passes. */
const NUMBER_TESTS: ReadonlyMap<string, boolean> = new Map([
  ['isFinite', true],
  ['Number.isFinite', true],
  ['Number.isInteger', true],
  ['isNaN', false],
  ['Number.isNaN', false],
]);

/** What a global function makes of a value; undefined where it is no conversion, or nothing is known. */
export function converted(run: Run, name: string, args: readonly Value[]): Value | undefined {
  const [first] = args;
  const bits = args.reduce((all, arg) => all | bitsOf(arg), 0);
  if (CONVERSIONS.has(name)) {
    const isKept = first && (constantOf(first) === undefined || bits & Bits.IDENTITY || name === 'String');
    return isKept ? filled(run, first) : unknown(bits);
  }
  const passes = NUMBER_TESTS.get(name);
  if (passes === undefined || !run.anonymous || !first || first.length === 0) return undefined;
  const isNobodys = first.every((atom) => atom.bits & Bits.IDENTITY);
  return isNobodys ? constant(!passes, bits, causeOf(first)) : undefined;
}
