/** What `convert-to-route` makes of a guard that throws where a `catch` answers: the refusal keeps a status of its own. */
import assert from 'node:assert/strict';
import { checkNoAssist, checkTitles, reportAfter, textAfter } from '../support/checkAssist';

const ID = 'convert-to-route';

const LIB = `//- tsconfig.json
{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }
//- lib/db.ts
export const db = {} as any;
//- auth.ts
import NextAuth from 'next-auth';
export const { auth } = NextAuth({ providers: [] });
//- lib/admin.ts
import { auth } from '@/auth';
export async function requireAdmin() {
  const session = await auth();
  if (!session) throw new Error('Unauthorized');
  if (session.user.role !== 'admin') throw new Error('Forbidden');
  return session;
}
`;

const FORM = `//- app/notes/page.tsx
import { add } from './actions';
export default function Page() {
  return <form action={add} />;
}
`;

const CLIENT = `//- app/notes/add.tsx
'use client';
import { add } from './actions';
export function Add() {
  return <button onClick={async () => { const result = await add('1'); alert(result.error); }} />;
}
`;

/** An action that does this in a `try`, and then what `caught` says. */
function action(parameter: string, first: string, caught: string, user: string): string {
  return `${LIB}//- app/notes/actions.ts
'use server';
import { auth } from '@/auth';
import { requireAdmin } from '@/lib/admin';
import { db } from '@/lib/db';

export async function ad$0d(${parameter}) {
  try {
    ${first}
    await db.note.create({ data: { title: '1' } });
    ${user === CLIENT ? 'return { ok: true };' : ''}
  } ${caught}
}
${user}`;
}

const route = (source: string): string => textAfter(ID, source, 'app/api/add/route.ts');

const OWN = "const session = await auth();\n    if (!session) throw new Error('Sign in first');";
const FAILED =
  "catch (cause) {\n    console.error(cause);\n    return { ok: false, error: 'It failed' };\n  }";

describe('convert-to-route, where a `catch` answers what a guard throws', () => {
  it('answers a refusal with the same result and its own status', () => {
    const source = action('id: string', OWN, FAILED, CLIENT);
    assert.ok(
      route(source).includes(`  } catch (cause) {
    console.error(cause);
    const status = cause instanceof Error && cause.message === 'Sign in first' ? 401 : 500;
    return Response.json({ ok: false, error: 'It failed' }, { status });
  }
`),
    );
    assert.match(
      textAfter(ID, source, 'app/api/add/client.ts'),
      /!\[401, 500\]\.includes\(response\.status\)/,
    );
    assert.deepEqual(
      reportAfter(ID, source).endpoints.map(({ guard }) => guard.verdict),
      ['guarded'],
    );
  });

  it('knows the words of a function that guards, and names the error where nothing does', () => {
    const caught = "catch {\n    return { ok: false, error: 'It failed' };\n  }";
    assert.ok(
      route(action('id: string', 'await requireAdmin();', caught, CLIENT)).includes(`  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const status = message === 'Unauthorized' ? 401 : message === 'Forbidden' ? 403 : 500;
    return Response.json({ ok: false, error: 'It failed' }, { status });
  }
`),
    );
  });

  it('answers before a `catch` that only logs, or throws again', () => {
    const form = action('form: FormData', OWN, 'catch (error) {\n    console.error(error);\n  }', FORM);
    assert.ok(
      route(form).includes(`  } catch (error) {
    if (error instanceof Error && error.message === 'Sign in first') {
      return Response.json({ error: 'Sign in first' }, { status: 401 });
    }
    console.error(error);
  }
`),
    );
    assert.ok(
      route(action('form: FormData', OWN, 'catch {}', FORM)).includes(`  } catch (error) {
    if (error instanceof Error && error.message === 'Sign in first') {
      return Response.json({ error: 'Sign in first' }, { status: 401 });
    }
  }
`),
    );
    const again = action('id: string', OWN, 'catch (error) {\n    throw error;\n  }', CLIENT);
    assert.match(route(again), /status: 401 \}\);\n {4}\}\n {4}throw error;/);
  });

  it('is not offered where the refusal has no words, or the answer no place for a status', () => {
    checkTitles(ID, action('id: string', OWN, FAILED, CLIENT), [
      'Convert `add` to a route handler, `POST /api/add`',
    ]);
    checkNoAssist(
      ID,
      action('id: string', OWN.replace("new Error('Sign in first')", 'session'), FAILED, CLIENT),
    );
    checkNoAssist(
      ID,
      action('id: string', 'await requireAdmin();', FAILED, CLIENT).replace(
        /throw new Error\('(?:Unauthorized|Forbidden)'\)/g,
        'throw session',
      ),
    );
    checkNoAssist(
      ID,
      action('id: string', OWN, FAILED.replace("{ ok: false, error: 'It failed' }", 'null'), CLIENT),
    );
    checkNoAssist(
      ID,
      action(
        'id: string',
        OWN,
        'catch ({ cause }) {\n    return { ok: false, error: String(cause) };\n  }',
        CLIENT,
      ),
    );
    checkNoAssist(ID, action('id: string', `const status = 1;\n    ${OWN}`, FAILED, CLIENT));
  });

  it('is not offered where client code was told nothing and would be thrown an error', () => {
    const silent = 'catch (error) {\n    console.error(error);\n  }';
    checkNoAssist(ID, action('id: string', OWN, silent, CLIENT).replace('return { ok: true };', ''));
  });
});
