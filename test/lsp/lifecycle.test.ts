/** How the server starts, for clients of every age, and how it ends. */
import assert from 'node:assert/strict';
import { type Rule } from '../../server/src/core/rule/rule';
import { FULL_CLIENT, PLAIN_CLIENT, withSession } from '../support/lspSession';
import { uniqueName } from '../support/testRules';

const ROUTE = { '/w/app/api/route.ts': 'export async function GET() {}' };

describe('lifecycle', () => {
  it('announces what the server can do, with UTF-16 positions and incremental sync', () =>
    withSession({}, async ({ result }) => {
      assert.deepEqual(result.serverInfo, { name: 'next-surface', version: '1.2.3' });
      assert.equal(result.capabilities.positionEncoding, 'utf-16');
      assert.deepEqual(result.capabilities.textDocumentSync, { openClose: true, change: 2 });
      assert.equal(result.capabilities.hoverProvider, true);
      assert.deepEqual(result.capabilities.codeActionProvider, {
        codeActionKinds: [
          'quickfix',
          'refactor.rewrite',
          'refactor.extract',
          'refactor.move',
          'source.fixAll.nextSurface',
        ],
        resolveProvider: false,
      });
      assert.deepEqual(result.capabilities.diagnosticProvider, {
        identifier: 'next-surface',
        interFileDependencies: true,
        workspaceDiagnostics: true,
      });
    }));

  it('promises no diagnostics on request and no code actions to clients that know neither', () =>
    withSession({ capabilities: PLAIN_CLIENT }, async ({ result }) => {
      assert.equal(result.capabilities.diagnosticProvider, undefined);
      assert.equal(result.capabilities.codeActionProvider, false);
    }));

  for (const [title, initialize] of [
    ['workspaceFolders', { workspaceFolders: [{ uri: 'file:///w', name: 'w' }] }],
    ['rootUri, workspaceFolders being null', { workspaceFolders: null, rootUri: 'file:///w' }],
    ['rootPath of the oldest clients', { workspaceFolders: null, rootUri: null, rootPath: '/w' }],
    ['a folder whose URI ends with a slash', { workspaceFolders: [{ uri: 'file:///w/', name: 'w' }] }],
  ] as const) {
    it(`reads the workspace given by ${title}`, () =>
      withSession(
        {
          files: ROUTE,
          initialize: {
            ...initialize,
            workspaceFolders: initialize.workspaceFolders && [...initialize.workspaceFolders],
          },
        },
        async (session) => {
          const report = await session.settle();
          assert.deepEqual(
            report.endpoints.map((endpoint) => endpoint.id),
            ['app/api/route.ts#GET'],
          );
        },
      ));
  }

  it('works without any folder: open files are judged, nothing is read', () =>
    withSession({ initialize: { workspaceFolders: null } }, async (session) => {
      await session.open('file:///elsewhere/actions.ts', "'use server';\nexport async function badOne() {}");
      const [diagnostic] = await session.diagnostics('file:///elsewhere/actions.ts');
      assert.equal(diagnostic?.code, 'no-bad-name');
      await session.settle();
      assert.deepEqual(session.disk.listed, []);
    }));

  it('ends with code 0 after shutdown, with 1 without', async () => {
    await withSession({}, async (session) => {
      await session.connection.sendRequest('shutdown');
      await session.connection.sendNotification('exit');
      assert.equal(await session.exited, 0);
    });
    await withSession({}, async (session) => {
      await session.connection.sendNotification('exit');
      assert.equal(await session.exited, 1);
    });
  });

  it('answers malformed parameters with an error, and goes on', () =>
    withSession({ files: ROUTE }, async (session) => {
      const { connection } = session;
      await session.settle();
      for (const [method, params] of [
        ['textDocument/hover', {}],
        ['textDocument/hover', { textDocument: { uri: 'file:///w/app/api/route.ts' } }],
        ['textDocument/codeAction', { textDocument: 7 }],
        ['textDocument/diagnostic', { textDocument: { uri: null } }],
      ] as const) {
        await assert.rejects(connection.sendRequest(method, params), `${method} ${JSON.stringify(params)}`);
      }
      await connection.sendNotification('textDocument/didOpen', {});
      await connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: 'file:///w/x.ts' },
      });
      await connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: '%%%' }] });
      await connection.sendNotification('workspace/didChangeWatchedFiles', {});
      await connection.sendNotification('workspace/didChangeConfiguration', undefined);
      await session.settle();
      assert.equal((await session.surface()).endpoints.length, 1);
    }));

  it('survives an engine that throws: the request fails, the log says why, everything else goes on', () => {
    const crashing: Rule = {
      meta: { ...uniqueName.meta, id: 'crashing' },
      check() {
        throw new Error('out of order');
      },
    };
    return withSession({ files: ROUTE, rules: [crashing] }, async (session) => {
      const uri = 'file:///w/app/api/route.ts';
      await session.open(uri, 'export async function PUT() {}');
      await assert.rejects(session.diagnostics(uri), /textDocument\/diagnostic: out of order/);
      await assert.rejects(session.settle(), /nextSurface\/report: out of order/);
      const hover = { textDocument: { uri }, position: { line: 0, character: 23 } };
      assert.notEqual(await session.connection.sendRequest('textDocument/hover', hover), null);
      assert.ok(session.received.some(({ params }) => JSON.stringify(params).includes('check (')));
    });
  });

  it('answers a URI that is no file with nothing', () =>
    withSession({}, async (session) => {
      for (const uri of [
        'untitled:Untitled-1',
        'git:/w/app/x.ts?%7B%22ref%22%3A%22HEAD%22%7D',
        'no uri at all',
      ]) {
        await session.open(uri, "'use server';\nexport async function badOne() {}");
        assert.deepEqual(await session.diagnostics(uri), []);
      }
    }));

  it('tells how the first scan goes, in a progress that begins and ends', () => {
    const capabilities = { ...FULL_CLIENT, window: { workDoneProgress: true } };
    return withSession({ files: ROUTE, capabilities, slow: true }, async (session) => {
      const begin = await session.notification('$/progress');
      assert.deepEqual(progressOf(begin), {
        kind: 'begin',
        title: 'Next Surface',
        percentage: 0,
        message: 'Reading files',
        cancellable: true,
      });
      session.disk.slow = false;
      await session.notification('$/progress', (params) => progressOf(params).kind === 'end');
      const steps = session.received.filter(({ method }) => method === '$/progress');
      assert.ok(steps.some(({ params }) => progressOf(params).message === 'Reading files: 2'));
      assert.equal(progressOf(steps.at(-1)?.params).kind, 'end');
    });
  });

  it('stops reading when the user cancels the progress, and shows what it has', () => {
    const capabilities = { ...FULL_CLIENT, window: { workDoneProgress: true } };
    return withSession({ files: ROUTE, capabilities, slow: true }, async (session) => {
      const begin = await session.notification('$/progress');
      await session.connection.sendNotification('window/workDoneProgress/cancel', { token: tokenOf(begin) });
      await session.connection.sendRequest('textDocument/hover', {
        textDocument: { uri: 'file:///w/x.ts' },
        position: { line: 0, character: 0 },
      });
      session.disk.slow = false;
      assert.deepEqual((await session.settle()).endpoints, []);
      assert.equal((await session.surface()).state, 'ready');
    });
  });

  it('says in the log which folders it reads, which apps it found, and how long it took', () =>
    withSession({ files: ROUTE }, async (session) => {
      await session.settle();
      const lines = session.received
        .filter(({ method }) => method === 'window/logMessage')
        .map(({ params }) => (params as { message: string }).message);
      assert.ok(lines.includes('Folder /w'), lines.join('\n'));
      assert.ok(lines.includes('App .: Next.js 16.4.6, 1 endpoint'), lines.join('\n'));
      assert.ok(
        lines.some((line) => /^Scanned in \d+ ms: 1 app, 1 endpoint$/.test(line)),
        lines.join('\n'),
      );
    }));

  it('says in the log why it shows nothing where there is no app', () =>
    withSession({ files: { '/w/package.json': '{}' } }, async (session) => {
      await session.settle();
      assert.ok(
        session.received.some(({ params }) => JSON.stringify(params)?.includes('No Next.js app found')),
      );
    }));
});

// What came over the wire is the server's word; the tests below assert its content.
function progressOf(params: unknown): { readonly kind: string; readonly message?: string } {
  return (params as { value: { kind: string; message?: string } }).value;
}

function tokenOf(params: unknown): string {
  return (params as { token: string }).token;
}
