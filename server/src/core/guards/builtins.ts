/** Globals and the framework's own calls whose values the analysis computes itself; everything else is the catalogue's. */
import { callValue } from './call';
import { filled } from './fed';
import { converted } from './conversions';
import { forwardedTo } from './forwards';
import { isQuery } from './graphql';
import { askedWho } from './introspection';
import { getMember, indexMember } from './members';
import { maybe } from './lists';
import { handsOutToken, isByToken, isOwnAddress, namesOther } from './openness';
import { matchCall } from './matching';
import { captured, promise } from './promises';
import { resultCall } from './results';
import { type Run } from './run';
import { awaited } from './evaluate';
import {
  array,
  type Atom,
  Bits,
  bitsOf,
  type Cause,
  causeOf,
  constant,
  constantOf,
  host,
  join,
  mark,
  native,
  object,
  type Site,
  stringOf,
  type Thrown,
  unknown,
  type Value,
} from './value';

type Library = Extract<Atom, { k: 'lib' }>;

/** The result of a call of the platform; undefined when it is none that is known here. */
export function builtin(run: Run, atom: Library, args: readonly Value[], site: Site): Value | undefined {
  switch (atom.spec) {
    case 'global:':
      return globalCall(run, atom, args, site);
    case 'next/headers':
      if (atom.name === 'headers') return host('headers');
      if (atom.name === 'cookies') return host('cookies');
      return undefined;
    case 'next/server':
      return serverCall(run, atom, args, site);
    case 'next/navigation':
      return navigationCall(run, atom, args, site);
    case 'react':
      if (atom.name === 'cache') return args[0] ?? unknown();
      return undefined;
    case 'next/cache':
      return cacheCall(run, atom, args, site);
    case 'neverthrow':
      return resultCall(run, atom, args, site);
    case 'ts-pattern':
      return matchCall(atom, args);
    default:
      return undefined;
  }
}

/** https://nextjs.org/docs/app/api-reference/functions/redirect and its siblings: none of them returns. */
const EXITS = new Set(['redirect', 'permanentRedirect', 'notFound', 'unauthorized', 'forbidden']);

function navigationCall(run: Run, atom: Library, args: readonly Value[], site: Site): Value | undefined {
  if (!EXITS.has(atom.name)) return undefined;
  run.note({ k: 'redirect', site });
  const [to] = args;
  const bits = to ? bitsOf(to) & Bits.STORE : 0;
  run.throw(object(new Map([['message', constant('NEXT_REDIRECT')]]), unknown(), bits), run.path.control);
  return [];
}

function cacheCall(run: Run, atom: Library, args: readonly Value[], site: Site): Value | undefined {
  if (atom.name === 'unstable_cache') return args[0] ?? unknown();
  if (/^(?:revalidate|update|expire|refresh)/.test(atom.name)) {
    run.note({ k: 'effect', effect: 'cache', label: atom.name, site, bits: 0 });
    return constant(undefined);
  }
  return atom.name.startsWith('cache') || atom.name.startsWith('unstable_') ? constant(undefined) : undefined;
}

function serverCall(run: Run, atom: Library, args: readonly Value[], site: Site): Value | undefined {
  const name = atom.name.replace(/^new /, '');
  if (name === 'NextResponse' || name.startsWith('NextResponse.'))
    return responseOf(run, name.slice('NextResponse'.length), args, site);
  if (name === 'NextRequest') return args[0]?.some((part) => part.k === 'host') ? args[0] : host('request');
  if (name === 'after') {
    if (args[0])
      maybe(run, () =>
        args[0]?.some((part) => part.k === 'promise')
          ? []
          : callValue(run, args[0] ?? [], [], site, 'callback'),
      );
    return constant(undefined);
  }
  return name === 'userAgent' ? unknown() : undefined;
}

function responseOf(run: Run, method: string, args: readonly Value[], site: Site): Value {
  const [body, init] = args;
  // A copy whose headers can be changed, `new Response(answer.body, answer)`, says what the answer says.
  if (method === '' && init?.some((part) => part.k === 'host' && part.host === 'response')) return init;
  if (method === '.redirect') run.note({ k: 'redirect', site });
  let bits = body && method !== '.redirect' ? bitsOf(body) : 0;
  const [options] = init ?? [];
  const cause = body ? causeOf(body) : undefined;
  if (!(bits & Bits.IDENTITY) || !cause) bits &= ~Bits.IDENTITY;
  const status = options?.k === 'obj' ? options.props.get('status') : undefined;
  const props = new Map<string, Value>();
  if (status) props.set('status', status);
  if (body && handsOutToken(body)) run.note({ k: 'handed-out', site });
  if (options?.k === 'obj' && allowsAnyOrigin(options.props.get('headers')))
    run.note({ k: 'any-origin', site });
  return [
    { k: 'host', host: 'response', props, bits, gates: 0, cause: bits & Bits.IDENTITY ? cause : undefined },
  ];
}

/** `Access-Control-Allow-Origin: *`: https://fetch.spec.whatwg.org/#http-access-control-allow-origin */
function allowsAnyOrigin(headers: Value | undefined): boolean {
  return (
    headers?.some((part) => {
      if (part.k === 'lib') return part.name === 'new Headers()' && allowsAnyOrigin(part.given[0]);
      if (part.k !== 'obj') return false;
      return [...part.props].some(
        ([name, value]) =>
          name.toLowerCase() === 'access-control-allow-origin' &&
          value.some((each) => each.k === 'const' && each.v === '*'),
      );
    }) ?? false
  );
}

function allBits(args: readonly Value[]): number {
  return args.reduce((bits, arg) => bits | bitsOf(arg), 0);
}

function firstCause(args: readonly Value[]): Cause | undefined {
  for (const arg of args) {
    const cause = causeOf(arg);
    if (cause) return cause;
  }
  return undefined;
}

function globalCall(run: Run, atom: Library, args: readonly Value[], site: Site): Value | undefined {
  const [first, second] = args;
  const bits = allBits(args);
  const { name } = atom;
  const plain = name.replace(/^new /, '');
  if (plain === 'Response' || plain.startsWith('Response.'))
    return responseOf(run, plain.slice('Response'.length), args, site);
  if (name.endsWith('Error') && !name.includes('.')) {
    return object(
      new Map([
        ['message', first ?? constant(undefined)],
        ['name', constant(plain)],
      ]),
      unknown(),
      bits & ~Bits.IDENTITY,
    );
  }
  const conversion = converted(run, name, args);
  if (conversion) return conversion;
  switch (name) {
    case 'new URL':
    case 'URL':
      return urlOf(run, first, bits & ~Bits.IDENTITY);
    case 'new Request':
    case 'Request':
      return first?.some((part) => part.k === 'host') ? first : unknown(bits);
    case 'new URLSearchParams':
      return first?.some((part) => part.k === 'host') ? host('query') : unknown(bits & ~Bits.IDENTITY);
    case 'new Headers':
      return first?.some((part) => part.k === 'host' && part.host === 'headers') ? first : undefined;
    case 'fetch':
      return fetched(run, args, site);
    case 'Boolean':
      return first && run.path.dead === false ? booleanOf(run, first) : unknown(bits);
    case 'JSON.stringify':
      // What it was made of still tells what a body says.
      if (first?.length === 1 && first[0]?.k === 'obj' && !(bits & Bits.IDENTITY))
        return [{ ...atom, name: 'JSON.stringify()', given: args, bits }];
      return unknown(bits, bits & Bits.IDENTITY ? firstCause(args) : undefined);
    case 'Buffer.from':
    case 'btoa':
    case 'atob':
      return unknown(bits, bits & Bits.IDENTITY ? firstCause(args) : undefined);
    case 'Promise.all':
    case 'Promise.allSettled':
    case 'Promise.race':
    case 'Promise.any':
      return awaitedAll(run, name, first);
    case 'new Promise':
      return made(run, first, site);
    case 'Promise.resolve':
      return promise(first ?? constant(undefined), [], true);
    case 'Promise.reject':
      return promise(
        [],
        [{ value: first ?? unknown(), cause: run.path.control, gates: run.path.gates }],
        false,
      );
    case 'Object.assign':
      return assigned(args);
    case 'Object.keys':
    case 'Object.values':
    case 'Object.entries':
    case 'Object.fromEntries':
      return entriesOf(name, first && filled(run, first));
    case 'Array.isArray': {
      const [only] = first ?? [];
      return first?.length === 1 && (only?.k === 'arr' || only?.k === 'obj' || only?.k === 'const')
        ? constant(only.k === 'arr')
        : unknown(bits & ~Bits.IDENTITY);
    }
    case 'setTimeout':
    case 'queueMicrotask':
      if (first) maybe(run, () => callValue(run, first, [], site, 'callback'));
      return unknown();
    case 'Reflect.get':
      return indexMember(run, first ?? unknown(), second ?? unknown());
    case 'new Map().entries':
    case 'new Set().values':
      return atom.given[0] && mark(atom.given[0], atom.bits);
    case 'new Map().values':
    case 'new Map().keys':
      return pairParts(atom.given[0] && mark(atom.given[0], atom.bits), name.endsWith('keys') ? 0 : 1);
    case 'new Set().has':
      return first && atom.given[0]
        ? callValue(run, getMember(run, atom.given[0], 'includes'), [first], site, 'includes')
        : undefined;
    default:
      return undefined;
  }
}

function booleanOf(run: Run, value: Value): Value {
  const bits = bitsOf(value, 0);
  const cause = causeOf(value, 0);
  if (
    bits & Bits.IDENTITY &&
    value.every((part) => (part.k === 'const' ? !part.v : part.k === 'unknown')) &&
    run.anonymous
  ) {
    return constant(false, bits, cause);
  }
  const known = constantOf(value);
  if (known) return constant(Boolean(known.v), bits, cause);
  const [only] = value;
  return value.length === 1 && only && only.k !== 'unknown' && only.k !== 'lib'
    ? constant(true)
    : unknown(bits, cause);
}

function urlOf(run: Run, value: Value | undefined, bits: number): Value {
  if (isOwnUrl(run, value)) return host('url');
  // One of several requests that lead here is the caller's own.
  return value?.some((atom) => isOwnUrl(run, [atom])) ? join(host('url'), unknown(bits)) : unknown(bits);
}

function isOwnUrl(run: Run, value: Value | undefined): boolean {
  const text = stringOf(value);
  return (
    (text?.startsWith('https://host.example/') ?? false) ||
    (run.url === undefined && value !== undefined && (bitsOf(value) & Bits.INPUT) !== 0)
  );
}

function assigned(args: readonly Value[]): Value {
  const [target] = args;
  const [only] = target ?? [];
  if (only?.k === 'fn' || only?.k === 'native') return target ?? unknown();
  if (only?.k !== 'obj' && only?.k !== 'host') return unknown(allBits(args));
  for (const source of args.slice(1))
    for (const part of source)
      if (part.k === 'obj') for (const [name, value] of part.props) only.props.set(name, value);
  return target ?? unknown();
}

function entriesOf(name: string, value: Value | undefined): Value {
  const [only] = value ?? [];
  const bits = value ? bitsOf(value) : 0;
  const cause = value && causeOf(value);
  if (name !== 'Object.fromEntries' && value?.length === 1 && only?.k === 'obj' && !only.rest && !only.cls) {
    const entries = [...only.props];
    const items = entries.map(([key, part]) =>
      name === 'Object.keys' ? constant(key) : name === 'Object.values' ? part : array([constant(key), part]),
    );
    return array(items, undefined, only.bits, only.cause);
  }
  if (name === 'Object.fromEntries') return unknown(bits, cause);
  return array([], unknown(bits, cause), bits, cause);
}

/** The keys or values of pairs. */
function pairParts(list: Value | undefined, index: number): Value | undefined {
  const [only] = list ?? [];
  if (list?.length !== 1 || only?.k !== 'arr' || only.rest) return undefined;
  const parts = only.items.map((pair) =>
    pair[0]?.k === 'arr' ? (pair[0].items[index] ?? unknown()) : unknown(),
  );
  return array(parts, undefined, only.bits, only.cause);
}

/** `Promise.all([…])`: what any of them was rejected with comes out where it is awaited. */
function awaitedAll(run: Run, name: string, list: Value | undefined): Value {
  const [only] = list ?? [];
  if (list?.length !== 1 || only?.k !== 'arr')
    return promise(unknown(list ? bitsOf(list) : 0, list && causeOf(list)), [], true);
  const items: Value[] = [];
  const throws: Thrown[] = [];
  let settles = true;
  for (const item of only.items) {
    const [own] = captured(run, () => awaited(run, item));
    if (own?.k === 'promise') {
      items.push(own.value);
      throws.push(...own.throws);
      settles &&= own.settles;
    } else items.push(own ? [own] : unknown());
  }
  if (name === 'Promise.allSettled') {
    const settled = items.map((item) => object(new Map([['value', item]]), unknown()));
    return promise(array(settled, only.rest), [], true);
  }
  if (name === 'Promise.race' || name === 'Promise.any')
    return promise(items.reduce(join, [] as Value), throws, true);
  const rest = only.rest && awaited(run, only.rest);
  return promise(array(items, rest), throws, settles);
}

/** `new Promise(executor)`: what the executor resolves it with, at once or in a callback of its own. */
function made(run: Run, executor: Value | undefined, site: Site): Value {
  let resolved: Value = [];
  const resolve = native('resolve', ([value]) => {
    resolved = join(resolved, value ?? constant(undefined));
    return constant(undefined);
  });
  const rejected: Thrown[] = [];
  const reject = native('reject', ([value], _site, { path }) => {
    if (path.control) rejected.push({ value: value ?? unknown(), cause: path.control, gates: path.gates });
    return constant(undefined);
  });
  if (executor) maybe(run, () => callValue(run, executor, [resolve, reject], site, 'callback'));
  if (resolved.length > 0) return promise(resolved, rejected, true);
  // Somewhere else it may be resolved, unless all there is was turned away.
  return rejected.length > 0 ? promise([], rejected, false) : promise(unknown(), [], true);
}

const HUMAN_CHECK = /^https:\/\/[\w.-]+\/(?:[\w/]+\/)?siteverify\b/;

const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** `fetch`: a write where its method says so; a credential among its headers is sent on. */
export function fetched(run: Run, args: readonly Value[], site: Site, withSession = false): Value {
  const [url, init] = args;
  const [options] = init ?? [];
  const own = url?.some((part) => part.k === 'host' && part.host === 'request');
  let bits = allBits(args);
  let effect = false;
  if (options?.k === 'obj') {
    const method = stringOf(options.props.get('method'))?.toUpperCase();
    const body = options.props.get('body');
    effect =
      method !== undefined
        ? WRITES.has(method) && !isQuery(body)
        : options.props.has('method') && body !== undefined && !isQuery(body);
  }
  // Who answers this says whether a person asks, as https://developers.cloudflare.com/turnstile/get-started/server-side-validation/
  if (HUMAN_CHECK.test(writtenUrl(url))) return promise(unknown(Bits.LIMITED), [], true);
  forwardedTo(run, args.slice(1), site);
  if (own || withSession) run.note({ k: 'forward', site, bits: Bits.CREDENTIAL, own: !withSession });
  if (effect) {
    const detail =
      isHook(url) || isOwnAddressOnly(options)
        ? { detail: 'fixed' }
        : isByToken(args.slice(1))
          ? { detail: 'token' }
          : {};
    run.note({ k: 'effect', effect: 'request', label: 'fetch', site, bits, ...detail });
  }
  run.note({ k: 'upstream', site, bits });
  const asked = effect || own ? undefined : askedWho(run, url, init, site);
  if (asked) return asked;
  bits &= ~(
    Bits.ENVIRONMENT |
    Bits.SERVICE |
    Bits.IDENTITY |
    Bits.SECRET |
    Bits.PARSED |
    Bits.CREDENTIAL |
    Bits.VISITOR
  );
  return promise(unknown(bits | Bits.UPSTREAM), [], true);
}

/** A URL as far as it is written out: of a template, up to its first part. */
function writtenUrl(url: Value | undefined): string {
  const [only] = url ?? [];
  if (url?.length !== 1 || only?.k !== 'unknown') return stringOf(url) ?? '';
  return only.text?.split(' ? ')[0] ?? '';
}

const HOOK = /^\$\w*WEBHOOK|^https:\/\/(?:hooks\.slack\.com|discord(?:app)?\.com\/api\/webhooks)\//;

/** The address of a channel that messages are posted to: the app's own, and nobody else can choose it. */
function isHook(url: Value | undefined): boolean {
  const [only] = url ?? [];
  const text = only?.k === 'const' ? stringOf(url) : only?.k === 'unknown' ? only.text : undefined;
  return url?.length === 1 && text !== undefined && HOOK.test(text);
}

/** What is sent holds the visitor's own address, and names nothing else. */
function isOwnAddressOnly(options: Atom | undefined): boolean {
  const body = options?.k === 'obj' ? options.props.get('body') : undefined;
  const [made] = body ?? [];
  const sent = made?.k === 'lib' && made.name === 'JSON.stringify()' ? made.given : [];
  return sent.length > 0 && isOwnAddress(sent) && !namesOther(sent);
}
