/** Results as values (`neverthrow`): `ok(user)` and `err(reason)` are told apart by their own methods. */
import { callValue } from './call';
import { awaited } from './evaluate';
import { captured } from './promises';
import { type Run } from './run';
import {
  type Atom,
  Bits,
  constant,
  mark,
  native,
  type Native,
  object,
  type Site,
  unknown,
  type Value,
} from './value';

/** What a call of the package makes; undefined for what isn't known. https://github.com/supermacro/neverthrow#api-documentation */
export function resultCall(
  run: Run,
  { name }: Extract<Atom, { k: 'lib' }>,
  [given = constant(undefined), onError]: readonly Value[],
  site: Site,
): Value | undefined {
  switch (name) {
    case 'ok':
    case 'okAsync':
      return result(given, true);
    case 'err':
    case 'errAsync':
      return result(given, false);
    case 'fromPromise':
    case 'fromSafePromise':
    case 'ResultAsync.fromPromise':
    case 'ResultAsync.fromSafePromise':
      return settled(run, given, onError, site);
    default:
      return undefined;
  }
}

/** A promise as a result: what it throws is its error. */
function settled(run: Run, promise: Value, onError: Value | undefined, site: Site): Value {
  const [kept] = captured(run, () => awaited(run, promise));
  if (kept?.k !== 'promise') return unknown();
  const good = kept.settles ? result(kept.value, true) : [];
  const bad = kept.throws.flatMap(({ cause, gates }) => {
    const error = onError ? callValue(run, onError, [unknown()], site, 'onError') : unknown();
    return mark(result(error, false), cause ? Bits.IDENTITY : 0, cause, gates);
  });
  return [...good, ...bad];
}

/** A result with what it holds. Its methods ask nothing: what they answer depends on what led to it. */
function result(held: Value, isOk: boolean): Value {
  const same: Value = object(new Map());
  const [only] = same;
  const answer =
    (value: boolean): Native =>
    (_args, _site, _run, { bits, cause }) =>
      constant(value, bits & Bits.IDENTITY, cause);
  const itself: Native = () => same;
  const passed = (given: Value, site: Site, run: Run, fn: Value | undefined): Value =>
    fn ? awaited(run, callValue(run, fn, [given], site, 'callback')) : unknown();
  const made: Native = ([fn], site, run) => {
    const value = passed(held, site, run, fn);
    return run.path.dead ? [] : result(value, isOk);
  };
  const next: Native = ([fn], site, run) => passed(held, site, run, fn);
  const methods: Readonly<Record<string, Native>> = {
    isOk: answer(isOk),
    isErr: answer(!isOk),
    map: isOk ? made : itself,
    asyncMap: isOk ? made : itself,
    mapErr: isOk ? itself : made,
    andThen: isOk ? next : itself,
    asyncAndThen: isOk ? next : itself,
    orElse: isOk ? itself : next,
    match: ([onOk, onErr], site, run) => passed(held, site, run, isOk ? onOk : onErr),
    unwrapOr: ([instead = constant(undefined)]) => (isOk ? held : instead),
    _unsafeUnwrap: (_args, _site, run, { bits, cause }) => {
      if (isOk) return held;
      run.throw(unknown(bits), cause && { ...cause, decided: true });
      return [];
    },
  };
  if (only?.k === 'obj') {
    for (const [name, method] of Object.entries(methods)) only.props.set(name, native(name, method));
    only.props.set(isOk ? 'value' : 'error', held);
  }
  return same;
}
