/** New handlers and actions over LSP: the answer is complete, so that any client can apply it. */
import assert from 'node:assert/strict';
import { withSession } from '../support/lspSession';
import {
  NEW_ENDPOINT_REQUEST,
  type NewEndpointParams,
  type NewEndpointResult,
} from '../../server/src/protocol';

const FILES = {
  '/w/app/layout.tsx': 'export default function Layout() {}',
  '/w/app/(shop)/cart/page.tsx': 'export default function Page() {}',
  '/w/app/(shop)/cart/actions.ts': "'use server';\nexport async function clear() {}\n",
};

function answers(...asked: readonly Partial<NewEndpointParams>[]): Promise<readonly NewEndpointResult[]> {
  const found: NewEndpointResult[] = [];
  return withSession({ files: FILES }, async (session) => {
    await session.settle();
    for (const params of asked)
      found.push(await session.connection.sendRequest(NEW_ENDPOINT_REQUEST, params));
  }).then(() => found);
}

describe('the request for a new endpoint', () => {
  it('is answered with the file of a handler, or where its URL may start', async () => {
    const [start, file, taken] = await answers(
      { kind: 'route', uri: 'file:///w/app/%28shop%29/cart' },
      { kind: 'route', uri: 'file:///w/app/%28shop%29/cart', url: '/cart/api', methods: ['POST'] },
      { kind: 'route', uri: 'file:///w/app', url: '/cart', methods: ['GET'] },
    );
    assert.deepEqual(start, { kind: 'start', value: '/cart/' });
    assert.ok(file?.kind === 'file');
    assert.equal(file.uri, 'file:///w/app/%28shop%29/cart/api/route.ts');
    assert.match(file.text, /^export async function POST\(request: Request\) \{$/m);
    assert.ok(taken?.kind === 'refused');
    assert.match(taken.reason, /serves \/cart already/);
  });

  it('is answered with the edits of a file of actions', async () => {
    const [edits] = await answers({ kind: 'action', uri: 'file:///w/app/%28shop%29/cart', name: 'add' });
    assert.ok(edits?.kind === 'edits');
    assert.equal(edits.uri, 'file:///w/app/%28shop%29/cart/actions.ts');
    const last = edits.edits.at(-1);
    assert.deepEqual(last?.range.start, { line: 1, character: 32 });
    assert.match(last?.newText ?? '', /export async function add\(formData: FormData\) \{/);
  });

  it('is refused outside of apps, and for what it does not understand', async () => {
    const refusals = await answers(
      { kind: 'route', uri: 'file:///elsewhere', url: '/x', methods: ['GET'] },
      {},
      {
        kind: 'route',
        uri: 'untitled:x',
      },
    );
    assert.deepEqual(
      refusals.map(({ kind }) => kind),
      ['refused', 'refused', 'refused'],
    );
  });
});
