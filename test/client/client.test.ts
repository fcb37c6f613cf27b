/** The extension around the server: what it shows, when it asks, and what it does when the server goes away. */
import assert from 'node:assert/strict';
import { one, SHOP, startRunning, startSession, type ClientSession } from '../support/clientSession';
import { settled } from '../support/fakeLanguageClient';
import { aRoute, aSurface, anAction, anApp, judged, PUBLIC_BY_DESIGN } from '../support/surfaceFixture';
import {
  FIND_ACTION_REQUEST,
  FIND_FILES_REQUEST,
  READ_FILE_REQUEST,
  REPORT_REQUEST,
  SURFACE_CHANGED_NOTIFICATION,
  SURFACE_REQUEST,
  type SurfaceResult,
} from '../../server/src/protocol';

describe('client', () => {
  it('starts one server for JavaScript and TypeScript files on disk', async () => {
    const session = await startSession(SHOP);
    assert.equal(session.client().isAskedToStart, true);
    assert.deepEqual(session.client().options.documentSelector, [
      { scheme: 'file', language: 'javascript' },
      { scheme: 'file', language: 'javascriptreact' },
      { scheme: 'file', language: 'typescript' },
      { scheme: 'file', language: 'typescriptreact' },
    ]);
  });

  it('shows what the server answers', async () => {
    const session = await startRunning();
    assert.deepEqual(session.labels(), ['Public: route handlers', 'Internal: server actions']);
    const [open = '', internal = ''] = session.provider().getChildren();
    assert.deepEqual(session.labels(open), ['/api/health', '/api/orders']);
    assert.deepEqual(session.labels(internal), ['actions.ts']);
    assert.equal(session.provider().getTreeItem(open).description, '3');
  });

  it('draws an endpoint with its method, its verdict and its place', async () => {
    const session = await startRunning();
    const [open = ''] = session.provider().getChildren();
    const [health = '', orders = ''] = session.provider().getChildren(open);
    const item = session.provider().getTreeItem(health);
    assert.deepEqual(
      [item.description, item.iconPath.id, item.iconPath.color?.id],
      ['GET · guarded', 'shield', 'testing.iconPassed'],
    );
    assert.equal(item.collapsibleState, 0);
    assert.equal(item.contextValue, 'endpoint url open');
    assert.equal(item.accessibilityInformation.label, 'GET /api/health, public, guarded');
    assert.equal(item.command?.command, 'vscode.open');
    assert.equal(String(item.command?.arguments[0]), 'file:///ws/app/api/health/route.ts');
    assert.equal(session.provider().getTreeItem(orders).collapsibleState, 1);
    assert.equal(session.provider().getTreeItem(orders).contextValue, 'url url');
  });

  it('knows the parent of every row, so that rows can be revealed', async () => {
    const session = await startRunning();
    const [open = ''] = session.provider().getChildren();
    const [, orders = ''] = session.provider().getChildren(open);
    const [get = ''] = session.provider().getChildren(orders);
    assert.deepEqual(
      [session.provider().getParent(get), session.provider().getParent(orders)],
      [orders, open],
    );
    assert.equal(session.provider().getParent(open), undefined);
  });

  it('says that it is looking for apps until the first scan is done', async () => {
    const session = await startRunning({ ...aSurface([], []), state: 'scanning' });
    assert.equal(session.view().message, 'Looking for Next.js apps…');
    assert.equal(session.editor.runningProgress, 1);
    assert.equal(session.editor.contextKeys.get('nextSurface.state'), 'scanning');
    session.answer(SHOP);
    await session.client().notify(SURFACE_CHANGED_NOTIFICATION);
    assert.equal(session.view().message, '');
    assert.equal(session.editor.runningProgress, 0);
    assert.equal(session.editor.contextKeys.get('nextSurface.state'), 'ready');
  });

  it('leaves the view to the welcome text where there is no app', async () => {
    const session = await startRunning(aSurface([], []));
    assert.equal(session.editor.contextKeys.get('nextSurface.state'), 'empty');
    assert.deepEqual(session.labels(), []);
    assert.equal(one(session.editor.statusItems).text, 'no Next.js app');
  });

  it('draws again only what a change has touched', async () => {
    const session = await startRunning();
    session.view().setVisible(true);
    const redrawn: (readonly string[] | undefined)[] = [];
    session.provider().onDidChangeTreeData((ids) => redrawn.push(ids));
    await session.client().notify(SURFACE_CHANGED_NOTIFICATION);
    assert.deepEqual(redrawn, []);
    session.answer({
      ...SHOP,
      endpoints: SHOP.endpoints.map((it) => (it.name === 'addItem' ? { ...it, line: 40 } : it)),
    });
    await session.client().notify(SURFACE_CHANGED_NOTIFICATION);
    assert.deepEqual(redrawn, [['app:file:///ws//endpoint:lib/cart/actions.ts#addItem']]);
  });

  it('asks one question at a time, however many changes come', async () => {
    const session = await startRunning();
    session.view().setVisible(true);
    const before = session.asked();
    let release = (_surface: SurfaceResult): void => undefined;
    session
      .client()
      .answers.set(SURFACE_REQUEST, () => new Promise<SurfaceResult>((resolve) => (release = resolve)));
    for (let change = 0; change < 5; change += 1) await session.client().notify(SURFACE_CHANGED_NOTIFICATION);
    assert.equal(session.asked() - before, 1);
    release(SHOP);
    await settled();
    assert.equal(session.asked() - before, 2);
    release(aSurface([aRoute('/late', 'GET')]));
    await settled();
    assert.deepEqual(session.labels(session.provider().getChildren()[0]), ['/late']);
    assert.equal(session.asked() - before, 2);
  });

  it('collects changes while the tree is out of sight, and asks when it is seen', async () => {
    const session = await startRunning();
    const before = session.asked();
    await session.client().notify(SURFACE_CHANGED_NOTIFICATION);
    await session.client().notify(SURFACE_CHANGED_NOTIFICATION);
    assert.equal(session.asked(), before);
    assert.equal(session.delayed.length, 1);
    session.view().setVisible(true);
    await settled();
    assert.equal(session.asked(), before + 1);
    assert.equal(session.delayed.length, 0);
  });

  it('keeps the tree while a restarted server scans', async () => {
    const session = await startRunning();
    const first = session.client();
    session.answer({ ...aSurface([], []), state: 'scanning' });
    await session.editor.run('nextSurface.restartServer');
    assert.equal(first.isDisposed, true);
    assert.equal(session.clients.length, 2);
    const [, second] = session.clients;
    second?.run();
    await settled();
    assert.deepEqual(session.labels(), ['Public: route handlers', 'Internal: server actions']);
    assert.equal(one(session.editor.statusItems).text, 'scanning…');
  });

  it('offers one restart when the server cannot be started, and does it', async () => {
    const session = await startSession(SHOP);
    await session.client().failToStart();
    const error = one(session.editor.errors);
    assert.match(error.message, /could not be started/);
    assert.deepEqual(error.buttons, ['Restart', 'Show Output']);
    assert.deepEqual(session.client().ownNotifications, []);
    assert.equal(session.editor.contextKeys.get('nextSurface.state'), 'failed');
    assert.equal(one(session.editor.statusItems).severity, 2);
    error.choose('Restart');
    await settled();
    assert.equal(session.clients.length, 2);
    assert.equal(session.editor.contextKeys.get('nextSurface.state'), 'starting');
  });

  it('lets a crashed server come back quietly, and gives up after some times', async () => {
    const session = await startRunning();
    await session.client().crash();
    assert.equal(session.editor.errors.length, 0);
    assert.equal(session.editor.contextKeys.get('nextSurface.state'), 'ready');
    for (let time = 0; time < 4; time += 1) await session.client().crash();
    one(session.editor.errors).choose('Show Output');
    await settled();
    assert.equal(session.editor.outputShown, true);
    assert.deepEqual(session.client().ownNotifications, []);
    assert.deepEqual(session.labels(), []);
  });

  it('offers a restart when a crashed server does not come back', async () => {
    const session = await startRunning();
    await session.client().crash({ comesBack: false });
    assert.match(one(session.editor.errors).message, /has crashed/);
  });

  it('shows the number of apps and endpoints in the language status, which opens the output', async () => {
    const session = await startRunning(
      aSurface([aRoute('/a', 'GET')], [anApp({ root: 'a' }), anApp({ root: 'b' })]),
    );
    const status = one(session.editor.statusItems);
    assert.deepEqual([status.text, status.busy], ['2 apps, 1 endpoint', false]);
    assert.equal(status.command?.command, 'nextSurface.showOutput');
  });

  it('counts in the language status what is neither guarded nor meant to be open', async () => {
    const session = await startRunning(
      aSurface([
        aRoute('/a', 'GET', judged('unguarded')),
        aRoute('/b', 'GET', judged('partial')),
        aRoute('/c', 'GET', judged('unguarded', PUBLIC_BY_DESIGN)),
        aRoute('/d', 'GET', judged('guarded')),
        anAction('x.ts', 'save', judged('unguarded', { exposure: 'unused' })),
      ]),
    );
    assert.equal(one(session.editor.statusItems).text, '1 app, 5 endpoints, 2 unguarded');
  });

  describe('the filter for unguarded endpoints', () => {
    const surface = aSurface([
      aRoute('/open', 'POST', judged('unguarded')),
      aRoute('/guarded', 'POST', judged('guarded')),
    ]);
    const shown = (session: ClientSession): readonly string[] =>
      session.labels(session.provider().getChildren()[0]);

    it('hides all other rows, says so, and is left again', async () => {
      const session = await startRunning(surface);
      assert.equal(session.editor.contextKeys.get('nextSurface.filter'), 'all');
      await session.editor.run('nextSurface.showUnguarded');
      assert.deepEqual(shown(session), ['/open']);
      assert.match(
        session.view().message ?? '',
        /^Only unguarded endpoints are shown\..* shows all again\.$/,
      );
      assert.equal(session.editor.contextKeys.get('nextSurface.filter'), 'unguarded');
      await session.editor.run('nextSurface.showAll');
      assert.deepEqual(shown(session), ['/guarded', '/open']);
      assert.equal(session.view().message, '');
      assert.equal(session.editor.contextKeys.get('nextSurface.filter'), 'all');
    });

    it('stays on when the surface changes, and says when nothing is left', async () => {
      const session = await startRunning(surface);
      session.view().setVisible(true);
      await session.editor.run('nextSurface.showUnguarded');
      session.answer(aSurface([aRoute('/guarded', 'POST', judged('guarded'))]));
      await session.client().notify(SURFACE_CHANGED_NOTIFICATION);
      assert.deepEqual(shown(session), []);
      assert.match(session.view().message ?? '', /^No unguarded endpoint was found\./);
    });

    it('is kept when the endpoints are grouped by verdict, and back', async () => {
      const session = await startRunning(surface);
      const groups = (): readonly string[] => session.labels();
      await session.editor.run('nextSurface.groupByVerdict');
      assert.equal(session.editor.contextKeys.get('nextSurface.grouping'), 'verdict');
      assert.deepEqual(groups(), ['Unguarded', 'Guarded']);
      await session.editor.run('nextSurface.showUnguarded');
      assert.deepEqual(groups(), ['Unguarded']);
      await session.editor.run('nextSurface.groupBySurface');
      assert.deepEqual(shown(session), ['/open']);
    });

    it('groups as the setting says, from the start and whenever it changes', async () => {
      const session = await startRunning(surface, { settings: { 'nextSurface.tree.groupBy': 'verdict' } });
      assert.deepEqual(session.labels(), ['Unguarded', 'Guarded']);
      assert.equal(session.editor.contextKeys.get('nextSurface.grouping'), 'verdict');
      session.editor.set('nextSurface.tree.groupBy', 'surface');
      assert.deepEqual(shown(session), ['/guarded', '/open']);
      session.editor.set('nextSurface.tree.groupBy', 7);
      assert.equal(session.editor.contextKeys.get('nextSurface.grouping'), 'surface');
      assert.deepEqual(shown(session), ['/guarded', '/open']);
    });

    it('keeps the grouping that is chosen in the view, where the setting is kept', async () => {
      const setting = 'nextSurface.tree.groupBy';
      const session = await startRunning(surface);
      await session.editor.run('nextSurface.groupByVerdict');
      assert.deepEqual(session.editor.written, [{ setting, value: 'verdict', target: 'user' }]);
      const other = await startRunning(surface, { workspaceSettings: { [setting]: 'verdict' } });
      await other.editor.run('nextSurface.groupBySurface');
      assert.deepEqual(other.editor.written, [{ setting, value: 'surface', target: 'workspace' }]);
    });

    it('claims nothing of what a restarted server has not yet looked at', async () => {
      const session = await startRunning(surface);
      await session.editor.run('nextSurface.showUnguarded');
      await session.editor.run('nextSurface.restartServer');
      assert.deepEqual(shown(session), ['/open']);
      assert.match(session.view().message ?? '', /^Only unguarded endpoints are shown\./);
    });
  });

  it('opens an endpoint and copies its URL from the context menu', async () => {
    const session = await startRunning();
    const [open = ''] = session.provider().getChildren();
    const [health = ''] = session.provider().getChildren(open);
    await session.editor.run('nextSurface.openEndpoint', health);
    await session.editor.run('nextSurface.copyUrl', health);
    assert.equal(session.editor.clipboard, '/api/health');
    assert.equal(one(session.editor.executed).command, 'vscode.open');
  });

  it('brings the view to the front', async () => {
    const session = await startRunning();
    await session.editor.run('nextSurface.showSurface');
    assert.equal(one(session.editor.executed).command, 'nextSurface.surface.focus');
  });

  it('asks again on refresh', async () => {
    const session = await startRunning();
    session.answer(aSurface([aRoute('/new', 'GET')]));
    await session.editor.run('nextSurface.refresh');
    assert.deepEqual(session.labels(session.provider().getChildren()[0]), ['/new']);
  });

  it('opens the report of the only folder in an untitled document', async () => {
    const session = await startRunning();
    session.client().answers.set(REPORT_REQUEST, () => ({ schemaVersion: 1 }));
    await session.editor.run('nextSurface.exportReport');
    assert.deepEqual(session.client().requests.at(-1)?.parameters, { uri: 'file:///ws' });
    assert.deepEqual(session.editor.shownTexts, ['{\n  "schemaVersion": 1\n}\n']);
  });

  it('asks which folder to report on when there are several, and stops when none is chosen', async () => {
    const folders = ['file:///one', 'file:///two'];
    const chosen = await startRunning(SHOP, { folders, pick: 'file:///two' });
    chosen.client().answers.set(REPORT_REQUEST, () => ({}));
    await chosen.editor.run('nextSurface.exportReport');
    assert.deepEqual(chosen.client().requests.at(-1)?.parameters, { uri: 'file:///two' });
    const cancelled = await startRunning(SHOP, { folders });
    await cancelled.editor.run('nextSurface.exportReport');
    assert.deepEqual(cancelled.editor.shownTexts, []);
  });

  describe('switching a rule off for a line', () => {
    const place = { uri: 'file:///ws/a.ts', line: 3, before: '  // x -- ', after: '\n', rule: 'no-x' };

    it('writes the comment with the reason that was typed, on one line and without ending it early', async () => {
      const { editor } = await startRunning(SHOP, { typed: [' public */ on\npurpose '] });
      await editor.run('nextSurface.disableRule', place);
      assert.deepEqual(editor.inserted, [
        { uri: 'file:///ws/a.ts', line: 3, character: 0, text: '  // x -- public * / on purpose\n' },
      ]);
    });

    it('writes nothing without a reason', async () => {
      for (const typed of [[], ['  ']]) {
        const { editor } = await startRunning(SHOP, { typed });
        await editor.run('nextSurface.disableRule', place);
        assert.deepEqual(editor.inserted, []);
      }
    });
  });

  describe('finding an action by its id', () => {
    const id = '00'.padEnd(42, 'a');
    const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 6 } };
    const found = { kind: 'found', name: 'save', uri: 'file:///ws/a.ts', range };

    it('opens the place, from the id itself or from a hidden field that carries it', async () => {
      const session = await startRunning(SHOP, { typed: [` $ACTION_ID_${id} `] });
      session.client().answers.set(FIND_ACTION_REQUEST, () => found);
      await session.editor.run('nextSurface.findAction');
      assert.deepEqual(session.client().requests.at(-1)?.parameters, { id });
      const opened = session.editor.executed.at(-1);
      assert.deepEqual([opened?.command, String(opened?.args[0])], ['vscode.open', 'file:///ws/a.ts']);
    });

    it('asks for the key like for a password, and for the folder of a webpack build, only when it must', async () => {
      const session = await startRunning(SHOP, { typed: [id, 'the key', '/build'] });
      session.client().answers.set(FIND_ACTION_REQUEST, () => ({ kind: 'unknown' }));
      await session.editor.run('nextSurface.findAction');
      assert.deepEqual(session.client().requests.at(-1)?.parameters, {
        id,
        key: 'the key',
        buildRoot: '/build',
      });
      assert.deepEqual(
        session.editor.inputs.map(({ password }) => password),
        [false, true, false],
      );
      assert.match(session.editor.messages.join(), /No server action of this workspace/);
    });

    it('says of a stale build that the source no longer holds the action, and asks nothing more', async () => {
      const session = await startRunning(SHOP, { typed: [id] });
      session
        .client()
        .answers.set(FIND_ACTION_REQUEST, () => ({ kind: 'unlisted', name: 'gone', file: 'app/old.ts' }));
      await session.editor.run('nextSurface.findAction');
      assert.match(session.editor.messages.join(), /gone of app\/old\.ts/);
      assert.equal(session.editor.inputs.length, 1);
    });

    it('asks the server nothing when the input is cancelled or no id', async () => {
      for (const typed of [[], ['nope']]) {
        const session = await startRunning(SHOP, { typed });
        const before = session.client().requests.length;
        await session.editor.run('nextSurface.findAction');
        assert.equal(session.client().requests.length, before);
      }
    });
  });

  it('gives a server without a disk the files of the workspace', async () => {
    const session = await startRunning(SHOP, {
      folders: ['file:///ws'],
      files: { 'file:///ws/app/page.tsx': 'text' },
    });
    assert.deepEqual(await session.client().ask(FIND_FILES_REQUEST), ['file:///ws/app/page.tsx']);
    assert.equal(await session.client().ask(READ_FILE_REQUEST, { uri: 'file:///ws/app/page.tsx' }), 'text');
    assert.equal(await session.client().ask(READ_FILE_REQUEST, { uri: 'file:///ws/gone.ts' }), null);
  });

  it('ends the server when the extension is deactivated', async () => {
    const session = await startRunning();
    await session.stop();
    assert.equal(session.client().isDisposed, true);
  });
});

describe('the API of the extension', () => {
  it('is ready when the first scan is done, not before', async () => {
    const session = await startRunning({ ...aSurface([], []), state: 'scanning' });
    let isReady = false;
    const ready = session.api.whenReady().then(() => (isReady = true));
    await settled();
    assert.equal(isReady, false);
    session.answer(SHOP);
    await session.client().notify(SURFACE_CHANGED_NOTIFICATION);
    await ready;
    assert.equal(isReady, true);
  });

  it('rejects when the server cannot be started', async () => {
    const session = await startSession(SHOP);
    const ready = assert.rejects(session.api.whenReady(), /could not be started/);
    await session.client().failToStart();
    await ready;
    await assert.rejects(session.api.surface(), /not running/);
  });

  it('gives the surface and the rows as they are now', async () => {
    const session = await startRunning();
    const now = aSurface([aRoute('/now', 'GET')]);
    session.answer(now);
    assert.deepEqual(await session.api.surface(), now);
    const [open] = await session.api.tree();
    assert.deepEqual(
      open?.children.map((node) => [node.label, node.endpoint]),
      [['/now', 'app/now/route.ts#GET']],
    );
  });
});
