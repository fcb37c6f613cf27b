/** The request for the action behind an id: by a manifest on disk, by a key, and without either. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { FIND_ACTION_REQUEST, type FindActionParams } from '../../server/src/protocol';
import { type LspSession, withSession } from '../support/lspSession';

const SOURCE = "'use server';\nexport async function save() {}\n";
const FILES = { '/w/app/actions.ts': SOURCE };
const id = `00${createHash('sha1').update('keyapp/actions.ts:save').digest('hex')}`;
const FOUND = {
  kind: 'found',
  name: 'save',
  uri: 'file:///w/app/actions.ts',
  range: { start: { line: 1, character: 22 }, end: { line: 1, character: 26 } },
};

const ask = (session: LspSession, params: FindActionParams): Promise<unknown> =>
  session.connection.sendRequest(FIND_ACTION_REQUEST, params);

describe('finding an action by its id', () => {
  it("is answered by a build's manifest, and waits until the workspace is read", () => {
    const manifest = JSON.stringify({ node: { [id]: { filename: 'app/actions.ts', exportedName: 'save' } } });
    const files = { ...FILES, '/w/.next/server/server-reference-manifest.json': manifest };
    return withSession({ files }, async (session) => assert.deepEqual(await ask(session, { id }), FOUND));
  });

  it('is answered with the key where there is no build', () =>
    withSession({ files: FILES }, async (session) => {
      assert.deepEqual(await ask(session, { id }), { kind: 'unknown' });
      assert.deepEqual(await ask(session, { id, key: 'key' }), FOUND);
      assert.equal(JSON.stringify(session.received).includes('"key"'), false, 'the key must not be logged');
    }));

  it('calls what is no id invalid, whatever it is', () =>
    withSession({ files: FILES }, async (session) => {
      for (const wrong of ['', 'xyz', 3, null, {}]) {
        // The request is sent as a hostile client would.
        assert.deepEqual(await ask(session, { id: wrong } as never), { kind: 'invalid' });
      }
    }));
});
