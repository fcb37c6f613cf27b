/** The commands for new handlers and actions: what they ask, what they send, and what becomes of the answer. */
import assert from 'node:assert/strict';
import { SHOP, startRunning } from '../support/clientSession';
import {
  NEW_ENDPOINT_REQUEST,
  type NewEndpointParams,
  type NewEndpointResult,
} from '../../server/src/protocol';

const at = { toString: () => 'file:///ws/app/api' };
const text = 'export async function GET() {}\n';

/** A server that knows the file for what is complete, and where to start for what is not. */
function answer(params: unknown): NewEndpointResult {
  // The client sends what the protocol says.
  const { url, name } = params as NewEndpointParams;
  if (url === '/taken' || name === 'taken') return { kind: 'refused', reason: 'It is there already.' };
  if (name !== undefined) {
    const range = { start: { line: 3, character: 0 }, end: { line: 3, character: 0 } };
    return { kind: 'edits', uri: 'file:///ws/app/actions.ts', edits: [{ range, newText: 'added' }] };
  }
  if (url === undefined) return { kind: 'start', value: '/api/' };
  return { kind: 'file', uri: 'file:///ws/app/api/items/route.ts', text };
}

describe('a new endpoint', () => {
  it('as a handler is asked for by URL and methods, and created in one step', async () => {
    const session = await startRunning(SHOP, { typed: [' /api/items '], pick: 'GET POST' });
    session.client().answers.set(NEW_ENDPOINT_REQUEST, answer);
    await session.editor.run('nextSurface.newRoute', at);
    assert.deepEqual(session.client().requests.at(-1)?.parameters, {
      kind: 'route',
      uri: 'file:///ws/app/api',
      url: '/api/items',
      methods: ['GET', 'POST'],
    });
    assert.deepEqual(session.editor.inserted, [
      { uri: 'file:///ws/app/api/items/route.ts', line: 0, character: 0, text },
    ]);
  });

  it('as an action is asked for by name, and added to the file that is there', async () => {
    const session = await startRunning(SHOP, { typed: ['addItem'] });
    session.client().answers.set(NEW_ENDPOINT_REQUEST, answer);
    await session.editor.run('nextSurface.newAction', at);
    assert.deepEqual(session.editor.inserted, [
      { uri: 'file:///ws/app/actions.ts', line: 3, character: 0, text: 'added' },
    ]);
  });

  it('that the server refuses is not accepted, and nothing is written', async () => {
    for (const [command, typed] of [
      ['newRoute', '/taken'],
      ['newAction', 'taken'],
    ] as const) {
      const session = await startRunning(SHOP, { typed: [typed], pick: 'GET' });
      session.client().answers.set(NEW_ENDPOINT_REQUEST, answer);
      await session.editor.run(`nextSurface.${command}`, at);
      assert.deepEqual(session.editor.inserted, []);
    }
  });

  it('needs an app, and a method', async () => {
    const outside = await startRunning(SHOP, { typed: ['/x'], pick: 'GET' });
    outside.client().answers.set(NEW_ENDPOINT_REQUEST, () => ({ kind: 'refused', reason: 'No app.' }));
    await outside.editor.run('nextSurface.newRoute', at);
    assert.deepEqual(
      outside.editor.errors.map(({ message }) => message),
      ['No app.'],
    );
    const none = await startRunning(SHOP, { typed: ['/x'] });
    none.client().answers.set(NEW_ENDPOINT_REQUEST, answer);
    await none.editor.run('nextSurface.newRoute', at);
    assert.deepEqual(none.editor.inserted, []);
  });
});
