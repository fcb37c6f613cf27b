/** Methods of lists: known lists are gone through, unknown ones once. */
import { testOf } from './branch';
import { callValue } from './call';
import { awaited } from './evaluate';
import { binary } from './operators';
import { givenBits, isKept, noteStateChange } from './state';
import { forEach, type Run } from './run';
import {
  array,
  type Atom,
  Bits,
  bitsOf,
  causeOf,
  constant,
  constantOf,
  join,
  mark,
  native,
  type Site,
  unknown,
  type Value,
} from './value';

type List = Extract<Atom, { k: 'arr' }>;

/** A member of a list. */
export function listMember(list: List, name: string): Value {
  const absent = constant(undefined, list.bits & Bits.IDENTITY, list.cause);
  if (name === 'length') {
    return list.rest
      ? unknown(list.bits | bitsOf(list.rest))
      : constant(list.items.length, list.bits, list.cause);
  }
  if (/^\d+$/.test(name)) return list.items[Number(name)] ?? list.rest ?? absent;
  const all = (): Value => [...list.items, list.rest ?? []].reduce(join, [] as Value);
  const visit = (run: Run, fn: Value | undefined, site: Site): readonly Value[] => {
    const results: Value[] = [];
    if (!fn) return results;
    for (const item of list.items.slice(0, 16)) {
      if (run.path.dead) return results;
      results.push(callValue(run, fn, [mark(item, list.bits, list.cause), unknown()], site, 'callback'));
    }
    if (list.rest && !run.path.dead)
      results.push(
        forEach(run, () =>
          maybe(run, () => callValue(run, fn, [list.rest ?? [], unknown()], site, 'callback')),
        ),
      );
    return results;
  };
  switch (name) {
    case 'map':
    case 'flatMap':
      return native(name, ([fn], site, run) => {
        const results = visit(run, fn, site);
        return list.rest
          ? array([], results.length > 0 ? results.reduce(join) : unknown(), list.bits, list.cause)
          : array(results, undefined, list.bits, list.cause);
      });
    case 'forEach':
      return native(name, ([fn], site, run) => (visit(run, fn, site), constant(undefined)));
    case 'filter':
      return native(name, ([fn], site, run) => {
        // What of a list is there tells of what it was looked up in.
        const found = visit(run, fn, site).reduce((bits, result) => bits | bitsOf(result), 0) & FOUND;
        return array([], all().length > 0 ? all() : undefined, list.bits | found, list.cause);
      });
    case 'find':
    case 'some':
    case 'every':
    case 'findIndex':
      return native(name, ([fn], site, run) => search(run, list, name, visit(run, fn, site), all()));
    case 'includes':
      return native(name, ([item], _site, run) => includes(run, list, item ?? constant(undefined)));
    case 'indexOf':
      return native(name, ([item], _site, run) => {
        const found = includes(run, list, item ?? constant(undefined));
        return constantOf(found)?.v === false
          ? constant(-1, bitsOf(found), causeOf(found))
          : unknown(bitsOf(found));
      });
    case 'reduce':
    case 'reduceRight':
      return native(name, ([fn, start], site, run) => {
        let result = start ?? unknown();
        const items = list.items.slice(0, 16);
        for (const item of name === 'reduce' ? items : items.reverse())
          if (fn && !run.path.dead) result = callValue(run, fn, [result, item], site, 'callback');
        if (list.rest && fn && !run.path.dead) {
          const before = result;
          result = join(
            before,
            maybe(run, () => callValue(run, fn, [before, list.rest ?? []], site, 'callback')),
          );
        }
        return result;
      });
    case 'at':
      return native(name, ([index]) => {
        const at = index && constantOf(index)?.v;
        return (typeof at === 'number' ? list.items.at(at) : undefined) ?? list.rest ?? absent;
      });
    case 'push':
    case 'unshift':
      return native(name, (added, site, run) => {
        if (isKept(run, list.items)) {
          noteStateChange(run, givenBits(added), site, name);
          // Another request, whose answer must not depend on what was asked about before, has a list of its own.
          if (run.inModule === 0) return unknown();
        }
        const given = [...added, list.rest ?? []].reduce(join, [] as Value);
        list.rest = run.inputTests > 0 ? mark(given, Bits.INPUT) : given;
        return unknown();
      });
    case 'splice':
    case 'fill':
      return native(name, (args, site, run) => {
        if (isKept(run, list.items)) noteStateChange(run, list.bits | givenBits(args), site, name);
        return array([], all().length > 0 ? all() : undefined, list.bits, list.cause);
      });
    case 'pop':
    case 'shift':
      return native(name, () => {
        const taken = all();
        // How many are left is not known from here on.
        if (taken.length > 0) list.rest = taken;
        return taken.length > 0 ? taken : absent;
      });
    case 'concat':
      return native(name, (others) =>
        array([], others.reduce(join, all().length > 0 ? all() : unknown()), list.bits),
      );
    case 'slice':
      return native(name, () => [{ ...list, items: [...list.items] }]);
    case 'reverse':
    case 'toReversed':
      return native(name, () => [{ ...list, items: [...list.items].reverse() }]);
    case 'sort':
    case 'toSorted':
      return native(name, () => [list]);
    case 'join':
      return native(name, () => unknown(bitsOf([list]), causeOf([list])));
    default:
      return native(name, (args) =>
        unknown(args.reduce((bits, arg) => bits | bitsOf(arg), bitsOf([list])) & ~Bits.IDENTITY),
      );
  }
}

/** Runs code that may not run: what it throws counts, but the path goes on. */
export function maybe(run: Run, code: () => Value): Value {
  const { gates } = run.path;
  const result = code();
  run.path.dead = false;
  run.path.gates = gates;
  return result.length > 0 ? result : unknown();
}

const FOUND = Bits.STORE | Bits.STATE;

/** Who chose what is found in a list. */
const CHOSEN = Bits.INPUT | Bits.VISITOR | Bits.CREDENTIAL;

function search(run: Run, list: List, name: string, results: readonly Value[], all: Value): Value {
  if (run.path.dead) return [];
  const outcomes = results.map((result) => testOf(run, awaited(run, result)));
  const identity = outcomes.find((each) => each.bits & Bits.IDENTITY);
  const bits = outcomes.reduce((sum, each) => sum | each.bits, list.bits);
  const never = !list.rest && outcomes.every((each) => !each.whenTrue);
  const always = !list.rest && outcomes.every((each) => !each.whenFalse);
  const absentEverywhere = outcomes.length > 0 && outcomes.every((each) => !each.whenTrue);
  const cause = identity?.cause ?? list.cause;
  if (name === 'every')
    return always
      ? constant(true, bits, cause)
      : never
        ? constant(false, bits, cause)
        : unknown(bits & ~Bits.IDENTITY);
  if (never || absentEverywhere) {
    return name === 'some'
      ? constant(false, bits, cause)
      : name === 'find'
        ? constant(undefined, bits, cause)
        : constant(-1, bits, cause);
  }
  if (name === 'some')
    return always && outcomes.length > 0 ? constant(true, bits, cause) : unknown(bits & ~Bits.IDENTITY);
  return name === 'find' && all.length > 0
    ? mark(join(all, constant(undefined)), bits & CHOSEN)
    : unknown(bits & ~Bits.IDENTITY);
}

function includes(run: Run, list: List, item: Value): Value {
  let bits = bitsOf([list]) | bitsOf(item);
  let maybeEqual = list.rest !== undefined;
  const known = constantOf(item);
  const isAbsent = known !== undefined && (bitsOf(item) & Bits.IDENTITY) !== 0 && run.anonymous;
  // The empty text that stands for nobody is none of the names in a list, be it as empty as its setting.
  if (isAbsent && known.v === '') return constant(false, bits, causeOf(item));
  for (const each of list.items) {
    const test = testOf(run, binary(run, '===', each, item));
    bits |= test.bits;
    if (!test.whenFalse)
      return constant(
        true,
        item.reduce((sum, atom) => sum | atom.bits, 0),
        causeOf(item),
      );
    if (test.whenTrue) maybeEqual = true;
  }
  if (isAbsent) return constant(false, bits, causeOf(item));
  if (list.bits & Bits.IDENTITY && !list.rest) return constant(false, bits, list.cause);
  return maybeEqual ? unknown(bits & ~Bits.IDENTITY) : constant(false, bits, causeOf(item, 0));
}
