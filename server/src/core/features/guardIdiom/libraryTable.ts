/** What the documentation of each authentication library tells an app to write, as data. Code is in the house's style. */
import { type IdentityKind } from '../../catalogue/entry';
import {
  type GuardForm,
  type GuardIdiom,
  type GuardPlace,
  type GuardRejection,
  type GuardWrapper,
} from './guardIdiom';

/** A library's idiom. */
export interface LibraryIdiom {
  /** Stable name for tests and settings. */
  readonly id: string;
  readonly label: string;
  /** The packages that show that the app uses it. */
  readonly packages: readonly string[];
  /** A semver range of the first package's versions, where its idiom changed. */
  readonly versions?: string;
  /** Only there; else in both places. */
  readonly place?: GuardPlace;
  /** A package that the app's own code has to import: one that much else is built on. */
  readonly ownUse?: string;
  readonly form: GuardForm;
  readonly kind: IdentityKind;
  readonly imports: readonly LibraryImport[];
  readonly statements: readonly string[];
  /** The statements where there are no types. */
  readonly javascript?: readonly string[];
  readonly condition?: string;
  readonly identity?: string;
  readonly wrapper?: GuardWrapper;
  /** The page that says so. */
  readonly docs: string;
}

/** An import of a package, or of a module that the app is told to make itself. */
export interface LibraryImport {
  readonly imported: string;
  readonly specifier: string;
  /**
   * The module is the app's own: one that imports one of these packages (or their subpaths) and exports `imported` is
   * taken, else `specifier` stands as a placeholder.
   */
  readonly ownModuleOf?: readonly string[];
  /** A pattern for what the app may call it instead. */
  readonly like?: string;
  /** The package's function that makes it: what is exported of its result is taken, whatever the app calls it. */
  readonly madeBy?: string;
  /** A function without parameters that gives nothing where nobody is signed in; an app without one has no such idiom. */
  readonly reads?: true;
}

/** How a caller is turned away where the app does not show its own way. */
export const DEFAULT_REJECTION: GuardRejection = {
  route: "return Response.json({ error: 'Unauthorized' }, { status: 401 });",
  action: "throw new Error('Unauthorized');",
};

/** What is left where nothing is known: a helper that the app must have or make. */
export const PLACEHOLDER: GuardIdiom = {
  source: 'placeholder',
  form: 'check',
  kind: 'session',
  label: 'getSession',
  imports: [{ imported: 'getSession', local: 'getSession', specifier: '@/lib/session', path: undefined }],
  statements: ['const session = await getSession();'],
  condition: '!session',
  rejection: DEFAULT_REJECTION,
  identity: 'session',
  wrapper: undefined,
  usesRequest: false,
  uses: 0,
  actionOnly: false,
};

/** In the order of preference: builders of actions before sessions, sessions before tokens. */
export const LIBRARY_IDIOMS: readonly LibraryIdiom[] = [
  {
    id: 'next-safe-action',
    label: 'next-safe-action',
    packages: ['next-safe-action'],
    versions: '>=8',
    place: 'action',
    form: 'builder',
    kind: 'session',
    imports: [
      { imported: 'authActionClient', specifier: '@/lib/safe-action', ownModuleOf: ['next-safe-action'] },
    ],
    statements: [],
    wrapper: {
      before: 'authActionClient',
      after: ')',
      parameters: ['{ parsedInput, ctx }'],
      schemaMethod: 'inputSchema',
      handlerMethod: 'action',
    },
    docs: 'https://next-safe-action.dev/docs/define-actions/middleware',
  },
  {
    id: 'next-safe-action-7',
    label: 'next-safe-action',
    packages: ['next-safe-action'],
    versions: '<8',
    place: 'action',
    form: 'builder',
    kind: 'session',
    imports: [
      { imported: 'authActionClient', specifier: '@/lib/safe-action', ownModuleOf: ['next-safe-action'] },
    ],
    statements: [],
    wrapper: {
      before: 'authActionClient',
      after: ')',
      parameters: ['{ parsedInput, ctx }'],
      schemaMethod: 'schema',
      handlerMethod: 'action',
    },
    docs: 'https://v7.next-safe-action.dev/docs/define-actions/middleware',
  },
  {
    id: 'zsa',
    label: 'zsa',
    packages: ['zsa'],
    place: 'action',
    form: 'builder',
    kind: 'session',
    imports: [{ imported: 'authedProcedure', specifier: '@/lib/zsa', ownModuleOf: ['zsa'] }],
    statements: [],
    wrapper: {
      before: 'authedProcedure.createServerAction()',
      after: ')',
      parameters: ['{ input, ctx }'],
      schemaMethod: 'input',
      handlerMethod: 'handler',
    },
    docs: 'https://zsa.vercel.app/docs/procedures',
  },
  {
    id: 'authjs-5',
    label: 'Auth.js',
    packages: ['next-auth'],
    versions: '>=5.0.0-0',
    form: 'check',
    kind: 'session',
    imports: [{ imported: 'auth', specifier: '@/auth', ownModuleOf: ['next-auth'] }],
    statements: ['const session = await auth();'],
    condition: '!session?.user',
    identity: 'session.user',
    docs: 'https://authjs.dev/getting-started/session-management/protecting',
  },
  {
    id: 'authjs-4',
    label: 'NextAuth.js',
    packages: ['next-auth'],
    versions: '<5.0.0-0',
    form: 'check',
    kind: 'session',
    imports: [
      { imported: 'getServerSession', specifier: 'next-auth' },
      {
        imported: 'authOptions',
        specifier: '@/lib/auth',
        ownModuleOf: ['next-auth'],
        like: '^(?:next)?auth(?:Options|Config)$',
      },
    ],
    statements: ['const session = await getServerSession(authOptions);'],
    condition: '!session?.user',
    identity: 'session.user',
    docs: 'https://next-auth.js.org/configuration/nextjs#in-app-router',
  },
  {
    id: 'clerk',
    label: 'Clerk',
    packages: ['@clerk/nextjs'],
    versions: '>=5',
    form: 'check',
    kind: 'session',
    imports: [{ imported: 'auth', specifier: '@clerk/nextjs/server' }],
    statements: ['const { userId } = await auth();'],
    condition: '!userId',
    identity: 'userId',
    docs: 'https://clerk.com/docs/references/nextjs/auth',
  },
  {
    id: 'clerk-4',
    label: 'Clerk',
    packages: ['@clerk/nextjs'],
    versions: '<5',
    form: 'check',
    kind: 'session',
    imports: [{ imported: 'auth', specifier: '@clerk/nextjs' }],
    statements: ['const { userId } = auth();'],
    condition: '!userId',
    identity: 'userId',
    docs: 'https://clerk.com/docs/upgrade-guides/core-2/nextjs',
  },
  {
    id: 'better-auth',
    label: 'Better Auth',
    packages: ['better-auth'],
    form: 'check',
    kind: 'session',
    imports: [
      { imported: 'headers', specifier: 'next/headers' },
      {
        imported: 'auth',
        specifier: '@/lib/auth',
        ownModuleOf: ['better-auth'],
        madeBy: 'betterAuth',
      },
    ],
    statements: ['const session = await auth.api.getSession({ headers: await headers() });'],
    condition: '!session',
    identity: 'session.user',
    docs: 'https://www.better-auth.com/docs/integrations/next',
  },
  {
    id: 'supabase',
    label: 'Supabase',
    packages: ['@supabase/ssr'],
    form: 'check',
    kind: 'session',
    imports: [
      {
        imported: 'createClient',
        specifier: '@/lib/supabase/server',
        ownModuleOf: ['@supabase/ssr'],
        like: '^(?:create|get)\\w*Client$',
      },
    ],
    statements: [
      'const supabase = await createClient();',
      'const {\n  data: { user },\n} = await supabase.auth.getUser();',
    ],
    condition: '!user',
    identity: 'user',
    docs: 'https://supabase.com/docs/guides/auth/server-side/nextjs',
  },
  {
    id: 'auth0',
    label: 'Auth0',
    packages: ['@auth0/nextjs-auth0'],
    versions: '>=4',
    form: 'check',
    kind: 'session',
    imports: [{ imported: 'auth0', specifier: '@/lib/auth0', ownModuleOf: ['@auth0/nextjs-auth0'] }],
    statements: ['const session = await auth0.getSession();'],
    condition: '!session',
    identity: 'session.user',
    docs: 'https://github.com/auth0/nextjs-auth0/blob/main/EXAMPLES.md#accessing-the-authenticated-user',
  },
  {
    id: 'auth0-3',
    label: 'Auth0',
    packages: ['@auth0/nextjs-auth0'],
    versions: '<4',
    form: 'check',
    kind: 'session',
    imports: [{ imported: 'getSession', specifier: '@auth0/nextjs-auth0' }],
    statements: ['const session = await getSession();'],
    condition: '!session',
    identity: 'session.user',
    docs: 'https://github.com/auth0/nextjs-auth0/blob/v3/EXAMPLES.md',
  },
  {
    id: 'kinde',
    label: 'Kinde',
    packages: ['@kinde-oss/kinde-auth-nextjs'],
    form: 'check',
    kind: 'session',
    imports: [{ imported: 'getKindeServerSession', specifier: '@kinde-oss/kinde-auth-nextjs/server' }],
    statements: ['const { getUser } = getKindeServerSession();', 'const user = await getUser();'],
    condition: '!user',
    identity: 'user',
    docs: 'https://docs.kinde.com/developer-tools/sdks/backend/nextjs-sdk/',
  },
  {
    id: 'workos',
    label: 'WorkOS AuthKit',
    packages: ['@workos-inc/authkit-nextjs'],
    form: 'check',
    kind: 'session',
    imports: [{ imported: 'withAuth', specifier: '@workos-inc/authkit-nextjs' }],
    statements: ['const { user } = await withAuth();'],
    condition: '!user',
    identity: 'user',
    docs: 'https://github.com/workos/authkit-nextjs#usage',
  },
  {
    id: 'stack',
    label: 'Stack Auth',
    packages: ['@stackframe/stack'],
    form: 'check',
    kind: 'session',
    imports: [{ imported: 'stackServerApp', specifier: '@/stack', ownModuleOf: ['@stackframe/stack'] }],
    statements: ['const user = await stackServerApp.getUser();'],
    condition: '!user',
    identity: 'user',
    docs: 'https://docs.stack-auth.com/docs/getting-started/users',
  },
  {
    id: 'iron-session',
    label: 'iron-session',
    packages: ['iron-session'],
    form: 'check',
    kind: 'session',
    imports: [
      { imported: 'getIronSession', specifier: 'iron-session' },
      { imported: 'cookies', specifier: 'next/headers' },
      { imported: 'sessionOptions', specifier: '@/lib/session', ownModuleOf: ['iron-session'] },
    ],
    statements: [
      'const session = await getIronSession<{ userId?: string }>(await cookies(), sessionOptions);',
    ],
    javascript: ['const session = await getIronSession(await cookies(), sessionOptions);'],
    condition: '!session.userId',
    identity: 'session.userId',
    docs: 'https://github.com/vvo/iron-session#usage',
  },
  {
    id: 'jose-session',
    label: "the app's own session",
    packages: ['jose'],
    form: 'check',
    kind: 'token',
    imports: [
      {
        imported: 'getSession',
        specifier: '@/lib/session',
        ownModuleOf: ['jose'],
        like: '^(?:get|read|decrypt|load)(?:Current)?Session$',
        reads: true,
      },
    ],
    statements: ['const session = await getSession();'],
    condition: '!session',
    identity: 'session',
    docs: 'https://nextjs.org/docs/app/guides/authentication#stateless-sessions',
  },
  {
    id: 'jose',
    label: 'jose',
    packages: ['jose'],
    ownUse: 'jose',
    form: 'check',
    kind: 'token',
    imports: [
      { imported: 'jwtVerify', specifier: 'jose' },
      { imported: 'cookies', specifier: 'next/headers' },
    ],
    statements: [
      "const token = (await cookies()).get('session')?.value ?? '';",
      'const secret = new TextEncoder().encode(process.env.SESSION_SECRET);',
      "const session = await jwtVerify(token, secret, { algorithms: ['HS256'] }).catch(() => null);",
    ],
    condition: '!session',
    identity: 'session.payload',
    docs: 'https://nextjs.org/docs/app/guides/authentication#stateless-sessions',
  },
];
