/** Short notation for the catalogue's data: many call patterns in one string, one function per behavior. */
import {
  type Absent,
  type ArgumentPlace,
  type Behavior,
  type CallRule,
  type EffectKind,
  type IdentityKind,
  type When,
} from './entry';

/** What else holds for all rules of one `calls`. */
interface Options {
  readonly async?: boolean;
  readonly when?: When | readonly When[];
}

/** A call that always returns a promise. */
export const ASYNC: Options = { async: true };

/**
 * One rule for each pattern in `text`: patterns are separated by spaces, and `{a,b}` stands for one of several names:
 * `db.{insert,update} db.run`.
 */
export function calls(text: string, behavior: Behavior, options: Options = {}): readonly CallRule[] {
  const { when } = options;
  const conditions: readonly When[] | undefined =
    when === undefined ? undefined : 'argument' in when ? [when] : when;
  return text
    .trim()
    .split(/(?<!\bnew)\s+/)
    .flatMap(expand)
    .map((call) => ({
      call,
      ...(conditions && { when: conditions }),
      ...(options.async === true && { async: true }),
      behavior,
    }));
}

/** `a.{b,c}.d` → `a.b.d`, `a.c.d`; groups may repeat but not nest. */
function expand(pattern: string): readonly string[] {
  const open = pattern.indexOf('{');
  const close = pattern.indexOf('}', open);
  if (open < 0 || close < 0) return [pattern];
  return pattern
    .slice(open + 1, close)
    .split(',')
    .flatMap((name) => expand(`${pattern.slice(0, open)}${name}${pattern.slice(close + 1)}`));
}

/** The argument or its property is given. */
export function given(argument: number, property?: string): When {
  return { argument, ...(property !== undefined && { property }), missing: false };
}

/** The argument or its property isn't given. */
export function missing(argument: number, property?: string): When {
  return { argument, ...(property !== undefined && { property }), missing: true };
}

/** The argument, or its property, is one of these literals. */
export function equals(
  argument: number,
  property: string | undefined,
  ...values: readonly (string | number | boolean)[]
): When {
  return { argument, ...(property !== undefined && { property }), equals: values };
}

/** The argument's text is an SQL statement that changes something. */
export function writesSql(argument: number, property?: string): When {
  return { argument, ...(property !== undefined && { property }), matches: SQL_WRITE };
}

/** Comments, then the statement's first word; or a `with` clause that leads to a write. */
const SQL_WRITE =
  '^(?:\\s|--[^\\n]*\\n|/\\*[^]*?\\*/)*(?:(?:insert|update|delete|merge|replace|upsert|truncate|create|alter|drop|grant|revoke|call)\\b|with\\b[^]*\\b(?:insert\\s+into|delete\\s+from|update\\s+\\S+\\s+set)\\b)';

export function identity(kind: IdentityKind, absent: Absent): Behavior {
  return { role: 'identity', kind, absent };
}

/** An identity that anybody can forge. */
export function raw(kind: IdentityKind, absent: Absent): Behavior {
  return { role: 'identity', kind, absent, raw: true };
}

export function asserts(kind: IdentityKind): Behavior {
  return { role: 'asserts', kind };
}

export function predicate(kind: IdentityKind): Behavior {
  return { role: 'predicate', kind };
}

export function wraps(kind: IdentityKind, handler: ArgumentPlace = 0): Behavior {
  return { role: 'wraps', kind, handler };
}

export function delegates(note: string, publicByDesign = false): Behavior {
  return { role: 'delegates', note, ...(publicByDesign && { publicByDesign }) };
}

export function effect(kind: EffectKind): Behavior {
  return { role: 'effect', effect: kind };
}

/** A change that the library makes only for a caller with a session. */
export function effectWithSession(kind: EffectKind, needs: Absent | 'throws'): Behavior {
  return { role: 'effect', effect: kind, needs };
}

/** Takes something out of a cache. */
export const REMOVES: Behavior = { role: 'effect', effect: 'cache', removes: true };

export function validates(mode: 'throws' | 'result' | 'boolean', input?: number): Behavior {
  return { role: 'validates', mode, ...(input !== undefined && { input }) };
}

export function neutral(argument: ArgumentPlace = 0): Behavior {
  return { role: 'neutral', argument };
}

/** The argument is called at once, and its result returned. */
export function calling(argument: ArgumentPlace = 0): Behavior {
  return { role: 'neutral', argument, calls: true };
}

/** The argument is called at once with what the method was read from. */
export function lending(argument: ArgumentPlace = 0): Behavior {
  return { role: 'neutral', argument, calls: true, lends: true };
}

/** Reads any number of records. */
export const READS_MANY: Behavior = { role: 'read', single: false };
/** Reads one record or none. */
export const READS_ONE: Behavior = { role: 'read', single: true };
/** Reads one record or none, which can write itself. */
export const READS_RECORD: Behavior = { role: 'read', single: true, records: true };
/** Reads one record, and throws where there is none. */
export const READS_ONE_OR_THROWS: Behavior = { role: 'read', single: true, orThrow: true };
/** A `fetch` with the session. */
export const FORWARDS: Behavior = { role: 'forwards' };
export const CREDENTIAL: Behavior = { role: 'credential' };
/** A step towards an identity that by itself changes nothing: making a URL, checking a code. */
export const CREDENTIAL_STEP: Behavior = { role: 'credential', effect: false };
export const RATE_LIMIT: Behavior = { role: 'rate-limit' };
/** Throws where its argument is falsy. */
export const TESTS: Behavior = { role: 'tests' };
/** Throws where its arguments differ. */
export const TESTS_EQUAL: Behavior = { role: 'tests', operator: '===' };
/** Throws where its arguments are equal. */
export const TESTS_DIFFERENT: Behavior = { role: 'tests', operator: '!==' };
export const EXIT: Behavior = { role: 'exit' };
export const ENVIRONMENT: Behavior = { role: 'environment' };
export const SECRET: Behavior = { role: 'secret' };
export const COMPARES: Behavior = { role: 'compares' };
export const OPAQUE: Behavior = { role: 'opaque' };
