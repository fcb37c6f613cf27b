/** Everything that the analysis knows of one endpoint: guard, effects, validation, and whether it is open on purpose. */
import { type EffectKind } from '../catalogue/entry';
import { publicByDesign, type PublicByDesign } from './publicByDesign';
import { type RequestRun, runRequest, type Target } from './request';
import { type OpenChange, openChanges } from './relief';
import { codeBehind, type Memory, type Reads } from './memory';
import { type CodeBase } from './run';
import { Bits, bitsOf, type Site } from './value';
import {
  isOpenIn,
  type Event,
  eventsOf,
  type Guard,
  isOwnChange,
  judge,
  reachedBy,
  turnsAway,
  withRemovals,
} from './verdict';
import { type Weakness, weaknessesOf } from './weaknesses';

export type Validation = 'schema' | 'manual' | 'none' | 'no-input' | 'unknown';

/** Something that an endpoint changes. */
export interface Effect {
  readonly kind: EffectKind;
  readonly site: Site;
  readonly label: string;
}

/** What an endpoint answers with: what it keeps, what another service sent, or what only the app can make, such as a token. */
export type Returned = 'stored' | 'upstream' | 'secret';

/** What is known of an endpoint. Plain data: places are fact ids. */
export interface Assessment {
  readonly guard: Guard;
  readonly effects: readonly Effect[];
  readonly mutates: boolean | 'unknown';
  readonly validation: Validation;
  readonly publicByDesign: PublicByDesign;
  /** Nobody without an identity gets past it: what can be said of a page or a proxy, which protects what is behind it. */
  readonly turnsAway: boolean;
  readonly weaknesses: readonly Weakness[];
  /** What an endpoint that is not guarded, or only in part, changes for anybody. */
  readonly open: readonly OpenChange[];
  /** Scripts of any site may read an answer of it: it says so itself. */
  readonly anyOrigin: boolean;
  /** Undefined where the answer has nothing of the kind. */
  readonly returned: Returned | undefined;
  /** Code that the answer rests on. */
  readonly reads: Reads;
}

/** Assesses one endpoint. */
export function assess(code: CodeBase, memory: Memory, target: Target): Assessment {
  const anonymous = runRequest('anonymous', code, memory, target);
  const any = runRequest('any', code, memory, target);
  const answers = [anonymous.reads, any.reads];
  const runIn = (world: 'set' | 'unset'): RequestRun => {
    const run = runRequest(world, code, memory, target);
    answers.push(run.reads);
    return run;
  };
  const guard = judge(code, anonymous, any, runIn);
  const all = eventsOf(any.log);
  const open = withRemovals(eventsOf(anonymous.log), all);
  const events = [...withRemovals(all, all), ...open];
  const isOpen = guard.verdict === 'unguarded' || guard.verdict === 'partial';
  const delegates = guard.verdict === 'delegated' && guard.kind === 'library';
  const reached = reachedBy(anonymous, open);
  const byGet = (): readonly Event[] => {
    if (target.method === 'GET') return reached;
    if (target.kind !== 'pages-api' || target.method !== undefined) return [];
    const run = runRequest('anonymous', code, memory, { ...target, method: 'GET' });
    answers.push(run.reads);
    return reachedBy(run, eventsOf(run.log));
  };
  const isDeployed = (): boolean => isOpenIn(runIn('set')) || isOpenIn(runIn('unset'));
  const declared = declaredReason(code, target);
  return {
    guard,
    effects: effectsOf(events),
    mutates: mutates(events, target, delegates, any),
    validation: delegates ? 'none' : validation(events, any, target),
    publicByDesign:
      declared !== undefined
        ? { value: true, reason: `declared: ${declared}` }
        : publicByDesign({ target, guard, anonymous, any, events }),
    turnsAway: turnsAway(anonymous, target.kind === 'action'),
    weaknesses: weaknessesOf(target, guard, events, runIn),
    open: isOpen ? openChanges(guard, open, reached, byGet, isDeployed) : [],
    anyOrigin: all.some(({ what }) => what.k === 'any-origin'),
    returned: returnedBy(any, all),
    reads: codeBehind(memory, answers),
  };
}

function returnedBy({ returned }: RequestRun, events: readonly Event[]): Returned | undefined {
  const bits = returned.reduce((all, atom) => all | bitsOf([atom]), 0);
  if (bits & (Bits.STORE | Bits.STATE)) return 'stored';
  if (bits & Bits.SECRET && !(bits & Bits.ENVIRONMENT)) return 'secret';
  return bits & Bits.UPSTREAM || events.some(({ what }) => what.k === 'keyed') ? 'upstream' : undefined;
}

function declaredReason(code: CodeBase, target: Target): string | undefined {
  const behavior = code.behaviorOf(target.path);
  if (!behavior) return undefined;
  const { declaredPublic, exports } = behavior;
  const exported = Object.hasOwn(exports, target.name) ? exports[target.name] : undefined;
  // `export { handler as GET }`: the comment stands where the handler is declared.
  const names = [target.name];
  if (exported?.k === 'local') names.push(exported.n);
  if (target.inline !== undefined) names.push(`inline:${target.inline}`);
  const name = names.find((each) => Object.hasOwn(declaredPublic, each));
  return name === undefined ? undefined : declaredPublic[name];
}

function effectsOf(events: readonly Event[]): readonly Effect[] {
  const found = new Map<string, Effect>();
  for (const event of events) {
    const { what } = event;
    if (what.k !== 'effect') continue;
    const key = `${what.effect} ${what.site.path} ${what.site.fn} ${what.site.place}`;
    if (!found.has(key)) found.set(key, { kind: what.effect, site: what.site, label: what.label });
  }
  return [...found.values()];
}

const READ_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

function mutates(
  events: readonly Event[],
  target: Target,
  delegates: boolean,
  any: RequestRun,
): boolean | 'unknown' {
  if (events.some((event) => isOwnChange(any, event))) return true;
  if (delegates) return target.kind === 'route' ? !READ_METHODS.has(target.method ?? '') : 'unknown';
  return any.unresolved === undefined ? false : 'unknown';
}

function validation(events: readonly Event[], any: RequestRun, target: Target): Validation {
  if (any.unresolved !== undefined) return 'unknown';
  if (events.some(({ what }) => what.k === 'schema' && what.bits & Bits.INPUT)) return 'schema';
  if (events.some(({ what }) => what.k === 'check')) return 'manual';
  const readsInput = events.some(({ what }) => what.k === 'input');
  if (target.kind === 'route' || target.kind === 'pages-api') return readsInput ? 'none' : 'no-input';
  return readsInput || any.parameters > 0 ? 'none' : 'no-input';
}
