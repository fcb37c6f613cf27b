/** Type-checks the snippets with the real compiler against the real packages, beside stand-ins for what an app has itself. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type SnippetCase, snippetCases } from './cases';

const REPOSITORY = join(__dirname, '../../..');
const CACHE = join(REPOSITORY, '.cache/snippets');

/** Pinned, so that the same snippets give the same answer. */
const PACKAGES: Readonly<Record<string, string>> = {
  '@auth0/nextjs-auth0': '4.30.0',
  '@clerk/nextjs': '7.9.17',
  '@kinde-oss/kinde-auth-nextjs': '2.13.1',
  '@stackframe/stack': '2.8.108',
  '@supabase/ssr': '0.12.7',
  '@supabase/supabase-js': '2.109.0',
  '@types/node': '20.19.43',
  '@types/react': '19.2.0',
  '@types/react-dom': '19.2.0',
  '@workos-inc/authkit-nextjs': '3.0.1',
  'better-auth': '1.7.25',
  'iron-session': '8.0.4',
  jose: '6.2.17',
  next: '16.4.6',
  'next-auth': '5.0.0-beta.30',
  'next-safe-action': '8.7.3',
  react: '19.2.0',
  'react-dom': '19.2.0',
  resend: '6.38.0',
  stripe: '23.1.0',
  svix: '1.99.1',
  typescript: '5.9.3',
  valibot: '1.5.0',
  vitest: '3.2.7',
  zod: '4.6.7',
  zsa: '0.6.0',
};

/** Modules that the snippets expect of the app. */
const OWN_MODULES: Readonly<Record<string, string>> = {
  'lib/items.ts': `export interface Item { readonly id: string; readonly name: string }
export declare function createItem(input: { readonly name: string }): Promise<Item>;
export declare function listItems(): Promise<readonly Item[]>;
export declare function findItem(id: string): Promise<Item | undefined>;
export declare function updateItem(id: string, change: { readonly name: string }): Promise<Item | undefined>;
export declare function renameItem(id: string, name: string): Promise<void>;
export declare function deleteItem(id: string): Promise<void>;`,
  'lib/messages.ts': 'export declare function createMessage(text: string): Promise<void>;',
  'lib/files.ts': `export declare function storeFile(id: string, file: File): Promise<void>;
export declare function findFile(
  id: string,
): Promise<{ readonly content: Blob; readonly type: string; readonly name: string } | undefined>;`,
  'lib/session.ts': `export declare function getSession(): Promise<{ readonly user: { readonly id: string } } | null>;
export const sessionOptions = { password: 'x', cookieName: 'x' };`,
  'lib/safe-action.ts': `import { createSafeActionClient } from 'next-safe-action';
export const authActionClient = createSafeActionClient();`,
  'lib/zsa.ts': `import { createServerActionProcedure } from 'zsa';
export const authedProcedure = createServerActionProcedure().handler(async () => ({ userId: '1' }));`,
  // What `next typegen` makes of an app's routes.
  'routes.d.ts':
    "declare type RouteContext<Route extends '/api/items/[id]'> = { readonly params: Promise<{ readonly id: Route extends string ? string : never }> };",
  'globals.d.ts': `declare function describe(name: string, run: () => void): void;
declare function it(name: string, run: () => Promise<void>): void;
declare function expect(value: unknown): {
  toBe(expected: unknown): void;
  readonly rejects: { toThrow(): Promise<void> };
};`,
};

/** How each library is set up in a module of the app's own. */
export const AUTH_MODULES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'authjs-5': {
    'auth.ts': "import NextAuth from 'next-auth';\nexport const { auth } = NextAuth({ providers: [] });",
  },
  'better-auth': {
    'lib/auth.ts': "import { betterAuth } from 'better-auth';\nexport const auth = betterAuth({});",
  },
  supabase: {
    'lib/supabase/server.ts': `import { createServerClient } from '@supabase/ssr';
export async function createClient() {
  return createServerClient('a', 'b', { cookies: { getAll: () => [], setAll: () => undefined } });
}`,
  },
  auth0: {
    'lib/auth0.ts':
      "import { Auth0Client } from '@auth0/nextjs-auth0/server';\nexport const auth0 = new Auth0Client();",
  },
  stack: {
    'stack.ts': `import { StackServerApp } from '@stackframe/stack';
export const stackServerApp = new StackServerApp({ tokenStore: 'nextjs-cookie' });`,
  },
};

/** Installs the packages where that has not been done. */
export function installPackages(): void {
  if (existsSync(join(CACHE, 'node_modules/typescript/bin/tsc'))) return;
  mkdirSync(CACHE, { recursive: true });
  const manifest = { private: true, workspaces: [], dependencies: PACKAGES };
  writeFileSync(join(CACHE, 'package.json'), JSON.stringify(manifest, undefined, 2));
  const args = [
    'install',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    '--legacy-peer-deps',
    '--prefer-offline',
  ];
  const { status, stderr } = spawnSync('npm', args, { cwd: CACHE, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm install failed: ${stderr}`);
}

const COMPANIONS: Readonly<Record<string, string>> = {
  'test-route': 'route-collection',
  'test-action': 'action-bound',
  'client-action-client': 'action-client',
};

/** A module beside the snippet: the action of a client, the handler of a test. */
function companionOf({ snippet, facts, javascript }: SnippetCase): SnippetCase | undefined {
  const id =
    COMPANIONS[snippet.id] ??
    (snippet.id.startsWith('client-') ? snippet.id.replace('client-', 'action-') : undefined);
  if (id === undefined) return undefined;
  const all = snippetCases({ only: new RegExp(`^${id}$`) }).filter((each) => each.javascript === javascript);
  return all.find((each) => facts.has('next15') === each.facts.has('next15')) ?? all[0];
}

/** What the compiler says of the modules, one line each; empty when all is well. */
export function compile(
  name: string,
  cases: readonly SnippetCase[],
  extra: Readonly<Record<string, string>> = {},
): readonly string[] {
  const folder = join(CACHE, name);
  rmSync(folder, { recursive: true, force: true });
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries({ ...OWN_MODULES, ...extra })) put(path, text);
  cases.forEach((each, index) => {
    const home = `cases/${index}-${each.snippet.id}`;
    put(`${home}/${each.path}`, each.text);
    const companion = companionOf(each);
    if (companion) {
      const file = companion.path.slice(companion.path.lastIndexOf('/') + 1);
      put(`${home}/${dirname(each.path)}/${file}`, companion.text);
    }
  });
  const javascript = cases.some((each) => each.javascript);
  const compilerOptions = {
    target: 'ES2022',
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    module: 'ESNext',
    moduleResolution: 'Bundler',
    jsx: 'preserve',
    strict: !javascript,
    noUnusedLocals: true,
    noUncheckedIndexedAccess: !javascript,
    allowJs: javascript,
    checkJs: javascript,
    noEmit: true,
    skipLibCheck: true,
    esModuleInterop: true,
    types: ['node'],
    paths: { '@/*': ['./*'] },
  };
  put('tsconfig.json', JSON.stringify({ compilerOptions, include: ['**/*'] }, undefined, 2));
  if (!existsSync(join(folder, 'node_modules')))
    symlinkSync(join(CACHE, 'node_modules'), join(folder, 'node_modules'));
  const tsc = join(CACHE, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
  });
  return stdout.split('\n').filter((line) => line !== '');
}
