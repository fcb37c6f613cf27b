/** Tells the code that makes something once and keeps it: what it does is the app's own start, put off until it is needed. */
import { type Expr, type Pattern, type Stmt } from '../behavior/ir';

/** True for `if (!kept) { …; kept = … }` of a module's variable, or of a member of one (`global.client`). */
export function makesOnce({ c, t, f }: Extract<Stmt, { k: 'if' }>): boolean {
  if (f && f.length > 0) return false;
  const absent = absentPlaces(c);
  return absent.length > 0 && assigns(t, absent);
}

/** True for `if (kept) return kept;` where what follows makes and keeps it: it is no other than what is made. */
export function returnsKept(
  { c, t, f }: Extract<Stmt, { k: 'if' }>,
  statements: readonly Stmt[],
  index: number,
): boolean {
  const [only] = t;
  if ((f && f.length > 0) || t.length !== 1 || only?.k !== 'return' || !only.e) return false;
  const isThere = c.k === 'bin' && c.op.startsWith('!=') && isNothing(c.r) ? c.l : c;
  const place = placeOf(isThere);
  return place !== undefined && placeOf(only.e) === place && assigns(statements.slice(index + 1), [place]);
}

/** The place that a pattern names, where it is kept between requests. */
function keptPlace(target: Pattern): string | undefined {
  if (target.k === 'global') return target.n;
  return target.k === 'member' ? placeOf(target.e) : undefined;
}

/** The kept places whose absence a test is true for; none where it asks for anything else. */
function absentPlaces(test: Expr): readonly string[] {
  switch (test.k) {
    case 'not': {
      const place = placeOf(test.e);
      return place === undefined ? [] : [place];
    }
    case 'bin': {
      const place = test.op.startsWith('==') && isNothing(test.r) ? placeOf(test.l) : undefined;
      return place === undefined ? [] : [place];
    }
    case 'or': {
      const [left, right] = [absentPlaces(test.l), absentPlaces(test.r)];
      return left.length > 0 && right.length > 0 ? [...left, ...right] : [];
    }
    default:
      return [];
  }
}

/** `undefined` or `null`, as written. */
export function isNothing(e: Expr): boolean {
  return e.k === 'undef' || (e.k === 'lit' && e.v === null);
}

/** A name of the module, or a member of one, as text. */
function placeOf(e: Expr): string | undefined {
  if (e.k === 'mod') return e.n;
  if (e.k === 'glob') return e.n === 'globalThis' || e.n === 'global' ? e.n : undefined;
  const owner = e.k === 'mem' ? placeOf(e.o) : undefined;
  return owner === undefined || e.k !== 'mem' ? undefined : `${owner}.${e.n}`;
}

/** True when the code assigns one of the places, nested functions aside: they are no part of it. */
function assigns(code: unknown, places: readonly string[]): boolean {
  if (Array.isArray(code)) return code.some((part) => assigns(part, places));
  if (typeof code !== 'object' || code === null) return false;
  if ('k' in code && code.k === 'set' && 't' in code) {
    // The shape of `set` is the IR's.
    const place = keptPlace(code.t as Pattern);
    if (place !== undefined && places.includes(place)) return true;
  }
  return Object.values(code).some((part) => assigns(part, places));
}
