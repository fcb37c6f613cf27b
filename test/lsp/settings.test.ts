/** Settings: what is accepted, what is told, and what a change does. */
import assert from 'node:assert/strict';
import { parseSettings } from '../../server/src/lsp/settings';
import { FULL_CLIENT, type LspSession, withSession } from '../support/lspSession';

const URI = 'file:///w/app/actions.ts';
const BAD = "'use server';\nexport async function badOne() {}\n";

const NONE = { guards: [], effects: [] };

/** A guard of the project that throws where nothing tells so. */
const GUARD = {
  imports: ['@acme/auth'],
  rules: [{ call: 'requireUser', behavior: { role: 'asserts', kind: 'session' } }],
};

describe('settings', () => {
  it('that are absent or null have their defaults', () => {
    for (const section of [undefined, null, {}, { diagnostics: null, rules: null }]) {
      assert.deepEqual(parseSettings(section, []), {
        settings: { scope: 'openFiles', rules: {}, corsOrigins: [], entries: NONE },
        problems: [],
      });
    }
  });

  it('that are right are taken', () => {
    const section = {
      diagnostics: { scope: 'workspace' },
      rules: { one: 'hint', two: 'off' },
      trace: { server: 'verbose' },
      cors: { allowedOrigins: ['https://a.example', '*'] },
    };
    assert.deepEqual(parseSettings(section, ['one', 'two']), {
      settings: {
        scope: 'workspace',
        rules: { one: 'hint', two: 'off' },
        corsOrigins: ['https://a.example', '*'],
        entries: NONE,
      },
      problems: [],
    });
  });

  it('that are wrong are told, one by one, and leave the others standing', () => {
    const section = {
      diagnostics: { scope: 'everything' },
      rules: { one: 'fatal', two: 'error', three: 'off' },
      trace: 'on',
      cors: { allowedOrigins: ['https://a.example/path', 'http://localhost:3000'] },
    };
    assert.deepEqual(parseSettings(section, ['one', 'two']), {
      settings: {
        scope: 'openFiles',
        rules: { two: 'error' },
        corsOrigins: ['http://localhost:3000'],
        entries: NONE,
      },
      problems: [
        '`nextSurface.diagnostics.scope` is "everything", but must be one of `openFiles`, `workspace`.',
        '`nextSurface.rules.one` is "fatal", but must be one of `error`, `warning`, `information`, `hint`, `off`.',
        '`nextSurface.rules` names `three`, which is no rule.',
        '`nextSurface.trace` must be an object.',
        '`nextSurface.cors.allowedOrigins` has "https://a.example/path", but each item must be an origin such as `https://app.example.com`, without a path, or `*`.',
      ],
    });
    assert.deepEqual(parseSettings([], []).problems, ['`nextSurface` must be an object.']);
  });

  it('name guards and effects in the shape of the app’s own file, with what may be left out filled in', () => {
    const { settings, problems } = parseSettings({ guards: [GUARD] }, []);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      settings.entries.guards.map(({ id, imports }) => [id, imports]),
      [['guards-1', ['@acme/auth']]],
    );
  });

  it('with an entry that is wrong are told so, and keep the others', () => {
    const wrong = { imports: ['x'], rules: [{ call: 'f', behavior: { role: 'nothing' } }] };
    const { settings, problems } = parseSettings({ guards: [wrong, GUARD], effects: 'none' }, []);
    assert.equal(settings.entries.guards.length, 1);
    assert.equal(problems.length, 2);
    assert.match(problems.join('\n'), /^`nextSurface`: .*role/);
  });

  it('change severities, and the client is asked to show them', () =>
    withSession({}, async (session) => {
      await session.open(URI, BAD);
      await session.settle();
      assert.equal((await session.diagnostics(URI))[0]?.severity, 2);
      await session.setSettings({ rules: { 'no-bad-name': 'error' } });
      await session.notification('workspace/diagnostic/refresh');
      assert.equal((await session.diagnostics(URI))[0]?.severity, 1);
      const before = session.received.length;
      await session.setSettings({ rules: { 'no-bad-name': 'off' } });
      await session.notification('workspace/diagnostic/refresh', undefined, before);
      assert.deepEqual(await session.diagnostics(URI), []);
    }));

  it('that are wrong bring one warning, also when they are sent again', () =>
    withSession({ settings: { rules: { nothing: 'off' } } }, async (session) => {
      const message =
        'Next Surface ignores wrong settings. `nextSurface.rules` names `nothing`, which is no rule.';
      assert.deepEqual(await session.notification('window/showMessage'), { type: 2, message });
      await session.setSettings({ rules: { nothing: 'off' }, diagnostics: { scope: 'workspace' } });
      await session.notification('workspace/diagnostic/refresh');
      assert.equal(warnings(session), 1);
      await session.setSettings({ rules: 7 });
      await session.notification('window/showMessage', (params) =>
        JSON.stringify(params).includes('must be an object'),
      );
      assert.equal(warnings(session), 2);
    }));

  it('are registered for where the client lets servers register', () =>
    withSession({}, async (session) => {
      await session.settle();
      const registration = session.registrations.find(
        ({ method }) => method === 'workspace/didChangeConfiguration',
      );
      assert.deepEqual(registration?.registerOptions, { section: 'nextSurface' });
    }));

  it('come with `initialize` and with the notification from clients that are not asked', () =>
    withSession(
      {
        capabilities: { textDocument: FULL_CLIENT.textDocument ?? {} },
        initialize: { initializationOptions: { settings: { rules: { 'no-bad-name': 'hint' } } } },
      },
      async (session) => {
        await session.open(URI, BAD);
        assert.equal((await session.diagnostics(URI))[0]?.severity, 4);
        await session.connection.sendNotification('workspace/didChangeConfiguration', {
          settings: { nextSurface: { rules: { 'no-bad-name': 'off' } } },
        });
        assert.deepEqual(await session.diagnostics(URI), []);
      },
    ));
});

function warnings(session: LspSession): number {
  return session.received.filter(({ method }) => method === 'window/showMessage').length;
}
