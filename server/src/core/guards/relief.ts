/** Tells why something that anybody can change is no reason to warn: by what is done, and by what the code does for strangers. */
import { isVisitors } from './cookies';
import { type Event, type Guard, isChange } from './verdict';
import { Bits, Gates, type Site } from './value';

/**
 * Why it weighs less. `others`: another service is asked, and what it makes of it is not known. `memory`: it does not outlive
 * the process. `strangers`: the code counts on callers it does not know. `address`: the address that a request comes from
 * decides. `lost`: a package that nothing is known of may know who is calling. `ensures`: it only makes sure that something is
 * there, the same whoever asks. `upkeep`: whatever URL is opened, the app does it when its own records say that it is due.
 * `development`: where the app is deployed it is not done.
 */
export type Relief =
  'others' | 'memory' | 'strangers' | 'address' | 'lost' | 'ensures' | 'upkeep' | 'development';

/** A change that is reached without a check of the caller. */
export interface OpenChange {
  readonly site: Site;
  readonly relief: Relief | undefined;
}

/** Effects that change nothing of the app's own. */
const ASKS_OTHERS: ReadonlySet<string> = new Set(['request', 'mail', 'message', 'llm', 'cache']);

/**
 * The open changes among what is reached; `events` is all that happened, in order, `byGet` finds what a GET reaches, and
 * `isDeployed` whether anything is reached where the app is deployed.
 */
export function openChanges(
  guard: Guard,
  events: readonly Event[],
  reached: readonly Event[],
  byGet: () => readonly Event[],
  isDeployed: () => boolean,
): readonly OpenChange[] {
  const changes = reached.filter(isChange);
  const common =
    changes.length > 0 && isForDevelopment(guard, events, isDeployed)
      ? 'development'
      : commonRelief(guard, events, changes);
  return changes.flatMap((event) =>
    event.what.k === 'effect'
      ? [{ site: event.what.site, relief: common ?? reliefOf(event) ?? upkeep(event) }]
      : [],
  );

  function upkeep(event: Event): Relief | undefined {
    if (event.what.k !== 'effect') return undefined;
    const { site, detail } = event.what;
    if (detail !== 'own-record' && !isNextOfOwn(event)) return undefined;
    if (!events.slice(0, events.indexOf(event)).some(({ what }) => what.k === 'stored')) return undefined;
    if (detail !== 'own-record') return 'upkeep';
    return byGet().some(({ what }) => what.k === 'effect' && isSame(what.site, site)) ? 'upkeep' : undefined;
  }
}

/** A test of the environment is no check of the caller, but says that it was not forgotten whom the code is for. */
function isForDevelopment(guard: Guard, events: readonly Event[], isDeployed: () => boolean): boolean {
  return (
    guard.verdict === 'unguarded' && events.some(({ what }) => what.k === 'environment') && !isDeployed()
  );
}

/** One record more, of what is stored and nothing that the caller sent. */
function isNextOfOwn({ what, gates }: Event): boolean {
  if (what.k !== 'effect' || what.detail !== 'plain' || what.effect !== 'database') return false;
  return (what.bits & SENT) === 0 && (gates & Gates.EACH) === 0 && !MANY.test(what.label);
}

const SENT = Bits.INPUT | Bits.HEADER | Bits.VISITOR | Bits.CREDENTIAL | Bits.COOKIE;

const MANY = /many|all|batch|bulk/i;

function isSame(a: Site, b: Site): boolean {
  return a.path === b.path && a.fn === b.fn && a.place === b.place;
}

/** What holds for everything that is changed. */
function commonRelief(guard: Guard, events: readonly Event[], changes: readonly Event[]): Relief | undefined {
  const first = events.findIndex((event) => changes.includes(event));
  const before = events.slice(0, Math.max(first, 0));
  // Headers tell it, so it is no identity; nor was the check forgotten.
  if (before.some(({ what }) => what.k === 'address')) return 'address';
  if (before.some(({ what }) => what.k === 'lost')) return 'lost';
  const lasting = changes.filter(({ what }) => what.k === 'effect' && isLasting(what.effect));
  const limited = before.filter(({ what }) => what.k === 'limited');
  // A limit for those who are not known: on their own path, or to leave something and take nothing.
  if (guard.verdict === 'partial' && limited.some(isForStrangers)) return 'strangers';
  if (guard.verdict === 'unguarded' && limited.length > 0 && lasting.every((event) => is(MAKES, event)))
    return 'strangers';
  // By an id that only who was given it knows.
  const isKnown = before.some(({ what }) => what.k === 'read' && what.secretId === true);
  if (isKnown && lasting.every(isFound)) return 'strangers';
  if (guard.verdict === 'unguarded' && beginsAccount(before, lasting)) return 'strangers';
  const begins = lasting.some(({ what }) => what.k === 'effect' && what.detail === 'issues');
  return begins && lasting.every((event) => is(ONE_TIME_STORE, event)) ? 'strangers' : undefined;
}

function is(pattern: RegExp, { what }: Event): boolean {
  return (
    what.k === 'effect' &&
    (pattern.test(what.label) || (pattern === ONE_TIME_STORE && pattern.test(what.store ?? '')))
  );
}

/**
 * Signs up: an account is made for an address that was looked for, which nobody can use before it is confirmed, or with the
 * password that was sent (that is to be hashed, but has no caller to check). What else
 * is changed follows from that.
 */
function beginsAccount(before: readonly Event[], lasting: readonly Event[]): boolean {
  const isNew = ({ what }: Event): boolean =>
    what.k === 'effect' && (what.detail === 'account' || what.detail === 'registers');
  const follows = ({ what }: Event): boolean =>
    what.k === 'effect' &&
    ((what.bits & (Bits.UPSTREAM | Bits.STORE)) !== 0 || (what.bits & Bits.INPUT) === 0);
  return (
    before.some(({ what }) => what.k === 'read' && (what.bits & Bits.INPUT) !== 0) &&
    lasting.some(isNew) &&
    lasting.every((event) => isNew(event) || follows(event))
  );
}

/** Makes something new: it takes nothing from anybody. */
const MAKES = /create|insert|add|upsert/i;

/** A store of what is sent to its owner and used once. */
const ONE_TIME_STORE = /reset|verif|otp|magic|confirm|activat/i;

/** In the branch of those without an identity, or in the endpoint's own code and not in a wrapper's for all. */
function isForStrangers({ control, steps }: Event): boolean {
  return control?.decided === true || steps.at(-1)?.own === true;
}

function isFound({ what }: Event): boolean {
  return what.k === 'effect' && (what.bits & Bits.STORE) !== 0;
}

function isLasting(effect: string): boolean {
  return effect !== 'state' && !ASKS_OTHERS.has(effect);
}

function reliefOf(event: Event): Relief | undefined {
  const { what, gates } = event;
  if (what.k !== 'effect') return undefined;
  if (gates & Gates.LOST) return 'lost';
  if (what.detail === 'relay') return undefined;
  if (ASKS_OTHERS.has(what.effect) || what.asCaller === true) return 'others';
  if (what.effect === 'state' || what.detail === 'temporary') return 'memory';
  if (what.detail === 'ensures') return 'ensures';
  return isVisitors(event) || what.detail === 'checkout' || what.detail === 'token' ? 'strangers' : undefined;
}
