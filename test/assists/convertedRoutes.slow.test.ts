/** Converts the shop's server actions to routes and shares what notes do, builds the result, and asks over HTTP what it does. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { filePath } from '../../server/src/core/text/filePath';
import { builtActions } from '../oracle/manifests';
import { type StartedApp, startNext } from '../oracle/server';
import { type AppCopy, copyOf, installPackages, NEXT, run, writeChange } from '../support/appCopies';
import { applyEverywhere } from '../support/applyEverywhere';
import { NOTES, ROOMS } from '../support/shopAdditions';

/** What calls the new action. */
const REPLACE = `'use client';

import { replaceNote } from './replace-note';

export const Replace = () => <button onClick={() => replaceNote('n-1', { title: 'a' })}>Replace</button>;
`;

/** Applies the assist as long as something is offered in these files; the result is what was offered. */
function applyAll(copy: AppCopy, assist: string, isIn: (path: string) => boolean = () => true): string[] {
  const titles: string[] = [];
  for (;;) {
    const selection = { assist: (id: string) => id === assist, file: isIn };
    const [first] = applyEverywhere(copy.host, copy.files, copy.root, selection);
    if (!first?.after) return titles;
    assert.deepEqual(first.failures, []);
    titles.push(first.offer.title);
    writeChange(copy, first.after);
  }
}

describe('server actions that became routes, under next start', function () {
  this.timeout(600_000);

  let root = '';
  let converted: readonly string[] = [];
  let shared: readonly string[] = [];
  let rooms: readonly string[] = [];
  let started: StartedApp | undefined;
  const request: StartedApp['request'] = (path, init) => {
    assert.ok(started, 'nothing was started');
    return started.request(path, init);
  };

  before(async () => {
    installPackages();
    const copy = copyOf('shop-converted', 'examples/shop');
    root = copy.root;
    converted = applyAll(copy, 'convert-to-route');
    writeChange(
      copy,
      new Map(Object.entries(NOTES).map(([path, text]) => [filePath(join(copy.root, path)), text])),
    );
    const inNotes = (path: string): boolean => path.includes('/notes/');
    shared = [
      ...applyAll(copy, 'share-with-route', inNotes),
      ...applyAll(copy, 'share-with-action', inNotes),
    ];
    writeChange(
      copy,
      new Map(Object.entries(ROOMS).map(([path, text]) => [filePath(join(copy.root, path)), text])),
    );
    rooms = applyAll(copy, 'convert-to-route', (path) => path.includes('/rooms/'));
    // Next.js leaves out actions that nothing uses.
    writeChange(copy, new Map([[filePath(join(root, 'app/notes/replace.tsx')), REPLACE]]));
    run(process.execPath, [NEXT, 'build'], copy.root);
    started = await startNext(NEXT, copy.root, '', { SESSION_SECRET: 'of the test' });
  });

  after(() => started?.stop());

  /** Posts a form as a browser does, with the cookies that it has. */
  const post = (
    url: string,
    fields: Readonly<Record<string, string>>,
    headers: Record<string, string> = {},
  ) => request(url, { method: 'POST', headers, body: new URLSearchParams(fields) });

  async function signIn(email: string): Promise<string> {
    const response = await post('/api/sign-in', { email, password: 'demo' });
    assert.deepEqual(await response.json(), { redirectTo: '/account' });
    return response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ');
  }

  async function priceOf(slug: string): Promise<unknown> {
    const product: unknown = await (await request(`/api/products/${slug}`)).json();
    return (product as { readonly price: number }).price;
  }

  it('were eleven, one of them inline', () => {
    assert.equal(converted.length, 11, converted.join('\n'));
  });

  it('turn away whoever has no session, or not the role, and change nothing', async () => {
    const before = await priceOf('brass-pen');
    const change = { slug: 'brass-pen', price: '1' };
    assert.equal((await post('/api/set-price', change)).status, 401);
    assert.equal((await post('/api/place-order', { address: 'nowhere' })).status, 401);
    const cookie = await signIn('ada@example.com');
    assert.equal((await post('/api/set-price', change, { cookie })).status, 404);
    assert.equal((await post('/api/refund-order', { id: '1001' }, { cookie })).status, 403);
    assert.equal(await priceOf('brass-pen'), before);
  });

  it("turn away other sites' pages, as Next.js does for actions", async () => {
    const cookie = await signIn('grace@example.com');
    const change = { slug: 'brass-pen', price: '1' };
    for (const origin of ['https://evil.example', 'null'])
      assert.equal((await post('/api/set-price', change, { cookie, origin })).status, 403);
    assert.notEqual(await priceOf('brass-pen'), 1);
  });

  it('do what the actions did, and lead back to the page', async () => {
    const cookie = await signIn('grace@example.com');
    const answer = await post('/api/set-price', { slug: 'brass-pen', price: '777' }, { cookie });
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('location'), '/admin');
    assert.equal(await priceOf('brass-pen'), 777);
  });

  it("end the visitor's session where the inline action did, and for no other site", async () => {
    const cookie = await signIn('grace@example.com');
    const signOut = (headers: Record<string, string>) => post('/api/sign-out', {}, { cookie, ...headers });
    const elsewhere = await signOut({ origin: 'https://evil.example' });
    assert.equal(elsewhere.status, 403);
    assert.deepEqual(elsewhere.headers.getSetCookie(), []);
    const answer = await signOut({});
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('location'), '/');
    const [ended = ''] = answer.headers.getSetCookie();
    assert.match(ended, /^(\w+)=;.*Expires=Thu, 01 Jan 1970/);
    assert.ok(cookie.includes(`${ended.split('=')[0]}=`), `${ended} is not of the session, ${cookie}`);
  });

  it('answer with what the form shows, and 400 for input that is wrong', async () => {
    const wrong = await post('/api/submit-review', { product: 'brass-pen', rating: '9' });
    assert.equal(wrong.status, 400);
    assert.deepEqual(await wrong.json(), { ok: false, message: 'Please write a few words.' });
    const right = await post('/api/submit-review', { product: 'brass-pen', rating: '5', text: 'Fine.' });
    assert.equal(right.status, 200);
    assert.deepEqual(await right.json(), { ok: true, message: 'Thank you for your review.' });
    const body = JSON.stringify({ reviewId: 'r-1' });
    assert.equal((await request('/api/report-review', { method: 'POST', body })).status, 204);
  });

  it('have their preflight answered', async () => {
    const preflight = await request('/api/set-price', { method: 'OPTIONS' });
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers.get('allow'), 'OPTIONS, POST');
  });

  const note = async (id: string): Promise<unknown> => (await request(`/api/notes/${id}`)).json();

  const send = (method: string, url: string, body: unknown, cookie?: string) =>
    request(url, { method, headers: cookie === undefined ? {} : { cookie }, body: JSON.stringify(body) });

  /** Calls an action as the browser's part of Next.js does; the result is that of the action. */
  async function call(name: string, args: readonly unknown[], cookie = ''): Promise<unknown> {
    const action = builtActions(root).find(({ exportedName }) => exportedName === name);
    assert.ok(action, `no action ${name} was built`);
    const response = await request('/notes', {
      method: 'POST',
      headers: { cookie, 'next-action': action.id, 'content-type': 'text/plain;charset=UTF-8' },
      body: JSON.stringify(args),
    });
    assert.equal(response.status, 200);
    const streamed = await response.text();
    const row = /^0:\{"a":"\$@(\w+)"/m.exec(streamed)?.[1];
    const result = new RegExp(`^${row}:(.*)$`, 'm').exec(streamed)?.[1];
    assert.ok(result !== undefined, streamed);
    return JSON.parse(result);
  }

  it('stand beside the actions whose work they share, two of them', () => {
    assert.deepEqual(shared, [
      'Keep `renameNote` and share its work with a route handler, `POST /api/rename-note`',
      'Keep PUT and share its work with a server action, `replaceNote`',
    ]);
  });

  it('share the work of an action, and each of the two turns away whoever has no session', async () => {
    const before = await note('n-1');
    const stranger = await send('POST', '/api/rename-note', { id: 'n-1', title: 'theirs' });
    assert.equal(stranger.status, 401);
    assert.deepEqual(await stranger.json(), { error: 'Sign in first' });
    assert.deepEqual(await call('renameNote', ['n-1', 'theirs']), { error: 'Sign in first' });
    assert.deepEqual(await note('n-1'), before);

    const cookie = await signIn('ada@example.com');
    const renamed = await send('POST', '/api/rename-note', { id: 'n-1', title: ' by the route ' }, cookie);
    assert.equal(renamed.status, 200);
    assert.deepEqual(await renamed.json(), { renamed: 'n-1' });
    assert.deepEqual(await note('n-1'), { ownerId: 'ada', title: 'by the route' });
    const untitled = await send('POST', '/api/rename-note', { id: 'n-1', title: '' }, cookie);
    assert.equal(untitled.status, 400);
    assert.deepEqual(await untitled.json(), { error: 'A note needs a title' });
    assert.deepEqual(await call('renameNote', ['n-1', ''], cookie), { error: 'A note needs a title' });
    assert.deepEqual(await note('n-1'), { ownerId: 'ada', title: 'by the route' });
    assert.deepEqual(await call('renameNote', ['n-1', ' by the action '], cookie), { renamed: 'n-1' });
    assert.deepEqual(await note('n-1'), { ownerId: 'ada', title: 'by the action' });
  });

  it("share a handler's work with an action, and each of the two turns away whoever has no session", async () => {
    const before = await note('n-2');
    const stranger = await send('PUT', '/api/notes/n-2', { title: 'theirs' });
    assert.equal(stranger.status, 401);
    assert.deepEqual(await stranger.json(), { error: 'Sign in first' });
    assert.deepEqual(await call('replaceNote', ['n-2', { title: 'theirs' }]), {
      ok: false,
      error: 'Sign in first',
    });
    assert.deepEqual(await note('n-2'), before);

    const cookie = await signIn('ada@example.com');
    const replaced = await send('PUT', '/api/notes/n-2', { title: 'route' }, cookie);
    assert.equal(replaced.status, 201);
    assert.deepEqual(await replaced.json(), { replaced: 'n-2' });
    assert.deepEqual(await note('n-2'), { ownerId: 'ada', title: 'ROUTE' });
    for (const [id, title, status, error] of [
      ['n-2', '', 400, 'A note needs a title'],
      ['none', 'x', 404, 'No such note'],
    ] as const) {
      const failed = await send('PUT', `/api/notes/${id}`, { title }, cookie);
      assert.equal(failed.status, status);
      assert.deepEqual(await failed.json(), { error });
      assert.deepEqual(await call('replaceNote', [id, { title }], cookie), { ok: false, status, error });
    }
    const done = { ok: true, data: { replaced: 'n-2' } };
    assert.deepEqual(await call('replaceNote', ['n-2', { title: 'action' }], cookie), done);
    assert.deepEqual(await note('n-2'), { ownerId: 'ada', title: 'ACTION' });
  });

  it('are those that a function of the app wraps, and those in props that capture a segment, as well', () => {
    assert.deepEqual([...rooms].sort(), [
      'Convert `bookRoom` to a route handler, `POST /api/book-room`',
      'Convert `leaveRoom` to a route handler, `POST /api/leave-room`',
      'Convert `renameRoom` to a route handler, `POST /api/rename-room`',
      'Convert `setTopic` to a route handler, `POST /api/set-topic`',
    ]);
  });

  it("do what a wrapped action did, for the wrapper's users only", async () => {
    const before = await note('room');
    const form = await post('/api/book-room', { title: 'theirs' });
    assert.equal(form.status, 401);
    assert.deepEqual(await form.json(), { error: 'Sign in first' });
    const json = await send('POST', '/api/rename-room', { id: 'room', title: 'theirs' });
    assert.equal(json.status, 401);
    assert.deepEqual(await note('room'), before);

    const cookie = await signIn('ada@example.com');
    const evil = await post('/api/book-room', { title: 'x' }, { cookie, origin: 'https://evil.example' });
    assert.equal(evil.status, 403);
    assert.deepEqual(await note('room'), before);
    const booked = await post('/api/book-room', { title: 'Cellar' }, { cookie });
    assert.equal(booked.status, 303);
    assert.equal(booked.headers.get('location'), '/rooms');
    assert.deepEqual(await note('room'), { ownerId: 'ada', title: 'Cellar' });
    const renamed = await send('POST', '/api/rename-room', { id: 'room', title: 'Attic' }, cookie);
    assert.equal(renamed.status, 200);
    assert.deepEqual(await renamed.json(), { renamed: 'room' });
    assert.deepEqual(await note('room'), { ownerId: 'ada', title: 'Attic' });
    const untitled = await send('POST', '/api/rename-room', { id: 'room', title: '' }, cookie);
    assert.equal(untitled.status, 400);
    assert.deepEqual(await untitled.json(), { error: 'A room needs a title' });
  });

  it('take the segment that was captured from the form, which the page writes into it', async () => {
    for (const [page, url] of [
      ['/rooms/r-7', '/api/leave-room'],
      ['/rooms/r-7/topic', '/api/set-topic'],
    ] as const) {
      const html = await (await request(page)).text();
      assert.match(
        html,
        new RegExp(`<form action="${url}" method="post"><input type="hidden" name="id" value="r-7"/>`),
      );
    }
    assert.equal((await post('/api/leave-room', { id: 'r-7' })).status, 401);
    assert.equal((await post('/api/set-topic', { id: 'r-7', topic: 'x' })).status, 401);
    assert.equal(await note('r-7'), null);

    const cookie = await signIn('ada@example.com');
    const origin = 'https://evil.example';
    assert.equal((await post('/api/leave-room', { id: 'r-7' }, { cookie, origin })).status, 403);
    assert.equal((await post('/api/leave-room', {}, { cookie })).status, 400);
    assert.equal(await note('r-7'), null);
    const referer = 'http://localhost/rooms/r-7';
    const topic = await post('/api/set-topic', { id: 'r-7', topic: 'Tea' }, { cookie, referer });
    assert.equal(topic.status, 303);
    assert.equal(topic.headers.get('location'), referer);
    assert.deepEqual(await note('r-7'), { ownerId: 'ada', title: 'Tea' });
    assert.equal((await post('/api/leave-room', { id: 'r-7' }, { cookie, referer })).status, 303);
    assert.deepEqual(await note('r-7'), { ownerId: 'ada', title: 'left' });
  });
});
