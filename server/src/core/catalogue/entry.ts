/** The catalogue's contract: how an entry says which calls of a library it speaks for, and what such a call does. */

/** What an entry is about; entries of one category stand together in the docs. */
export type Category =
  | 'authentication'
  | 'authorization'
  | 'builder'
  | 'delegate'
  | 'webhook'
  | 'queue'
  | 'rate-limit'
  | 'validation'
  | 'effect'
  | 'store'
  | 'credential'
  | 'exit'
  | 'environment'
  | 'neutral';

/** What kind of identity a source yields; the same words as a guard's kind in the report. */
export type IdentityKind = 'session' | 'role' | 'api-key' | 'secret' | 'token' | 'signature';

/** What an effect changes; `state` is kept in the module between requests. `cache` and `llm` are listed for completeness: they don't make an endpoint mutating. */
export type EffectKind =
  | 'database'
  | 'cookie'
  | 'file'
  | 'mail'
  | 'job'
  | 'storage'
  | 'payment'
  | 'request'
  | 'auth'
  | 'message'
  | 'state'
  | 'cache'
  | 'llm';

/**
 * What a caller without an identity gets from a source. As a whole or as a member: `null`, `undefined`, `false`;
 * `empty` is an object whose members are all undefined (a session object that is never null); `error` is a truthy
 * error value; `rejects` is a function that never returns (redirects or throws); `denies` is a function that returns
 * false. A record is an object with these members, all others undefined.
 */
export type Absent =
  | 'null'
  | 'undefined'
  | 'false'
  | 'empty'
  | 'error'
  | 'rejects'
  | 'denies'
  | { readonly [member: string]: Absent };

/** How a function argument is found: by position, from the end (-1 is the last), or as a property of an options object. */
export type ArgumentPlace = number | { readonly argument: number; readonly property: string };

/**
 * What a call does. The analysis runs the endpoint as a caller without an identity, so each behavior says what such a
 * caller meets.
 *
 * - `identity`: returns a value that depends on who is calling; `absent` is what an anonymous caller gets. `raw` marks
 *   what anybody can forge (a cookie as sent, a token decoded but not verified): its test alone is no guard. `steps`
 *   names methods of the value that are credential steps (`session.save()`).
 * - `asserts`: returns only for a caller with an identity (throws, redirects or answers 404 otherwise).
 * - `predicate`: returns a boolean (or a value tested as one) that is false for a caller without the identity.
 * - `wraps`: takes a handler and calls it only for a caller with an identity; yields the guarded handler.
 * - `injects`: takes a handler and always calls it; yields a handler. `inject` says what an anonymous call puts where:
 *   a member of the handler's argument (`{ argument: 0, member: 'auth', absent: 'null' }`), or the argument itself.
 * - `builder`: starts a chain whose methods are named in `methods`; every method returns the chain unless it ends it.
 * - `builds`: yields a function that is given a schema and a handler and yields the action; `middleware` runs before the
 *   handler, with the parsed input, and its result is the handler's second argument.
 * - `delegates`: the handler (or object of handlers) comes from the package, which judges its callers itself.
 * - `neutral`: yields the given argument unchanged (`cache(fn)`, `withSentry(handler)`): whatever holds for it holds.
 *   `calls`: the argument is called at once and its result returned (`tracer.span(name, fn)`, `unstable_noStore`).
 *   `lends`: the called function is given what the method was read from (`db.transaction(async (tx) => …)`).
 * - `effect`: changes something. `read`: reads a store; `single` when at most one record (or null) comes back, so that
 *   a look-up by the caller's credential can fail; `orThrow` when it throws instead of returning nothing; `records` when
 *   what comes back writes itself (`document.save()`); `secretId` when an id is known only to who was given it;
 *   `skipsUndefined` when a condition of `where` that is undefined is left out, so that everything matches; `operators` when
 *   `where` may be a function, which is given the table and what this module exports. A call that writes and returns the
 *   record is an `effect`;
 *   `removes` marks a cache's that takes something away: where nothing else is changed, that is what the code is for; `byKey` one that the service
 *   allows by the key that its client was made with: with a public one, only what it would allow the caller itself.
 *   `needs` one that the service does only for a caller with a session, and what others get of it.
 *   `asks` names a function that is called first: where that throws, nothing is changed (`handleUpload({ onBeforeGenerateToken })`).
 * - `forwards`: a `fetch` that sends the app's own session along: who answers decides.
 * - `validates`: checks input by a schema: `throws`, returns a `result` to test, or a `boolean`.
 * - `rate-limit`: never a guard; its result depends on how often, not on who.
 * - `credential`: a step by which a caller gets, changes or drops an identity (sign-in, sign-up, sign-out, reset).
 *   `hashes`: it makes a password ready to be stored, which is a step only where an account is made.
 * - `tests`: goes on only where its first argument holds (`assert(user)`), or where that compares with the second one as
 *   `operator` says, and throws otherwise: a branch like any that is written out.
 * - `exit`: never returns (`redirect`, `notFound`, `unauthorized`, `forbidden`).
 * - `environment`: yields the environment's variables or one of them (`createEnv({...})`).
 * - `secret`: yields a value that a caller can't compute (an HMAC, a signature, a secret from a vault).
 * - `compares`: compares its arguments and returns a boolean (`timingSafeEqual`, `bcrypt.compare`).
 * - `opaque`: known to decide something that this catalogue can't tell; the verdict becomes unknown.
 */
export type Behavior =
  | {
      readonly role: 'identity';
      readonly kind: IdentityKind;
      readonly absent: Absent;
      readonly raw?: boolean;
      /** Methods of the session that sign in or out: it is there for every caller. */
      readonly steps?: readonly string[];
    }
  | {
      readonly role: 'asserts';
      readonly kind: IdentityKind;
      /** With a function as its last argument it tells that `(error, value)`, and throws nothing. */
      readonly reports?: boolean;
    }
  | { readonly role: 'predicate'; readonly kind: IdentityKind }
  | { readonly role: 'wraps'; readonly kind: IdentityKind; readonly handler: ArgumentPlace }
  | {
      readonly role: 'injects';
      readonly kind: IdentityKind;
      readonly handler: ArgumentPlace;
      /** The handler is called at once, and its result returned. */
      readonly calls?: boolean;
      readonly inject: readonly {
        readonly argument: number;
        readonly member?: string;
        readonly absent: Absent;
      }[];
    }
  | { readonly role: 'builder'; readonly methods: Readonly<Record<string, BuilderMethod>> }
  | {
      readonly role: 'builds';
      readonly middleware: ArgumentPlace;
      /** The option of an action without which the middleware does not run for it. */
      readonly asked?: string;
    }
  | { readonly role: 'delegates'; readonly note: string; readonly publicByDesign?: boolean }
  | {
      readonly role: 'neutral';
      readonly argument: ArgumentPlace;
      readonly calls?: boolean;
      readonly lends?: boolean;
    }
  | {
      readonly role: 'effect';
      readonly effect: EffectKind;
      readonly removes?: boolean;
      readonly byKey?: boolean;
      readonly asks?: ArgumentPlace;
      readonly needs?: Absent | 'throws';
    }
  | {
      readonly role: 'read';
      readonly single: boolean;
      readonly orThrow?: boolean;
      readonly records?: boolean;
      readonly secretId?: boolean;
      readonly skipsUndefined?: boolean;
      readonly operators?: string;
    }
  | { readonly role: 'forwards' }
  | { readonly role: 'validates'; readonly mode: 'throws' | 'result' | 'boolean'; readonly input?: number }
  | { readonly role: 'rate-limit' }
  | { readonly role: 'credential'; readonly effect?: boolean; readonly hashes?: boolean }
  | { readonly role: 'tests'; readonly operator?: '===' | '!==' }
  | { readonly role: 'exit' }
  | { readonly role: 'environment' }
  | { readonly role: 'secret' }
  | { readonly role: 'compares' }
  | { readonly role: 'opaque' };

/**
 * What a method of a builder chain does. `middleware` is a function that gets an object with `next` (`style: 'object'`:
 * next-safe-action's `({ next, ctx }) => …`), or is run before the handler and whose result becomes `ctx`
 * (`style: 'procedure'`: zsa's `.handler(fn)` on a procedure), or gets `next` as its last argument (`style: 'express'`).
 * `schema` validates the input. `handler` ends the chain: the result is the function that callers call, and the given
 * function runs after all middleware. `derive` ends the chain and starts a new one that inherits its middleware.
 */
export type BuilderMethod =
  | { readonly does: 'middleware'; readonly style: 'object' | 'procedure' | 'express' }
  | { readonly does: 'schema' }
  | { readonly does: 'handler'; readonly input: 'parsedInput' | 'input' | 'arguments' }
  /** `methods` replaces the table from here on (zsa: after `createServerAction()` a `handler` is no middleware). */
  | { readonly does: 'chain'; readonly methods?: Readonly<Record<string, BuilderMethod>> };

/** A condition on the call's own arguments, as literals: `{ argument: 0, property: 'or', equals: ['redirect'] }`. */
export interface When {
  readonly argument: number;
  /** Dotted; absent: the argument itself. */
  readonly property?: string;
  /** The rule holds for one of these literals; `undefined` can't be listed: use `missing`. */
  readonly equals?: readonly (string | number | boolean | null)[];
  /** `true`: the rule holds when the argument or property isn't given; `false`: when it is given, whatever it is. */
  readonly missing?: boolean;
  /**
   * The rule holds when this regular expression (flag `i`) is found in the text of the argument: a string, or the
   * written parts of a template, also of a tagged one (an SQL statement). A text that isn't known doesn't match.
   */
  readonly matches?: string;
}

/** One call pattern with what it does. Of the rules of one entry the first that matches and whose `when` holds counts. */
export interface CallRule {
  /**
   * The callee, from an export of the module on. `auth` is the export, `auth().protect` a member of its result,
   * `new Stripe().webhooks.constructEvent` a member of an instance, `default` the default export (also
   * `default().auth` for what a default-exported factory returns), `*` stands for one name, `.**` for any number of
   * members and calls (`new PrismaClient().**.create`). Namespace imports need no mention: `jwt.verify` of
   * `import * as jwt` is `verify`; a default import that is a namespace in fact is covered by the rule too.
   * The pattern names what is called (or, for `delegates`, `environment`, `builder`, also what is merely exported: `os` of
   * `os.use(…)`).
   */
  readonly call: string;
  readonly when?: readonly When[];
  /** It returns a promise, always: without `await` it neither rejects nor can its result be tested. */
  readonly async?: boolean;
  readonly behavior: Behavior;
}

/** One library idiom (or a few that belong together). Plain JSON, so that settings can hold entries of the same shape. */
export interface CatalogueEntry {
  /** kebab-case, unique. */
  readonly id: string;
  readonly category: Category;
  /** The npm package(s) that this speaks for, for docs and version look-up. */
  readonly packages: readonly string[];
  /**
   * The import specifiers; `*` at the end stands for any rest (`next-auth/*`), at the start for anything before it, for
   * code that a package generates into the project (any specifier that ends in `/generated/prisma`). For a project's own module
   * (settings only): a path relative to the app, or a specifier as written. `global:` for globals (`global:fetch`).
   */
  readonly imports: readonly string[];
  /**
   * Semver range of the package that this holds for; absent: any. Where no version is known the entry counts, and of two that
   * speak for the same call the first.
   */
  readonly versions?: string;
  /** None: the package is known, and nothing that it does matters here. */
  readonly rules: readonly CallRule[];
  /** Where the behavior is documented. */
  readonly source: string;
  /** The version of the first package whose published files were read for this; absent: it rests on documentation alone. */
  readonly checked?: string;
  /** What a reader gets wrong about it, in one sentence. */
  readonly trap?: string;
}
