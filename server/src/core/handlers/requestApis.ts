/** What of Next.js, the platform and Node.js tells a prerendered handler from a dynamic one, measured with `next build` of 14, 15 and 16. */

/**
 * Members of the request that make a handler dynamic; `method`, `signal`, `nextUrl.pathname` and the like don't.
 * https://nextjs.org/docs/app/api-reference/file-conventions/route
 */
export const REQUEST_MEMBERS: ReadonlySet<string> = new Set([
  'headers',
  'cookies',
  'url',
  'body',
  'blob',
  'json',
  'text',
  'arrayBuffer',
  'formData',
]);

/** Members of `request.nextUrl` that do. */
export const URL_MEMBERS: ReadonlySet<string> = new Set([
  'search',
  'searchParams',
  'url',
  'href',
  'toJSON',
  'toString',
  'origin',
]);

/** Calls of Next.js that read the request, as `module name`. */
export const REQUEST_CALLS: ReadonlySet<string> = new Set([
  'next/headers cookies',
  'next/headers headers',
  'next/server connection',
]);

/** Calls of Next.js that change what later requests get; `draftMode()` alone does not. `dynamic = 'force-static'` does not help. */
export const CHANGING_CALLS: ReadonlySet<string> = new Set([
  'next/headers draftMode().enable',
  'next/headers draftMode().disable',
  'next/cache revalidateTag',
  'next/cache revalidatePath',
]);

/** Calls of packages that read the request through `next/headers`, as `module name`. */
export const SESSION_CALLS: ReadonlySet<string> = new Set([
  '@clerk/nextjs/server auth',
  '@clerk/nextjs/server auth.protect',
  '@clerk/nextjs/server currentUser',
  '@clerk/nextjs auth',
  '@clerk/nextjs currentUser',
  'next-auth getServerSession',
  'next-auth/next getServerSession',
  '@auth0/nextjs-auth0 getSession',
  '@kinde-oss/kinde-auth-nextjs/server getKindeServerSession',
  '@workos-inc/authkit-nextjs withAuth',
  '@workos-inc/authkit-nextjs getUser',
  'next-intl/server getLocale',
]);

/** Packages whose factory's result has an `auth()` that reads the request: `const { auth } = NextAuth(…)`. */
export const SESSION_FACTORIES: ReadonlySet<string> = new Set(['next-auth']);

/** Members of globals, and functions of Node.js, that no two runs answer alike. */
export const UNSTABLE_CALLS: ReadonlySet<string> = new Set([
  'global: Math.random',
  'global: Date.now',
  'global: Date',
  'global: crypto.randomUUID',
  'global: crypto.getRandomValues',
  'node:crypto randomUUID',
  'node:crypto randomBytes',
  'node:crypto randomInt',
  'node:crypto randomFillSync',
  'node:crypto generateKeyPairSync',
  'node:crypto generateKeySync',
]);

/** Timers: a promise that one of them settles waits. */
export const TIMERS: ReadonlySet<string> = new Set(['setTimeout', 'setInterval', 'setImmediate']);

/** What globals return that waits when it is awaited. */
export const WAITING_GLOBALS: RegExp = /^(?:fetch\(\)|crypto\.subtle\.|Promise\(\) with a timer)/;

/** Modules of Node.js whose promises wait for something outside of the process. */
export const WAITING_MODULES: ReadonlySet<string> = new Set([
  'node:fs',
  'node:fs/promises',
  'node:dns',
  'node:dns/promises',
  'node:net',
  'node:http',
  'node:https',
  'node:child_process',
  'node:timers/promises',
  'node:stream/promises',
  'node:util',
]);

/** Packages that talk to a store or to another service: waiting for one is waiting for the world. */
export const STORE_PACKAGES: RegExp =
  /^(?:@prisma\/|@supabase\/|@vercel\/(?:postgres|kv|blob|edge-config)|@neondatabase\/|@planetscale\/|@upstash\/|@libsql\/|@aws-sdk\/|@octokit\/|@sanity\/|@contentful\/|@notionhq\/|drizzle-orm|prisma|mongodb|mongoose|mysql2?|pg|postgres|ioredis|redis|kysely|knex|sequelize|typeorm|axios|got|ky|node-fetch|undici|ofetch|graphql-request|stripe|resend|openai|octokit|contentful|next-sanity|sanity|firebase|firebase-admin)(?:\/|$)/;

/** Globals that look at nothing of what they are given, or only at what a run without a request has too. */
export const HARMLESS_GLOBALS: RegExp =
  /^(?:console|Promise|Object|Array|Boolean|queueMicrotask|structuredClone)(?:\.|$)/;

/** Packages that neither read a request that they are given nor wait for anything. */
export const HARMLESS_PACKAGES: ReadonlySet<string> = new Set([
  'react',
  'next/navigation',
  'next/og',
  'server-only',
  'zod',
  'valibot',
  'yup',
  'superjson',
]);

/** The name that a module of Node.js goes by, with its prefix. */
export function nodeModuleName(spec: string): string {
  return NODE_MODULE.test(spec) ? `node:${spec}` : spec;
}

const NODE_MODULE = /^(?:fs|crypto|dns|net|https?|child_process|timers|stream|util)(?:\/promises)?$/;
