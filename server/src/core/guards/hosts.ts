/** Values that the platform gives: the request and what hangs on it, cookies, the environment, responses. */
import { processMember } from './globals';
import { maybe } from './lists';
import { type Run } from './run';
import {
  type Atom,
  Bits,
  bitsOf,
  constant,
  constantOf,
  host,
  library,
  native,
  stringOf,
  unknown,
  type Value,
} from './value';

/** What the platform gives. */
export type HostKind =
  | 'request'
  | 'headers'
  | 'cookies'
  | 'cookieHeader'
  | 'url'
  | 'query'
  | 'params'
  | 'environment'
  | 'process'
  | 'response'
  | 'pagesResponse'
  | 'form';

type Host = Extract<Atom, { k: 'host' }>;

const CREDENTIAL_HEADER = /auth|cookie|token|secret|key|signature|session|password|jwt|credential|hmac/i;
/**
 * Every visitor is given a token against forgery, and sends it back: it says that a form was asked for, not by whom. A
 * cart, and what was used last, say which visitor.
 */
const NO_CREDENTIAL_COOKIE = /csrf|xsrf|cart|basket|guest|(?:^|[_-])(?:last|recent|preferred)[_-]/i;
const CREDENTIAL_COOKIE = /auth|token|session|secret|jwt|sid|key|login|user|admin|password|access/i;

/** A stand-in for the dynamic parts of the own URL. */
const DYNAMIC_PART = 'x0';

/** The path of a request for `url` (`/api/users/[id]`), with something for each dynamic part. */
function samplePath(url: string): string {
  return url.replace(/\[\[?\.{0,3}[^\]]*\]\]?/g, DYNAMIC_PART);
}

/** Headers by which proxies tell where a request comes from. */
const ADDRESS_HEADER =
  /^(?:x-forwarded-for|(?:x|true|cf|fly|fastly)-(?:real|client|connecting|vercel)-(?:ip|forwarded-for))$/;

/** The bits of a header's value, by the header's name. */
function headerBits(name: string | undefined): number {
  if (name !== undefined && ADDRESS_HEADER.test(name)) return Bits.HEADER | Bits.ADDRESS;
  return name === undefined || CREDENTIAL_HEADER.test(name) ? Bits.CREDENTIAL : Bits.HEADER;
}

/** What any of the headers may say. */
export const ANY_HEADER = Bits.HEADER | Bits.CREDENTIAL;

/** A member of a platform value. */
export function hostMember(run: Run, atom: Host, name: string): Value {
  const own = atom.props.get(name);
  if (own) return own;
  switch (atom.host) {
    case 'request':
      return requestMember(run, atom, name);
    case 'headers':
      return headersMember(name);
    case 'cookies':
      return cookiesMember(name, false);
    case 'cookieHeader':
      return cookiesMember(name, true);
    case 'url':
      return urlMember(run, name);
    case 'query':
    case 'form':
      return inputMember(run, atom.host, name);
    case 'params':
      run.note({ k: 'input', what: 'params' });
      return run.segments.has(name) ? unknown(Bits.INPUT) : constant(undefined);
    case 'process':
      return processMember(name);
    case 'environment':
      return environmentVariable(run, atom, name);
    case 'response':
      return responseMember(atom, name);
    case 'pagesResponse':
      return native(name, () => [atom]);
  }
}

/** Names that say where the code runs, not what only the owner knows. */
const ENVIRONMENT_NAME =
  /^(?:NODE_ENV|VERCEL(?:_ENV|_URL|_TARGET_ENV)?|NEXT_PUBLIC_.*|NEXT_RUNTIME|CI|PORT|HOST|HOSTNAME|.*_(?:ENV|URL|URI|HOST|PORT|ENABLED|DISABLED|MODE|(?:ANON|PUBLISHABLE)_KEY))$/;

/** Names of addresses: neither a secret nor where the code runs. */
const ADDRESS_NAME = /^(?:NEXT_PUBLIC_)?\w*_(?:ORIGINS?|DOMAINS?|EMAILS?|REGION|VERSION)$/;

/** Where another service is; what a platform sets says where the code runs. */
const SERVICE_NAME = /^(?!(?:NEXT_PUBLIC_)?VERCEL_)\w*_(?:UR[IL]|HOST|PORT)$/;

function environmentVariable(run: Run, { bits }: Host, name: string): Value {
  if (name === 'NEXT_RUNTIME' || ADDRESS_NAME.test(name))
    return [{ k: 'unknown', bits: 0, gates: 0, cause: undefined, text: `$${name}` }];
  const isSecret = !ENVIRONMENT_NAME.test(name);
  const own = Bits.ENVIRONMENT | (isSecret ? Bits.SECRET : 0) | (SERVICE_NAME.test(name) ? Bits.SERVICE : 0);
  const { environment } = run;
  if (!environment) return [{ k: 'unknown', bits: own, gates: 0, cause: undefined, text: `$${name}` }];
  const platform = name.replace(/^NEXT_PUBLIC_/, '');
  if (platform === 'NODE_ENV') return constant('production', own);
  if (platform.startsWith('VERCEL'))
    return constant(environment === 'set' ? (ON_VERCEL.get(platform) ?? 'set') : undefined, own);
  if (SWITCH_OFF.test(name)) return constant(undefined, own);
  // What a schema requires is there.
  const isThere = environment === 'set' || !isSecret || (bits & Bits.PARSED) !== 0;
  return isThere
    ? [{ k: 'unknown', bits: own, gates: 0, cause: undefined, truthy: true }]
    : constant(undefined, Bits.ENVIRONMENT);
}

/** https://vercel.com/docs/environment-variables/system-environment-variables */
const ON_VERCEL: ReadonlyMap<string, string> = new Map([
  ['VERCEL', '1'],
  ['VERCEL_ENV', 'production'],
  ['VERCEL_TARGET_ENV', 'production'],
]);

/** Variables that leave something out where they are set. */
const SWITCH_OFF =
  /(?:^|_)(?:DISABLED?|SKIP|BYPASS|MOCK|TEST|TESTING|DEBUG|DEV|DEVELOPMENT|LOCAL|E2E|CI|DEMO)(?:_|$)/;

function requestMember(run: Run, atom: Host, name: string): Value {
  const input = (what: string) =>
    native(what, (_args, _site, run) => {
      run.note({ k: 'input', what });
      return unknown(Bits.INPUT);
    });
  switch (name) {
    case 'headers':
      return keep(atom, name, host('headers'));
    case 'cookies':
      return keep(atom, name, host('cookies'));
    case 'nextUrl':
      return keep(atom, name, host('url'));
    case 'url':
      return run.url === undefined
        ? unknown(Bits.INPUT)
        : constant(`https://host.example${samplePath(run.url)}`);
    case 'method':
      return run.method === undefined ? unknown() : constant(run.method);
    case 'clone':
      return native('clone', () => [atom]);
    case 'json':
    case 'text':
    case 'arrayBuffer':
    case 'blob':
    case 'bytes':
      return input(name);
    case 'formData':
      return native(
        name,
        (_args, _site, run) => (run.note({ k: 'input', what: name }), host('form', Bits.INPUT)),
      );
    case 'body':
    case 'query':
      run.note({ k: 'input', what: name });
      return unknown(Bits.INPUT);
    case 'ip':
      return unknown(Bits.INPUT | Bits.ADDRESS);
    case 'signal':
    case 'geo':
      return unknown(Bits.INPUT);
    default:
      return constant(undefined);
  }
}

function keep(atom: Host, name: string, value: Value): Value {
  atom.props.set(name, value);
  return value;
}

function headersMember(name: string): Value {
  switch (name) {
    case 'get':
    case 'has':
      return native(name, ([key]) => unknown(headerBits(nameOf(key)?.toLowerCase()) | Bits.NULLABLE));
    case 'set':
    case 'append':
    case 'delete':
      return native(name, () => constant(undefined));
    case 'forEach':
      return native(
        name,
        ([fn], site, run) => (
          fn && maybe(run, () => run.call(fn, [unknown(ANY_HEADER), unknown()], site)),
          constant(undefined)
        ),
      );
    case 'entries':
    case 'keys':
    case 'values':
      return native(name, () => unknown(ANY_HEADER));
    default:
      // Pages API: `req.headers.authorization`.
      return unknown(headerBits(name));
  }
}

/** A name as far as it is written: of a template the written parts. */
function nameOf(key: Value | undefined): string | undefined {
  const [only] = key ?? [];
  return stringOf(key) ?? (key?.length === 1 && only?.k === 'unknown' ? only.text : undefined);
}

/** The bits of a cookie's value, by the cookie's name: a session's says who, any other which visitor. */
function cookieBits(name: string | undefined): number {
  const saysWho = name === undefined || (CREDENTIAL_COOKIE.test(name) && !NO_CREDENTIAL_COOKIE.test(name));
  return saysWho ? Bits.CREDENTIAL : Bits.VISITOR;
}

function cookiesMember(name: string, ofResponse: boolean): Value {
  switch (name) {
    case 'get':
    case 'has':
      return native(name, ([key]) => unknown(ofResponse ? 0 : Bits.COOKIE | cookieBits(nameOf(key))));
    case 'getAll':
    case 'toString':
      return native(name, () => unknown(Bits.CREDENTIAL | Bits.COOKIE));
    case 'set':
    case 'delete':
      return native(name, ([key, value], site, run) => {
        const [options] = key ?? [];
        const named =
          stringOf(key) ?? (options?.k === 'obj' ? stringOf(options.props.get('name')) : undefined);
        const bits = (value ? bitsOf(value) : 0) | (key ? bitsOf(key) : 0);
        run.note({
          k: 'effect',
          effect: 'cookie',
          label: `cookies.${name}`,
          site,
          bits,
          ...(named !== undefined && { detail: named }),
        });
        return constant(undefined);
      });
    default:
      return unknown(Bits.CREDENTIAL);
  }
}

function urlMember(run: Run, name: string): Value {
  const path = run.url === undefined ? undefined : samplePath(run.url);
  switch (name) {
    case 'pathname':
      return path === undefined ? unknown(Bits.INPUT) : constant(path);
    case 'searchParams':
      return host('query');
    case 'href':
    case 'search':
      return unknown(Bits.INPUT);
    case 'origin':
    case 'host':
    case 'hostname':
    case 'protocol':
    case 'locale':
    case 'basePath':
      return unknown(0);
    case 'clone':
      return native('clone', () => host('url'));
    default:
      return native(name, () => unknown(Bits.INPUT));
  }
}

function inputMember(run: Run, what: string, name: string): Value {
  run.note({ k: 'input', what });
  if (name === 'forEach')
    return native(
      name,
      ([fn], site, run) => (
        fn && maybe(run, () => run.call(fn, [unknown(Bits.INPUT), unknown(Bits.INPUT)], site)),
        constant(undefined)
      ),
    );
  return ['set', 'append', 'delete', 'sort'].includes(name)
    ? native(name, () => constant(undefined))
    : native(name, () => unknown(Bits.INPUT | (name === 'get' ? Bits.NULLABLE : 0)));
}

function responseMember(atom: Host, name: string): Value {
  switch (name) {
    case 'headers':
      return library('global:', 'new Headers()');
    case 'cookies':
      return host('cookieHeader');
    case 'status':
    case 'ok':
      return unknown(atom.bits & ~Bits.IDENTITY);
    default:
      return native(name, () => unknown(atom.bits));
  }
}

/** A response that says that nothing was done. */
export function isErrorResponse(atom: Atom): boolean {
  const status = atom.k === 'host' && atom.host === 'response' ? atom.props.get('status') : undefined;
  const known = status && constantOf(status)?.v;
  return typeof known === 'number' && known >= 400;
}
