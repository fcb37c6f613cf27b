/** Converts the shop's server actions to routes, builds the result, and asks the routes over HTTP what the actions did. */
import assert from 'node:assert/strict';
import { type StartedApp, startNext } from '../oracle/server';
import { copyOf, installPackages, NEXT, run, writeChange } from '../support/appCopies';
import { applyEverywhere } from '../support/applyEverywhere';

describe('server actions that became routes, under next start', function () {
  this.timeout(600_000);

  const converted: string[] = [];
  let started: StartedApp | undefined;
  const request: StartedApp['request'] = (path, init) => {
    assert.ok(started, 'nothing was started');
    return started.request(path, init);
  };

  before(async () => {
    installPackages();
    const copy = copyOf('shop-converted', 'examples/shop');
    for (;;) {
      const selection = { assist: (id: string) => id === 'convert-to-route' };
      const [first] = applyEverywhere(copy.host, copy.files, copy.root, selection);
      if (!first?.after) break;
      assert.deepEqual(first.failures, []);
      converted.push(first.offer.title);
      writeChange(copy, first.after);
    }
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

  it('were ten', () => {
    assert.equal(converted.length, 10, converted.join('\n'));
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
});
