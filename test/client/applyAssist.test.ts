/** The code actions that ask: what is asked, what the server is told, and what is applied. */
import assert from 'node:assert/strict';
import { startRunning } from '../support/clientSession';
import { aRoute, aSurface, judged } from '../support/surfaceFixture';
import { type ApplyAssistParams, RESOLVE_ASSIST_REQUEST } from '../../server/src/protocol';

const PLACE = {
  uri: 'file:///ws/a.ts',
  range: { start: { line: 1, character: 2 }, end: { line: 1, character: 2 } },
  assist: 'convert',
  target: 'export:save',
};
const QUESTION = { id: 'url', prompt: 'URL', proposal: '/api/save' };
const METHOD = {
  id: 'method',
  prompt: 'Method',
  proposal: 'POST',
  choices: [
    { value: 'PUT', label: 'put' },
    { value: 'POST', label: 'post' },
  ],
};
const OFFER: ApplyAssistParams = { ...PLACE, title: 'Convert', questions: [QUESTION] };
const INSERT = { uri: PLACE.uri, line: 0, character: 0, text: 'x' };
/** The fake client takes edits as the fake editor applies them. */
const EDIT = { kind: 'edit', edit: { inserts: [INSERT] }, notes: [{ message: 'Look at the callers.' }] };

describe('applying a code action that asks', () => {
  it('applies the edit for the answers, and says what is left to do', async () => {
    const { editor, client } = await startRunning(undefined, { folders: [], typed: ['/api/x'], pick: 'put' });
    client().answers.set(RESOLVE_ASSIST_REQUEST, () => EDIT);
    await editor.run('nextSurface.applyAssist', { ...OFFER, questions: [QUESTION, METHOD] });
    assert.deepEqual(client().requests.at(-1)?.parameters, {
      ...PLACE,
      input: { url: '/api/x', method: 'PUT' },
    });
    assert.deepEqual(editor.choices, [['post', 'put']]);
    assert.deepEqual(editor.inserted, [INSERT]);
    assert.deepEqual(editor.messages, ['Look at the callers.']);
  });

  it('writes nothing where the server refuses the answer, or none is given', async () => {
    for (const typed of [['/api/taken'], []]) {
      const { editor, client } = await startRunning(undefined, { folders: [], typed });
      client().answers.set(RESOLVE_ASSIST_REQUEST, () => ({
        kind: 'refused',
        message: 'taken',
        question: 'url',
      }));
      await editor.run('nextSurface.applyAssist', OFFER);
      assert.deepEqual(editor.inserted, []);
    }
  });

  it('says so where the code is another by now', async () => {
    const { editor, client } = await startRunning(undefined, { folders: [], typed: ['/api/x'] });
    client().answers.set(RESOLVE_ASSIST_REQUEST, () => ({ kind: 'gone' }));
    await editor.run('nextSurface.applyAssist', OFFER);
    assert.deepEqual(editor.inserted, []);
    assert.match(editor.messages.join(), /has changed/);
  });
});

describe('guarding all open endpoints', () => {
  it('asks the server at one of them for the edits of the whole app', async () => {
    const open = { ...judged('unguarded'), publicByDesign: { value: false, reason: null } };
    const surface = aSurface([
      aRoute('/api/health', 'GET', judged('guarded')),
      aRoute('/api/orders', 'POST', open),
    ]);
    const { editor, client } = await startRunning(surface);
    client().answers.set(RESOLVE_ASSIST_REQUEST, () => EDIT);
    await editor.run('nextSurface.guardAll');
    const orders = surface.endpoints.find(({ url }) => url === '/api/orders');
    assert.deepEqual(client().requests.at(-1)?.parameters, {
      uri: orders?.uri,
      range: orders?.range,
      assist: 'add-auth-guard',
      target: 'app',
      input: {},
    });
    assert.deepEqual(editor.inserted, [INSERT]);
  });

  it('has nothing to do where none is open', async () => {
    const { editor, client } = await startRunning(
      aSurface([aRoute('/api/health', 'GET', judged('guarded'))]),
    );
    await editor.run('nextSurface.guardAll');
    assert.equal(
      client().requests.some(({ method }) => method === RESOLVE_ASSIST_REQUEST),
      false,
    );
    assert.match(editor.messages.join(), /No endpoint is open/);
  });
});
