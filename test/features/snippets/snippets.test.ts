/** What every snippet owes its users: it is clean under all rules, guarded in the engine's own eyes, and formatted. */
import assert from 'node:assert/strict';
import { check as isFormatted } from 'prettier';
import { SNIPPETS } from '../../../server/src/core/features/snippets/snippetTable';
import { type FilePath, filePath } from '../../../server/src/core/text/filePath';
import { DEFAULT_FILE_STYLE } from '../../../server/src/core/text/fileStyle';
import { engineOver } from '../../support/engine';
import { FIXTURE_ROOT } from '../../support/fixture';
import { type SnippetCase, snippetCases } from './cases';

/** The app around a snippet. */
function filesOf({ facts, path, text }: SnippetCase): ReadonlyMap<FilePath, string> {
  const next = facts.has('next16') ? '16.4.6' : facts.has('next15') ? '15.5.0' : '14.2.0';
  const files: Record<string, string> = {
    'package.json': JSON.stringify({ dependencies: { next } }),
    'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }',
    'next.config.js': `module.exports = { cacheComponents: ${String(facts.has('cacheComponents'))} };`,
    'app/layout.tsx': 'export default function Layout({ children }) { return children; }',
    'app/page.tsx':
      "import '../app/items/actions';\nimport './things/actions';\nexport default function Page() { return null; }",
    'lib/session.ts': `import { jwtVerify } from 'jose';
import { cookies } from 'next/headers';
export async function getSession() {
  const token = (await cookies()).get('session')?.value;
  if (!token) return null;
  return (await jwtVerify(token, new TextEncoder().encode(process.env.SECRET))).payload;
}`,
    'lib/safe-action.ts': `import { createSafeActionClient } from 'next-safe-action';
import { getSession } from './session';
export const authActionClient = createSafeActionClient().use(async ({ next }) => {
  if (!(await getSession())) throw new Error('no');
  return next();
});`,
    'lib/zsa.ts': `import { createServerActionProcedure } from 'zsa';
import { getSession } from './session';
export const authedProcedure = createServerActionProcedure().handler(async () => {
  const session = await getSession();
  if (!session) throw new Error('no');
  return session;
});`,
    'lib/items.ts': `import { prisma } from './db';
export const createItem = (data) => prisma.item.create({ data });
export const listItems = () => prisma.item.findMany();
export const findItem = (id) => prisma.item.findUnique({ where: { id } });
export const updateItem = (id, data) => prisma.item.update({ where: { id }, data });
export const renameItem = (id, name) => prisma.item.update({ where: { id }, data: { name } });
export const deleteItem = (id) => prisma.item.delete({ where: { id } });`,
    'lib/messages.ts':
      "import { prisma } from './db';\nexport const createMessage = (text) => prisma.message.create({ data: { text } });",
    'lib/files.ts': `import { prisma } from './db';
export const storeFile = (id, file) => prisma.file.create({ data: { id, name: file.name } });
export const findFile = (id) => prisma.file.findUnique({ where: { id } });`,
    'lib/db.ts': "import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();",
    [path]: text,
  };
  return new Map(
    Object.entries(files).map(([name, content]) => [filePath(`${FIXTURE_ROOT}/${name}`), content]),
  );
}

/** Snippets whose endpoints are open on purpose, or that have none. */
const OPEN = /^(?:client-|proxy-|test-|route-cors$|route-cached$)/;
/** Guarded by a signature or a secret of their own. */
const OWN_GUARD = /^route-(?:webhook-|cron$)/;

describe('the snippets', () => {
  it('are many, and each has forms in both languages', () => {
    assert.ok(SNIPPETS.length >= 30);
    const cases = snippetCases();
    for (const { id } of SNIPPETS) {
      const own = cases.filter(({ snippet }) => snippet.id === id);
      assert.deepEqual(new Set(own.map(({ javascript }) => javascript)), new Set([false, true]), id);
    }
  });

  it("are clean under all rules and guarded in the engine's own eyes, unless they are open on purpose", () => {
    const wrong = snippetCases().flatMap((each) => {
      const analysis = engineOver(filesOf(each)).snapshot();
      const findings = analysis.findings(filePath(`${FIXTURE_ROOT}/${each.path}`));
      const loud = findings.map(({ rule, message }) => `${each.name}: ${rule}: ${message}`);
      if (OPEN.test(each.snippet.id)) return loud;
      const kinds = OWN_GUARD.test(each.snippet.id) ? ['signature', 'secret'] : ['token', 'session'];
      const own = analysis.report(FIXTURE_ROOT).endpoints.filter(({ file }) => file === each.path);
      const open = own.filter(
        ({ guard, method }) =>
          method !== 'OPTIONS' && (guard.verdict !== 'guarded' || !kinds.includes(guard.kind ?? '')),
      );
      if (own.length === 0) return [...loud, `${each.name}: no endpoint`];
      return [
        ...loud,
        ...open.map(
          ({ name, guard }) =>
            `${each.name}: ${name} ${guard.verdict} ${guard.kind ?? ''} ${guard.note ?? ''}`,
        ),
      ];
    });
    assert.deepEqual(wrong, []);
  });

  it('are written as Prettier would write them, but for its line breaks', async () => {
    const style = { singleQuote: true, printWidth: 110 };
    const wrong: string[] = [];
    for (const each of snippetCases()) {
      if (!(await isFormatted(each.text, { ...style, filepath: each.path }))) wrong.push(each.name);
    }
    assert.deepEqual(wrong, []);
  });

  it('are written so in other styles too', async () => {
    const wrong: string[] = [];
    const style = {
      ...DEFAULT_FILE_STYLE,
      indent: '\t',
      quote: '"',
      semicolons: false,
      trailingCommas: 'none',
    } as const;
    const options = {
      useTabs: true,
      semi: false,
      trailingComma: 'none',
      printWidth: 110,
      tabWidth: 2,
    } as const;
    for (const each of snippetCases({
      style,
      only: /^(?:route-(?:item|cors|cron)|action-form|client-(?:form|optimistic)|proxy-cors)$/,
    })) {
      if (!(await isFormatted(each.text, { ...options, filepath: each.path }))) wrong.push(each.name);
    }
    assert.deepEqual(wrong, []);
  });
});
