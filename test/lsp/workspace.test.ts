/** The files that the server sees: changes on disk, folders that come and go, and order in a busy editor. */
import assert from 'node:assert/strict';
import { type FileSystemWatcher } from 'vscode-languageserver/node';
import { FULL_CLIENT, type LspSession, withSession } from '../support/lspSession';

const GET = 'export async function GET() {}';
const CREATED = 1;
const CHANGED = 2;
const DELETED = 3;

describe('workspace', () => {
  it('asks to hear of sources, manifests, configurations, lockfiles, and of whole folders', () =>
    withSession({}, async (session) => {
      await session.settle();
      const watchers = watchersOf(session).map(
        ({ globPattern, kind }) => `${String(globPattern)} ${kind ?? 'all'}`,
      );
      assert.deepEqual(watchers, [
        '**/*.{ts,tsx,js,jsx,mjs,cjs,mts,cts} all',
        '**/{package,jsconfig,tsconfig*,next-surface,package-lock,npm-shrinkwrap}.json all',
        '**/next.config.* all',
        '**/{pnpm-workspace.yaml,pnpm-lock.yaml,yarn.lock,bun.lock,.gitignore} all',
        '**/node_modules/next/package.json all',
        '** 5',
      ]);
    }));

  it('says in the log when the client reports no changes on disk', () =>
    withSession({ capabilities: { ...FULL_CLIENT, workspace: {} } }, async (session) => {
      await session.settle();
      assert.deepEqual(session.registrations, []);
      assert.ok(
        session.received.some(({ params }) =>
          JSON.stringify(params).includes('does not report changes on disk'),
        ),
      );
    }));

  it('sees files that are made, changed and removed', () =>
    withSession({}, async (session) => {
      await session.settle();
      session.disk.texts.set('/w/app/a/route.ts', GET);
      await session.watched(['file:///w/app/a/route.ts', CREATED]);
      assert.deepEqual(await endpoints(session), ['app/a/route.ts#GET']);
      session.disk.texts.set('/w/app/a/route.ts', GET.replace('GET', 'PUT'));
      await session.watched(['file:///w/app/a/route.ts', CHANGED]);
      assert.deepEqual(await endpoints(session), ['app/a/route.ts#PUT']);
      session.disk.texts.delete('/w/app/a/route.ts');
      await session.watched(['file:///w/app/a/route.ts', DELETED]);
      assert.deepEqual(await endpoints(session), []);
    }));

  it('sees a folder that was moved, though only the folders are reported', () =>
    withSession({ files: { '/w/app/a/x/route.ts': GET, '/w/app/ab/route.ts': GET } }, async (session) => {
      await session.settle();
      session.disk.texts.delete('/w/app/a/x/route.ts');
      session.disk.texts.set('/w/app/b/x/route.ts', GET);
      await session.watched(['file:///w/app/a', DELETED], ['file:///w/app/b', CREATED]);
      assert.deepEqual(await endpoints(session), ['app/ab/route.ts#GET', 'app/b/x/route.ts#GET']);
    }));

  it('reads a folder again when its .gitignore changed', () =>
    withSession({}, async (session) => {
      await session.settle();
      session.disk.texts.set('/w/app/api/route.ts', GET);
      await session.watched(['file:///w/.gitignore', CHANGED]);
      assert.deepEqual(await endpoints(session), ['app/api/route.ts#GET']);
    }));

  it('does not look at what an install or a build writes', () =>
    withSession({}, async (session) => {
      await session.settle();
      const before = session.disk.listed.length;
      await session.watched(
        ['file:///w/node_modules/x/index.js', CREATED],
        ['file:///w/.next/server/app.js', CREATED],
        ['file:///w/node_modules/next/package.json', CHANGED],
      );
      await session.settle();
      assert.deepEqual(session.disk.listed.slice(before), ['/w/node_modules/next/package.json']);
    }));

  it('reads whole folders again when very many files changed', () =>
    withSession({}, async (session) => {
      await session.settle();
      const before = session.disk.listed.length;
      const names = Array.from({ length: 500 }, (_, index) => `/w/app/r${index}/route.ts`);
      for (const name of names) session.disk.texts.set(name, GET);
      await session.watched(...names.map((name) => [`file://${name}`, CREATED] as const));
      assert.equal((await endpoints(session)).length, 500);
      assert.ok(session.disk.listed.length - before < 300, String(session.disk.listed.length - before));
    }));

  it('sees an unsaved file, until it is closed unsaved', () =>
    withSession({}, async (session) => {
      await session.settle();
      await session.open('file:///w/app/new/route.ts', GET);
      assert.deepEqual(await endpoints(session), ['app/new/route.ts#GET']);
      await session.close('file:///w/app/new/route.ts');
      assert.deepEqual(await endpoints(session), []);
    }));

  it('keeps an open buffer whose file was removed', () =>
    withSession({ files: { '/w/app/a/route.ts': GET } }, async (session) => {
      await session.open('file:///w/app/a/route.ts', GET);
      session.disk.texts.delete('/w/app/a/route.ts');
      await session.watched(['file:///w/app/a/route.ts', DELETED]);
      assert.deepEqual(await endpoints(session), ['app/a/route.ts#GET']);
      await session.watched(['file:///w/app', DELETED]);
      assert.deepEqual(await endpoints(session), ['app/a/route.ts#GET']);
    }));

  it('leaves out open files that do not belong to it', () =>
    withSession({}, async (session) => {
      await session.open('file:///elsewhere/app/api/route.ts', GET);
      await session.open('file:///w/node_modules/x/app/api/route.ts', GET);
      await session.open('file:///w/.cache/app.ts', GET);
      assert.deepEqual(await endpoints(session), []);
    }));

  it('changes with the folders that are open', () => {
    const files = {
      '/w/app/a/route.ts': GET,
      '/v/package.json': '{ "dependencies": { "next": "15.0.0" } }',
      '/v/app/b/route.ts': GET,
    };
    return withSession({ files }, async (session) => {
      assert.deepEqual(await endpoints(session), ['app/a/route.ts#GET']);
      const [w, v] = ['w', 'v'].map((name) => ({ uri: `file:///${name}`, name }));
      const change = (event: object) =>
        session.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event });
      await change({ added: [v], removed: [] });
      assert.deepEqual(await endpoints(session), ['v/app/b/route.ts#GET', 'w/app/a/route.ts#GET']);
      const surface = await session.surface();
      assert.deepEqual(
        surface.apps.map(({ name, uri }) => [name, uri]),
        [
          ['v', 'file:///v'],
          ['w', 'file:///w'],
        ],
      );
      await change({ added: [], removed: [w] });
      assert.deepEqual(await endpoints(session), ['app/b/route.ts#GET']);
      await change({ added: [], removed: [v] });
      assert.deepEqual(await endpoints(session), []);
    });
  });

  it('reads a folder inside a folder once it is opened by itself, and keeps it when that is closed again', () =>
    withSession({ files: { '/w/app/a/route.ts': GET } }, async (session) => {
      await session.settle();
      const inner = { uri: 'file:///w/app', name: 'app' };
      const change = (event: object) =>
        session.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event });
      await change({ added: [inner], removed: [] });
      assert.deepEqual(await endpoints(session), ['app/a/route.ts#GET']);
      await change({ added: [], removed: [inner] });
      assert.deepEqual(await endpoints(session), ['app/a/route.ts#GET']);
    }));

  it('drops a folder that is closed while it is being read', () => {
    return withSession({ files: { '/w/app/a/route.ts': GET }, slow: true }, async (session) => {
      await session.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
        event: { added: [], removed: [{ uri: 'file:///w', name: 'w' }] },
      });
      await session.surface();
      session.disk.slow = false;
      assert.deepEqual(await endpoints(session), []);
    });
  });

  it("reads what makes an app of an open file's folder before it has read everything else", () => {
    const files = { '/w/apps/web/package.json': '{ "dependencies": { "next": "16.0.0" } }' };
    return withSession({ files, slow: true }, async (session) => {
      await session.open('file:///w/apps/web/app/api/route.ts', GET);
      while (!session.disk.listed.includes('/w/apps/web/package.json')) await session.surface();
      assert.deepEqual(await session.surface(), { state: 'scanning', apps: [], endpoints: [] });
      session.disk.slow = false;
      assert.deepEqual(await endpoints(session), ['apps/web/app/api/route.ts#GET']);
    });
  });

  it('answers requests between two files of a scan', () => {
    const files = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`/w/app/r${index}/route.ts`, GET]),
    );
    return withSession({ files }, async (session) => {
      let answered = 0;
      const done = session.settle();
      for (let scanning = true; scanning; answered++)
        scanning = (await session.surface()).state === 'scanning';
      await done;
      assert.ok(answered > 3, `${answered} answers`);
    });
  });
});

async function endpoints(session: LspSession): Promise<readonly string[]> {
  return (await session.settle()).endpoints.map(({ id }) => id);
}

function watchersOf(session: LspSession): readonly FileSystemWatcher[] {
  const registration = session.registrations.find(
    ({ method }) => method === 'workspace/didChangeWatchedFiles',
  );
  // What the server sent; the assertion is about its content.
  return (registration?.registerOptions as { watchers: FileSystemWatcher[] } | undefined)?.watchers ?? [];
}
