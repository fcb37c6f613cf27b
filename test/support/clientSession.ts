/** A session with the extension in a fake editor: what is shown, what the server is asked, and what it answers. */
import assert from 'node:assert/strict';
import { fakeContext, resetFakeVscode, type FakeEditor, type FakeWorkspace } from './fakeVscode';
import { fakeClients, settled, type FakeLanguageClient } from './fakeLanguageClient';
import { aRoute, aSurface, anAction, judged } from './surfaceFixture';
import { startClient, type StartedClient } from '../../client/src/client';
import { SURFACE_REQUEST, type SurfaceResult } from '../../server/src/protocol';

/** The surface that a session has unless it is given another. */
export const SHOP = aSurface([
  aRoute('/api/orders', 'GET', { line: 3 }),
  aRoute('/api/orders', 'POST', { line: 9 }),
  aRoute('/api/health', 'GET', judged('guarded')),
  anAction('lib/cart/actions.ts', 'addItem'),
]);

/** A tree item, as far as these tests look at it. */
interface Item {
  readonly label: string;
  readonly description: string;
  readonly collapsibleState: number;
  readonly contextValue: string;
  readonly tooltip: { readonly value: string };
  readonly iconPath: { readonly id: string; readonly color?: { readonly id: string } };
  readonly command?: { readonly command: string; readonly arguments: readonly unknown[] };
  readonly accessibilityInformation: { readonly label: string };
}

/** What VS Code calls on the view's provider. */
interface Provider {
  getChildren(id?: string): readonly string[];
  getTreeItem(id: string): Item;
  getParent(id: string): string | undefined;
  onDidChangeTreeData(listener: (ids: readonly string[] | undefined) => void): unknown;
}

/** The extension in a fake editor. */
export interface ClientSession extends StartedClient {
  readonly editor: FakeEditor;
  readonly clients: readonly FakeLanguageClient[];
  /** What the server answers from now on. */
  answer(surface: SurfaceResult): void;
  /** Delayed work that has not been cancelled. */
  readonly delayed: readonly (() => void)[];
  client(): FakeLanguageClient;
  view(): FakeEditor['treeViews'][number];
  provider(): Provider;
  /** Labels of the rows below a row, or at the top. */
  labels(id?: string): readonly string[];
  /** How often the surface was asked for. */
  asked(): number;
}

/** A session whose server has been asked to start. */
export async function startSession(
  surface: SurfaceResult,
  workspace: FakeWorkspace = { folders: ['file:///ws'] },
): Promise<ClientSession> {
  const editor = resetFakeVscode(workspace);
  let current = surface;
  const delayed: (() => void)[] = [];
  const clients = fakeClients((client) => client.answers.set(SURFACE_REQUEST, () => current));
  const started = startClient(fakeContext(), {
    createClient: clients.create,
    hasDisk: true,
    later: (_milliseconds, run) => {
      delayed.push(run);
      return { dispose: () => void delayed.splice(delayed.indexOf(run), 1) };
    },
  });
  await settled();
  const session: ClientSession = {
    ...started,
    editor,
    clients: clients.created,
    delayed,
    answer: (next) => void (current = next),
    client: () => one(clients.created.slice(-1)),
    view: () => one(editor.treeViews),
    // The fake view keeps whatever provider it was given.
    provider: () => session.view().options.treeDataProvider as Provider,
    labels: (id) =>
      session
        .provider()
        .getChildren(id)
        .map((child) => session.provider().getTreeItem(child).label),
    asked: () => session.client().requests.filter(({ method }) => method === SURFACE_REQUEST).length,
  };
  return session;
}

/** A session whose server runs and has answered once. */
export async function startRunning(
  surface: SurfaceResult = SHOP,
  workspace?: FakeWorkspace,
): Promise<ClientSession> {
  const session = await startSession(surface, workspace);
  session.client().run();
  await settled();
  return session;
}

/** The only item. */
export function one<T>(items: readonly T[]): T {
  const [item] = items;
  assert.ok(item !== undefined && items.length === 1, `expected one, got ${items.length}`);
  return item;
}
