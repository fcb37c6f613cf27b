/** What comes of a query: nothing is found by an identity, or a credential, that isn't there. */
import { type Behavior } from '../catalogue/entry';
import { callValue } from './call';
import { filterBits } from './filters';
import { extended } from './memory';
import { isByToken, sentKeys } from './openness';
import { storeOf } from './records';
import { type Run } from './run';
import {
  array,
  type Atom,
  Bits,
  bitsOf,
  type Cause,
  causeOf,
  constant,
  library,
  type Site,
  unknown,
  type Value,
} from './value';

type Read = Extract<Behavior, { role: 'read' }>;

/** A query: it is sent where it is awaited. */
export function queried(
  run: Run,
  behavior: Read,
  atom: Extract<Atom, { k: 'lib' }>,
  args: readonly Value[],
  site: Site,
  label: string,
): Value {
  const asked = behavior.operators === undefined ? args : conditionsOf(run, args, behavior.operators, site);
  if (run.path.dead) return [];
  const given = asked.reduce((all, arg) => all | bitsOf(arg), atom.bits);
  const bits = behavior.skipsUndefined ? filterBits(asked, given) : given;
  const noted = {
    k: 'read' as const,
    label,
    site,
    bits: given,
    byToken: isByToken(asked, label),
    keys: sentKeys(asked, atom.given),
    ...storeOf(atom, asked),
    ...(behavior.secretId && { secretId: true }),
  };
  run.note(noted);
  return [
    {
      noted,
      ...atom,
      name: extended(run.memory, atom.name, '()'),
      given: asked,
      bits: bits | Bits.STORE,
      cause: atom.cause ?? (bits === given ? causeFor(asked) : undefined),
      reading: behavior.orThrow ? 'throws' : behavior.single ? 'one' : 'many',
      ...(behavior.records === true && { records: true }),
      readAt: site,
    },
  ];
}

/** `where: (table, { eq }) => eq(table.id, id)` asks for what it returns. */
function conditionsOf(run: Run, args: readonly Value[], operators: string, site: Site): readonly Value[] {
  const [only] = args[0] ?? [];
  const where = only?.k === 'obj' ? only.props.get('where') : undefined;
  if (only?.k !== 'obj' || !where?.every((part) => part.k === 'fn')) return args;
  const condition = callValue(run, where, [unknown(), library(operators, '')], site, 'where');
  return [[{ ...only, props: new Map(only.props).set('where', condition) }], ...args.slice(1)];
}

function causeFor(args: readonly Value[]): Cause | undefined {
  for (const arg of args) {
    if ((bitsOf(arg) & Bits.IDENTITY) === 0) continue;
    const cause = causeOf(arg);
    if (cause) return cause;
  }
  return undefined;
}

/** Queries that tell how many there are. */
const COUNTS = /(?:^|\.)\$?count(?:Documents)?\(\)$/;

/** What a store answers once its query is sent: nothing to a look-up by an identity or a credential that isn't there. */
export function settleReading(run: Run, atom: Extract<Atom, { k: 'lib' }>): Value {
  if (!atom.reading) return [atom];
  const bits = atom.bits | Bits.STORE | (atom.records === true ? Bits.RECORD : 0);
  const cause = atom.cause;
  if (atom.bits & (Bits.IDENTITY | Bits.CREDENTIAL) && run.anonymous) {
    const absent = Bits.STORE | Bits.IDENTITY;
    const from: Cause = cause ?? {
      // What comes in a cookie is the app's own session.
      kind: atom.bits & Bits.COOKIE ? 'session' : 'token',
      site: atom.readAt,
      calls: [],
      label: 'looks up the credential',
      decided: false,
    };
    if (atom.reading === 'throws') {
      run.throw(unknown(Bits.IDENTITY, from), { ...from, site: from.site, decided: true });
      return [];
    }
    if (COUNTS.test(atom.name)) return constant(0, absent, from);
    return atom.reading === 'one' ? constant(null, absent, from) : array([], undefined, absent, from);
  }
  return unknown(bits, cause);
}
