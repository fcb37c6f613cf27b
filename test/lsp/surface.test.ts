/** The surface as editors see it: what it holds, when it changes, and what the client hears of that. */
import assert from 'node:assert/strict';
import { REPORT_REQUEST, SURFACE_CHANGED_NOTIFICATION, type SurfaceReport } from '../../server/src/protocol';
import { type LspSession, withSession } from '../support/lspSession';

const ROUTE = 'file:///w/app/api/%5Bid%5D/route.ts';
const FILES = {
  '/w/app/api/[id]/route.ts': '\n/* 🚀 */ export async function GET() {}\n',
  '/w/lib/actions.ts': "'use server';\nexport async function save() {}\n",
};

describe('surface', () => {
  it('holds each endpoint with the place that a click opens, and each app with its folder', () =>
    withSession({ files: FILES }, async (session) => {
      await session.settle();
      const surface = await session.surface();
      assert.equal(surface.state, 'ready');
      assert.deepEqual(
        surface.apps.map(({ name, uri, endpoints }) => ({ name, uri, endpoints })),
        [{ name: 'w', uri: 'file:///w', endpoints: 2 }],
      );
      assert.deepEqual(
        surface.endpoints.map(({ id, surface: side, uri, range }) => ({ id, side, uri, start: range.start })),
        [
          { id: 'app/api/[id]/route.ts#GET', side: 'public', uri: ROUTE, start: { line: 1, character: 31 } },
          {
            id: 'lib/actions.ts#save',
            side: 'internal',
            uri: 'file:///w/lib/actions.ts',
            start: { line: 1, character: 22 },
          },
        ],
      );
    }));

  it('names a file as the client does, however the client encodes it', () =>
    withSession({ files: FILES }, async (session) => {
      await session.open('file:///w/app/api/[id]/route.ts', FILES['/w/app/api/[id]/route.ts']);
      await session.settle();
      assert.equal((await session.surface()).endpoints[0]?.uri, 'file:///w/app/api/[id]/route.ts');
    }));

  it('is announced when the first scan is done', () =>
    withSession({ files: FILES }, async (session) => {
      await session.notification(SURFACE_CHANGED_NOTIFICATION);
      assert.equal((await session.surface()).endpoints.length, 2);
    }));

  it('changes as one types, and the client hears of it once it has asked', () =>
    withSession({ files: FILES }, async (session) => {
      await session.notification(SURFACE_CHANGED_NOTIFICATION);
      await session.open(ROUTE, FILES['/w/app/api/[id]/route.ts']);
      await session.surface();
      const before = session.received.length;
      await session.change(ROUTE, 2, [{ text: 'export const POST = wrap(async () => {});' }]);
      await session.notification(SURFACE_CHANGED_NOTIFICATION, undefined, before);
      assert.deepEqual(await endpointNames(session), ['POST', 'save']);
    }));

  it('is answered from the text of the moment, without waiting for the news', () =>
    withSession({ files: FILES }, async (session) => {
      await session.settle();
      await session.open(ROUTE, 'export async function PUT() {}');
      assert.deepEqual(await endpointNames(session), ['PUT', 'save']);
    }));

  it('is not announced for an edit that leaves it as it was', () =>
    withSession({ files: FILES }, async (session) => {
      await session.notification(SURFACE_CHANGED_NOTIFICATION);
      await session.open(ROUTE, FILES['/w/app/api/[id]/route.ts']);
      await session.surface();
      const before = session.received.length;
      await session.change(ROUTE, 2, [{ text: `${FILES['/w/app/api/[id]/route.ts']}// more` }]);
      await session.quiet();
      assert.deepEqual(session.received.slice(before), []);
    }));

  it('is announced no more to a client that does not ask for it any longer', () =>
    withSession({ files: FILES }, async (session) => {
      await session.notification(SURFACE_CHANGED_NOTIFICATION);
      const before = session.received.length;
      await session.open(ROUTE, 'export async function DELETE() {}');
      await session.quiet();
      assert.deepEqual(session.received.slice(before), []);
    }));

  it('is answered at once while the workspace is being read; the report waits', () => {
    return withSession({ files: FILES, slow: true }, async (session) => {
      const report = session.settle();
      assert.deepEqual(await session.surface(), { state: 'scanning', apps: [], endpoints: [] });
      session.disk.slow = false;
      assert.equal((await report).endpoints.length, 2);
    });
  });

  it('of a folder is reported with files relative to it', () =>
    withSession({ files: FILES }, async (session) => {
      const report: SurfaceReport = await session.connection.sendRequest(REPORT_REQUEST, {
        uri: 'file:///w/app',
      });
      assert.deepEqual(
        report.endpoints.map(({ file }) => file),
        ['../lib/actions.ts', 'api/[id]/route.ts'],
      );
      assert.equal(report.tool.version, '1.2.3');
    }));

  it('is asked for with parameters, with null, and without any', () =>
    withSession({ files: FILES }, async ({ connection, settle }) => {
      await settle();
      for (const params of [[], [null], [{}]]) {
        const report: SurfaceReport = await connection.sendRequest(REPORT_REQUEST, ...params);
        assert.equal(report.endpoints.length, 2);
      }
    }));
});

async function endpointNames(session: LspSession): Promise<readonly string[]> {
  return (await session.surface()).endpoints.map(({ name }) => name);
}
