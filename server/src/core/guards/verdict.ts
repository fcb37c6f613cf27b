/** Judges an endpoint by what a request without an identity reaches, compared with what any request may. */
import { type GuardKind, type Verdict } from '../../protocol';
import { type EffectKind } from '../catalogue/entry';
import { beginsSession, isForVisitors, isVisitors, setsSession } from './cookies';
import { isCount } from './counts';
import { isErrorResponse } from './hosts';
import { amongOthers, firstMet } from './firstMet';
import { isBodyLost, LOST_BODY, lostIn } from './lost';
import { comesBefore, standsBeside, type GuardReason, type Reached, reasonText, type Shown } from './reason';
import { type CodeBase, type Happening, type LogEntry, sameCause } from './run';
import { type RequestRun } from './request';
import { switchOf } from './switches';
import { type Atom, Bits, bitsOf, type CallStep, type Cause, Gates, type Site, type Value } from './value';

/** A happening with the whole path to it. */
export interface Event {
  readonly what: Happening;
  readonly gates: number;
  readonly control: Cause | undefined;
  readonly steps: readonly CallStep[];
  /** It happened in a call that found who is calling. */
  readonly asking: boolean;
}

/** A step of the evidence. */
export interface EvidenceStep {
  readonly site: Site;
  readonly label: string;
}

/** The judgement. */
export interface Guard {
  readonly verdict: Verdict;
  readonly kind: GuardKind | null;
  readonly at: Site | undefined;
  readonly hops: number | null;
  readonly steps: readonly EvidenceStep[];
  readonly note: string | null;
  /** What is missing, where that is known: always for `partial`, and for `unguarded` where something came close. */
  readonly reason: GuardReason | null;
}

const MAX_EVENTS = 1500;

const TOO_LARGE = 'the code behind it is too large to follow';

/** Everything that happened, calls opened up; what equal calls did is listed once. */
export function eventsOf(log: readonly LogEntry[]): readonly Event[] {
  const events: Event[] = [];
  const seen = new Set<unknown>();
  const seenOnce = new Set<unknown>();
  let isStored = false;
  const visit = (
    entries: readonly LogEntry[],
    gates: number,
    control: Cause | undefined,
    steps: readonly CallStep[],
    asking: boolean,
  ): void => {
    for (const entry of entries) {
      if (events.length >= MAX_EVENTS) return;
      const ownGates = gates | entry.gates;
      const ownControl = entry.control ?? control;
      if ('what' in entry) {
        if (isStored && entry.what.k === 'stored') continue;
        isStored ||= entry.what.k === 'stored';
        events.push({ what: entry.what, gates: ownGates, control: ownControl, steps, asking });
      } else if (!seen.has(entry.outcome) && !(ownGates & Gates.ONCE && seenOnce.has(entry.outcome))) {
        (ownGates & Gates.ONCE ? seenOnce : seen).add(entry.outcome);
        const asks = asking || (!entry.step.own && findsCaller(entry.outcome.value));
        visit(entry.outcome.log, ownGates, ownControl, [...steps, entry.step], asks);
      }
    }
  };
  visit(log, 0, undefined, [], false);
  return events;
}

/** The events of one world; where nothing else is changed in `all`, taking something away is what the code is for. */
export function withRemovals(events: readonly Event[], all: readonly Event[]): readonly Event[] {
  if (all.some(isChange)) return events;
  return events.map((event) =>
    event.what.k === 'effect' && event.what.detail === 'removes'
      ? { ...event, what: { ...event.what, effect: 'database' } }
      : event,
  );
}

/** A value that was found by the caller's credential, and not by changing something. */
function findsCaller(value: Value): boolean {
  const bits = bitsOf(value, 3);
  const found = bits & Bits.IDENTITY || (bits & Bits.CREDENTIAL && bits & Bits.STORE);
  return found !== 0 && (bits & Bits.UPSTREAM) === 0;
}

/** Effects that don't count as a change of anything. */
const NO_CHANGE: ReadonlySet<EffectKind> = new Set(['cache', 'llm']);

function isRequest(event: Event): boolean {
  return event.what.k === 'effect' && event.what.effect === 'request';
}

/** True for an effect that changes something. */
export function isChange(event: Event): boolean {
  const { what } = event;
  return what.k === 'effect' && !NO_CHANGE.has(what.effect) && !isCount(what.effect, what.bits);
}

/** True when nobody without an identity gets an answer, but by a decision; a page that returns nothing shows nothing. */
export function turnsAway({ unresolved, returned, throws }: RequestRun, isPage: boolean): boolean {
  if (unresolved !== undefined) return false;
  const answers = isPage ? returned.filter((atom) => isRejection(atom) || !isNothing(atom)) : returned;
  return answers.length === 0 ? throws.some(({ cause }) => cause?.decided) : answers.every(isRejection);
}

function isNothing(atom: Atom): boolean {
  return atom.k === 'const' && !atom.v;
}

/** True when something worth protecting is reached. */
export function isOpenIn(run: RequestRun): boolean {
  return reachedBy(run, eventsOf(run.log)).length > 0;
}

/** True where a missing secret has the check left out; a comparison with what is not set is made, though everybody passes it. */
function isOpenUnchecked(run: RequestRun): boolean {
  return (
    isOpenIn(run) && !eventsOf(run.log).some(({ what }) => what.k === 'compare' && what.kind === 'secret')
  );
}

/** Judges. `runIn` runs the request without an identity in a known environment, should that matter. */
export function judge(
  code: CodeBase,
  anonymous: RequestRun,
  any: RequestRun,
  runIn: (world: 'set' | 'unset') => RequestRun,
): Guard {
  if (anonymous.unresolved !== undefined) return without('unknown', anonymous.unresolved);
  const events = withRemovals(eventsOf(anonymous.log), eventsOf(any.log));
  const reached = reachedBy(anonymous, events);
  // Where something is reached, being led away for having an identity turns nobody away for having none.
  const rejections = rejectionsOf(anonymous).filter((cause) => reached.length === 0 || !cause.soft);
  const signsIn = events.some((event) => event.what.k === 'credential');
  const identities = signsIn ? [] : events.filter(asksWho);
  const delegates = events.filter((event) => event.what.k === 'delegate');
  const forward = events.find((event) => event.what.k === 'forward');
  if (delegates.length > 0 && reached.length === 0 && rejections.length === 0) {
    const [first] = delegates;
    return without('delegated', first?.what.k === 'delegate' ? first.what.note : '', 'library');
  }
  if (reached.length === 0) {
    // Where there is nothing of its own, the service that is asked who is calling is the one that answers.
    if (forward && asksServiceOnly(events) && reachedBy(any, eventsOf(any.log)).length === 0)
      return forwarded(forward);
    // Somebody without an identity is given one: who is turned away on another path was no more welcome there.
    if (beginsSession(events) && anonymous.returned.some(isAnswer)) return without('unguarded', null);
    const [decision] = preferred(rejections);
    if (decision && signsInBy(eventsOf(any.log))) return without('unguarded', null);
    if (decision) return guarded(anonymous, firstMet(amongOthers(decision, events), events));
    const skipped = handsOutSecret(anonymous) ? undefined : skippedDecision(any, events);
    if (skipped) return guarded(anonymous, skipped);
    if (forward && !signsIn && !setsSession(events)) return forwarded(forward);
    if (anonymous.bounded) return without('unknown', TOO_LARGE);
    const lost = lostIn(any, eventsOf(any.log));
    if (lost !== undefined) return without('unknown', lost);
    return undecided(code, events, identities, []) ?? answeredBy(anonymous) ?? without('unguarded', null);
  }
  const handed = handedTo(events);
  const mayDecide = (handed ?? anonymous.bounded) ? Gates.OPAQUE | Gates.HANDED : Gates.OPAQUE;
  if (reached.every((event) => event.gates & mayDecide)) {
    if (!handed && anonymous.bounded) return without('unknown', TOO_LARGE);
    return decidedBy(handed ?? events.find((event) => event.what.k === 'opaque'));
  }
  const schema = eventsOf(any.log).find(({ what }) => what.k === 'opaque' && what.asksForCaller === true);
  if (schema) return decidedBy(schema);
  const [open] = reached.map(toReached);
  if (!open || isForVisitors(events, reached)) return without('unguarded', null);
  const [decision] = preferred(rejections);
  // Where nobody at all gets to the endpoint's own code, what a visitor reaches on the way there tells nothing.
  if (!decision && isBodyLost(any)) return without('unknown', LOST_BODY);
  if (decision) {
    const evident = evidence(anonymous, decision);
    const seesEnvironment = events.some(
      ({ what, gates }) => what.k === 'environment' || (gates & Gates.ENVIRONMENT) !== 0,
    );
    const inEnvironment = seesEnvironment && !isOpenIn(runIn('set'));
    const reason: GuardReason = inEnvironment
      ? {
          kind: 'environment',
          reached: open,
          inProduction: isOpenUnchecked(runIn('unset')),
          switch: switchOf(events, decision),
        }
      : (tooLate(code, reached, rejections) ?? {
          kind: 'open-path',
          reached: open,
          forks: reached.some((event) => forks(code, event, rejections)),
        });
    return { ...lacking(reason, decision.kind), ...evident };
  }
  if (forward && reached.every(isRequest) && !setsSession(events) && !reached.every(isVisitors))
    return forwarded(forward);
  const idle = undecided(code, events, identities, reached);
  if (idle) return idle;
  if (!signsIn && !setsSession(events) && reached.every((event) => event.gates & Gates.RAW)) {
    const raw =
      events.find((event) => event.what.k === 'identity' && event.what.raw) ??
      events.find((event) => reached.some((each) => isTestFor(code, event, each)));
    return lacking({ kind: 'unverified', source: raw ? shown(raw) : NOTHING_SHOWN, reached: open }, 'token');
  }
  const captured = events.some((event) => event.what.k === 'effect' && event.what.bits & Bits.IDENTITY);
  const rendered = eventsOf(anonymous.render);
  const atRender = rendered.find((event) => event.what.k === 'decision');
  const reason: GuardReason = {
    kind: 'page-only',
    at: atRender?.what.k === 'decision' ? atRender.what.cause.site : undefined,
    reached: open,
  };
  if (captured && rendered.some((event) => event.what.k === 'identity')) return lacking(reason, 'session');
  const [lost] = events.filter(({ what }) => what.k === 'decision').map(shown);
  const hint = lost ? { kind: 'optional' as const, source: lost, reached: open } : testsOf(events);
  return { ...without('unguarded', null), reason: atRender ? reason : hint };
}

function decidedBy(opaque: Event | undefined): Guard {
  const label = opaque?.what.k === 'opaque' ? opaque.what.label : 'a call';
  return without('unknown', `\`${label}\` decides, and cannot be followed`);
}

/** The answer is what a package made of the request that nothing is known of: it is the handler, whatever stands around it. */
function answeredBy({ returned }: RequestRun): Guard | undefined {
  for (const atom of returned) {
    if (atom.k !== 'lib' || (atom.bits & Bits.OPAQUE) === 0 || isRejection(atom)) continue;
    const label = atom.name.replace(/^new |\(\)$/g, '').replaceAll('().', '.');
    if (/^[.~#]|^@\//.test(atom.spec))
      return without('unknown', `\`${label}\` answers, and cannot be followed`);
    return without(
      'delegated',
      `\`${label}\` of \`${atom.spec}\` answers the request, and decides whom`,
      'library',
    );
  }
  return undefined;
}

/** Where a package is sent the request that was given functions before: it calls them when it finds the sender to be right. */
function handedTo(events: readonly Event[]): Event | undefined {
  const given = new Set(events.flatMap(({ what }) => (what.k === 'handed' ? [what.spec] : [])));
  return events.find(({ what }) => what.k === 'opaque' && what.spec !== undefined && given.has(what.spec));
}

/** An identity is read, and what is reached does not wait for it. */
function undecided(
  code: CodeBase,
  events: readonly Event[],
  identities: readonly Event[],
  reached: readonly Event[],
): Guard | undefined {
  const [first] = identities;
  if (!first) return undefined;
  const dropped = events.find(
    (event) => event.what.k === 'dropped' && reached.some((each) => isOnTheWay(code, event, each)),
  );
  const decides = events.some(({ what }) => what.k === 'decision');
  const kind = decides && !dropped ? 'optional' : 'unused';
  const [open] = reached.map(toReached);
  return lacking({ kind, source: shown(dropped ?? first), reached: open }, kindOf(first));
}

function testsOf(events: readonly Event[]): GuardReason | null {
  const tests = events.filter(({ what }) => what.k === 'presence' || what.k === 'check').map(shown);
  return tests.length > 0 ? { kind: 'tested', tests } : null;
}

/** A test of a credential in the endpoint's own code, on the way to what is reached; a helper that looks for one is none. */
function isTestFor(code: CodeBase, event: Event, reached: Event): boolean {
  const { what, steps } = event;
  return (
    what.k === 'presence' && what.raw && steps.every((step) => step.own) && isOnTheWay(code, event, reached)
  );
}

function isOnTheWay(code: CodeBase, { what, steps }: Event, reached: Event): boolean {
  const site = reached.what.k === 'effect' || reached.what.k === 'read' ? reached.what.site : undefined;
  if (!('site' in what) || !what.site || !site || site === NOWHERE) return false;
  return comesBefore(code, what.site, steps, { site, calls: reached.steps });
}

/** What is reached before a decision that stands behind it. */
function tooLate(
  code: CodeBase,
  reached: readonly Event[],
  rejections: readonly Cause[],
): GuardReason | undefined {
  const [first] = reached;
  const isEarly = ({ what, steps }: Event): boolean =>
    what.k === 'effect' && rejections.some((cause) => comesBefore(code, what.site, steps, cause));
  return first && reached.every(isEarly)
    ? { kind: 'effect-first', reached: toReached(first), steps: first.steps }
    : undefined;
}

/** True when what is reached and a decision part where the code itself does, so that the open path can be seen. */
function forks(code: CodeBase, { what, steps }: Event, rejections: readonly Cause[]): boolean {
  return what.k === 'effect' && rejections.some((cause) => standsBeside(code, what.site, steps, cause));
}

const NOTHING_SHOWN: Shown = { site: undefined, label: '', steps: [] };

/** True when nobody but another service is asked who is calling. */
function asksServiceOnly(events: readonly Event[]): boolean {
  const asked = events.flatMap(({ what }) => (what.k === 'identity' ? [what] : []));
  return asked.length > 0 && asked.every((what) => what.service === true);
}

/** A token that was sent in the body becomes a session: whoever has one signs in with it. */
function signsInBy(events: readonly Event[]): boolean {
  const asked = events.flatMap(({ what }) => (what.k === 'identity' && !what.raw ? [what] : []));
  return asked.length > 0 && asked.every(({ presented }) => presented === true) && setsSession(events);
}

/** It asks a library who is calling, or finds out by the app's own session. */
function asksWho({ what }: Event): boolean {
  return what.k === 'identity' ? !what.raw : what.k === 'decision' && what.cause.kind === 'session';
}

/** The place where something was asked for or tested. */
function shown({ what, steps }: Event): Shown {
  if (what.k === 'identity' || what.k === 'dropped')
    return { site: what.site, label: what.cause.label, steps };
  if (what.k === 'decision') return { site: what.cause.site, label: what.cause.label, steps };
  return what.k === 'presence' || what.k === 'check' ? { site: what.site, label: '', steps } : NOTHING_SHOWN;
}

function toReached({ what }: Event): Reached {
  if (what.k === 'effect') return { site: what.site, label: what.label, kind: 'change' };
  const known = what.k === 'read' && what.site !== NOWHERE;
  return { site: known ? what.site : undefined, label: known ? what.label : '', kind: 'data' };
}

function lacking(reason: GuardReason, kind: GuardKind | null): Guard {
  return { ...without('partial', reasonText(reason), kind), reason };
}

function without(verdict: Verdict, note: string | null, kind: GuardKind | null = null): Guard {
  return { verdict, kind, at: undefined, hops: null, steps: [], note, reason: null };
}

function kindOf(event: Event): GuardKind | null {
  const { what } = event;
  return what.k === 'identity' || what.k === 'decision' ? what.cause.kind : null;
}

function forwarded(event: Event): Guard {
  const own = event.what.k === 'forward' && event.what.own;
  return own
    ? without(
        'delegated',
        "the caller's own credentials are sent on to another service, which decides",
        'token',
      )
    : lacking({ kind: 'forwarded' }, 'session');
}

/** The decisions by which a request without an identity was turned away. */
function rejectionsOf(run: RequestRun): readonly Cause[] {
  const found: Cause[] = [];
  for (const { cause } of run.throws) if (cause?.decided) found.push(cause);
  for (const atom of run.returned) if (atom.cause && isRejection(atom)) found.push(atom.cause);
  return found;
}

/** A value that somebody without an identity is turned away with, and not one with data in it. */
function isRejection(atom: Atom): boolean {
  if (!atom.cause?.decided) return false;
  const bits = bitsOf([atom]);
  if (atom.cause.soft !== true) return (bits & Bits.STORE) === 0;
  return (bits & (Bits.STORE | Bits.STATE | Bits.UPSTREAM)) === 0 && !isMadeSecret(bits);
}

/** What only the app can make: a token, a signature. */
function isMadeSecret(bits: number): boolean {
  return (bits & Bits.SECRET) !== 0 && (bits & Bits.ENVIRONMENT) === 0;
}

function isAnswer(atom: Atom): boolean {
  return !isRejection(atom) && !isErrorResponse(atom);
}

/** What is worth protecting and was reached without an identity. */
export function reachedBy(run: RequestRun, events: readonly Event[]): readonly Event[] {
  const open = run.returned.filter(isAnswer);
  const rejections = rejectionsOf(run);
  const reached = events.filter(
    (event) => isChange(event) && isProtected(event) && inBody(run, event, rejections, open.length > 0),
  );
  for (const atom of open) {
    if ((bitsOf([atom]) & (Bits.STORE | Bits.STATE)) === 0) continue;
    const read = events.find((event) => event.what.k === 'read');
    const what: Happening = read?.what ?? { k: 'read', label: 'data', site: NOWHERE, bits: 0 };
    reached.push({
      asking: false,
      what,
      gates: atom.gates | (read?.gates ?? 0),
      control: undefined,
      steps: read?.steps ?? [],
    });
  }
  return reached;
}

const NOWHERE: Site = { path: '' as Site['path'], fn: '', place: 0 };

/**
 * An effect of the endpoint, not of what stands around it: a wrapper that logs, an error handler that reports. Where
 * everybody without an identity is turned away, only what its own code does before counts.
 */
function inBody(run: RequestRun, event: Event, rejections: readonly Cause[], returns: boolean): boolean {
  const rejects = rejections.length > 0;
  if (event.control?.soft) return true;
  // On the way out of those who are turned away.
  if (event.control?.decided && (!returns || rejections.some((cause) => sameCause(cause, event.control))))
    return !rejects;
  const lastOwn = event.steps.map((step) => step.own).lastIndexOf(true);
  const entered = lastOwn >= 0 || run.entersBody || !run.hasBody;
  if (!entered) return false;
  if (!rejects || returns) return true;
  const depth = event.steps.filter((step) => step.site.place >= 0).length - (lastOwn + 1);
  return depth <= 1;
}

const SENT = Bits.INPUT | Bits.HEADER | Bits.VISITOR | Bits.CREDENTIAL | Bits.COOKIE;

/** True for a change that the endpoint makes, not the wrapper around it: that notes when a key was used, or sends a log. */
export function isOwnChange(run: RequestRun, event: Event): boolean {
  if (event.what.k !== 'effect' || !isChange(event)) return false;
  if (event.what.effect === 'request' && (event.what.bits & (SENT | Bits.STORE)) === 0) return false;
  // What finds the caller notes that it did: when a key was used, that a session is over.
  if (event.asking && event.what.bits & Bits.CREDENTIAL && (event.what.bits & Bits.INPUT) === 0) return false;
  return event.steps.some((step) => step.own) || run.entersBody || !run.hasBody;
}

/** What is only given to a package then is called later. */
const MADE_LATE = Gates.ONCE | Gates.HANDED;

/** Deleting one's own cookie, or setting one that only says how a page looks, needs nobody's leave. */
function isProtected(event: Event): boolean {
  const { what } = event;
  if (what.k !== 'effect') return false;
  // What is made once belongs to the app's start, not to the request that happened to come first.
  if ((event.gates & MADE_LATE) === Gates.ONCE && (what.bits & SENT) === 0) return false;
  // What the app reports of itself is no business of the caller's.
  if (what.effect === 'request') return (what.bits & SENT) !== 0;
  return what.effect !== 'cookie';
}

/** What only the app can make is given to somebody without an identity: a token for a guest. */
function handsOutSecret({ returned }: RequestRun): boolean {
  return returned.some((atom) => !isRejection(atom) && isMadeSecret(bitsOf([atom])));
}

/** A decision that passes over what is worth protecting: `if (session) { … }`. */
function skippedDecision(any: RequestRun, events: readonly Event[]): Cause | undefined {
  const decision = events.find((event) => event.what.k === 'decision');
  if (decision?.what.k !== 'decision') return undefined;
  const all = reachedBy(any, eventsOf(any.log));
  if (all.length === 0) return undefined;
  return withSteps(decision.what.cause, decision.steps);
}

function withSteps(cause: Cause, steps: readonly CallStep[]): Cause {
  return { ...cause, calls: [...steps, ...cause.calls] };
}

const ORDER: readonly string[] = ['session', 'role', 'token', 'api-key', 'secret', 'signature'];

/** Among alternative credentials the session's decision comes first. */
function preferred(causes: readonly Cause[]): readonly Cause[] {
  return [...causes].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}

function guarded(run: RequestRun, cause: Cause): Guard {
  return { ...without('guarded', null, cause.kind), ...evidence(run, cause) };
}

function evidence(run: RequestRun, cause: Cause): Pick<Guard, 'at' | 'hops' | 'steps'> {
  const steps = cause.calls.filter((step) => step.site.place >= 0);
  const lastOwn = steps.map((step) => step.own).lastIndexOf(true);
  const hops = lastOwn >= 0 ? steps.length - lastOwn - 1 : steps.length + (run.entersBody ? 0 : 1);
  return {
    at: cause.site,
    hops,
    steps: steps.map(({ site, label }) => ({ site, label: `calls ${label}()` })),
  };
}
