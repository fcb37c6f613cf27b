/** Which actions that a function of the app wraps `convert-to-route` understands, and what it says and answers for their wrappers. */
import assert from 'node:assert/strict';
import { checkNoAssist, checkTitles, notesAfter, textAfter } from '../support/checkAssist';

const ID = 'convert-to-route';

const APP = `//- tsconfig.json
{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }
//- lib/db.ts
export const db = {} as any;
//- auth.ts
import NextAuth from 'next-auth';
export const { auth } = NextAuth({ providers: [] });
`;

/** The code of a wrapper, of an action, of what stands beside the action, and of what client code does with it. */
interface Parts {
  readonly wrapper?: string;
  readonly action?: string;
  readonly more?: string;
  readonly call?: string;
}

const WRAPPER = `export function withUser<A extends unknown[], R>(work: (user: { id: string }, ...args: A) => Promise<R>) {
  return async (...args: A): Promise<R> => {
    const session = await auth();
    if (!session) throw new Error('Sign in first');
    return work(session.user, ...args);
  };
}`;

const SAVE = `export const save$0 = withUser(async (user, title: string) => {
  await db.note.create({ data: { owner: user.id, title } });
});`;

function appOf({ wrapper = WRAPPER, action = SAVE, more = '', call = "save('x')" }: Parts): string {
  return `${APP}//- lib/with-user.ts
import { redirect } from 'next/navigation';
import { refresh } from 'next/cache';
import { auth } from '@/auth';
${wrapper}
//- app/actions.ts
'use server';
import { redirect } from 'next/navigation';
import { refresh } from 'next/cache';
import { db } from '@/lib/db';
import { withUser } from '@/lib/with-user';
${more}
${action}
//- app/user.tsx
'use client';
import { useActionState } from 'react';
import { save } from './actions';
export function User() {
  const click = async () => {
    ${call};
  };
  return <button onClick={click} />;
}
`;
}

function checkOffered(parts: Parts): void {
  checkTitles(ID, appOf(parts), ['Convert `save` to a route handler, `POST /api/save`']);
}

function checkNone(parts: Parts): void {
  checkNoAssist(ID, appOf(parts));
}

/** The wrapper with other code in the function that it returns. */
function wrapperWith(body: string, parameters = '...args: A'): string {
  return `export const withUser = <A extends unknown[], R>(work: (user: any, ...args: A) => Promise<R>) => {
  return async (${parameters}) => {
    const session = await auth();
    ${body}
  };
};`;
}

const HAND_ON = 'return work(session.user, ...args);';

describe('which wrappers convert-to-route understands', () => {
  it('are those that return one function, which calls the wrapped one', () => {
    checkOffered({});
    checkOffered({ wrapper: wrapperWith(HAND_ON) });
    checkOffered({
      wrapper: `export const withUser = (work: (user: any, title: string) => Promise<void>) => async (title: string) =>
  work(await auth(), title);`,
    });
    checkOffered({
      wrapper: wrapperWith('await work(session.user, title);', 'title: string'),
      call: "const saved = await save('x')",
    });
  });

  it('are none of which nobody knows what they make', () => {
    checkNone({ wrapper: "export { withUser } from 'with-user';" });
    checkNone({ wrapper: 'export const withUser = (work: any) => register(work);' });
    checkNone({
      wrapper: 'export const withUser = (work: any) => async (title: string) => run(work, title);',
    });
    checkNone({ wrapper: wrapperWith('return run(work, args);') });
    checkNone({ wrapper: wrapperWith(`log(work);\n    ${HAND_ON}`) });
    checkNone({ wrapper: wrapperWith('return undefined;') });
    checkNone({
      wrapper:
        'export const withUser = (work: any) => async (...args: any[]) => ({ done: await work({}, ...args) });',
      call: "const saved = await save('x')",
    });
    checkNone({
      wrapper: `export function withUser(work: any) {
  if (process.env.OPEN) return async (title: string) => work(undefined, title);
  return async (title: string) => work(await auth(), title);
}`,
    });
    checkNone({ action: SAVE.replace('withUser(', 'withUser(withUser(').replace('\n});', '\n}));') });
    checkNone({
      wrapper: `export const withUser = { a: ${WRAPPER.replace('export function withUser', 'function ')} }.a;`,
    });
  });

  it('are none that redirect, or do what only actions may', () => {
    checkNone({ wrapper: wrapperWith(`if (!session) redirect('/sign-in');\n    ${HAND_ON}`) });
    checkNone({ wrapper: wrapperWith(`refresh();\n    ${HAND_ON}`) });
    checkNone({
      wrapper: `async function ask() { redirect('/sign-in'); }\n${wrapperWith(`await ask();\n    ${HAND_ON}`)}`,
    });
    checkNone({ wrapper: wrapperWith(`await auth.protect({ or: 'redirect' });\n    ${HAND_ON}`) });
  });
});

describe('where convert-to-route stops, for wrapped actions', () => {
  it('is not offered where the wrapped function redirects, or does what only actions may', () => {
    const withCall = (call: string): string => SAVE.replace('\n});', `\n  ${call}\n});`);
    checkNone({ action: withCall("redirect('/');") });
    checkNone({ action: withCall('refresh();') });
    checkNone({ action: withCall('await leave();'), more: "async function leave() { redirect('/'); }" });
  });

  it('is not offered where nobody knows what the action takes', () => {
    checkNone({ action: SAVE.replace('title: string', 'title') });
    checkNone({ action: SAVE.replace('title: string', '...titles: string[]') });
    checkNone({ action: SAVE.replace('title: string', 'request: string') });
    checkNone({ action: SAVE.replace('title: string', 'title: () => void') });
    checkNone({ action: SAVE.replace('title: string', '{ a }: { a: string }, { b }: { b: string }') });
    checkNone({ wrapper: wrapperWith('return work(session.user, ...args, 1 as never);') });
    checkNone({ wrapper: wrapperWith('return work(session.user, args);') });
    checkNone({ wrapper: wrapperWith('return work(session.user, String(title) as any);', 'title: string') });
    checkNone({ wrapper: wrapperWith('return work(session.user, title as never);', '{ title }: any') });
    checkNone({
      wrapper: wrapperWith(
        'if (session.open) return work(undefined, ...args);\n    return work(session.user, ...args);',
      ),
    });
  });

  it('is not offered where a result is read that may not survive JSON', () => {
    const call = "const saved = await save('x')";
    const returning = (code: string): string => SAVE.replace('\n});', `\n  ${code}\n});`);
    checkOffered({ action: returning('return { saved: true };'), call });
    checkOffered({ action: returning('return db.note.find();') });
    checkNone({ action: returning('return db.note.find();'), call });
    checkNone({
      action: returning("return 'now';").replace('string) =>', 'string): Promise<Date> =>'),
      call,
    });
    const result = 'const note = await work(session.user, ...args);\n    ';
    checkNone({ wrapper: wrapperWith(`${result}return { note };`), call });
    checkOffered({ wrapper: wrapperWith(`${result}return { ok: true };`), call });
    const annotated = (type: string): string =>
      `${wrapperWith(`${result}return { title: 'x' } as any;`)}\ntype Note = { title: string };\ninterface Saved { title: string; by?: string }\ninterface Deep { note: Note }`.replace(
        'async (...args: A)',
        `async (...args: A): Promise<${type}>`,
      );
    checkOffered({ wrapper: annotated('Note'), call });
    checkOffered({ wrapper: annotated('Saved'), call });
    checkOffered({ wrapper: annotated('{ note: string }'), call });
    checkNone({ wrapper: annotated('{ at: Date }'), call });
    checkNone({ wrapper: annotated('{ note: Note }'), call });
    checkNone({ wrapper: annotated('Elsewhere'), call });
    checkNone({ wrapper: annotated('Deep'), call, more: 'type Note = { other: string };' });
    checkOffered({ wrapper: annotated('R'), call });
  });

  it('is not offered where the state that a form has before wants something', () => {
    const form = (state: string): Parts => ({
      wrapper: `type State = ${state};
type Empty = { error?: string };
export function withUser<R>(work: (user: any, data: FormData) => Promise<R>) {
  return async (state: State, data: FormData) => work(await auth(), data);
}`,
      action: SAVE.replace('title: string', 'title: FormData'),
      call: 'const [state, action] = useActionState(save, {})',
    });
    const called = {
      action: SAVE.replace('title: string', 'title: FormData').replace(
        '\n});',
        '\n  return { ok: true };\n});',
      ),
    };
    for (const state of [
      'any',
      'unknown',
      'undefined',
      'string | null',
      '{ error?: string } | undefined',
      'Empty',
    ])
      checkOffered({ ...form(state), ...called });
    for (const state of ['{ error: string }', 'string', 'Other']) checkNone({ ...form(state), ...called });
    const read = form('any');
    const looking = (read.wrapper ?? '').replace(
      /=> (work.*);$/m,
      '=> {\n    log(state);\n    return $1;\n  };',
    );
    checkNone({ ...read, ...called, wrapper: looking });
    checkOffered({ ...read, ...called, wrapper: looking.replace('log(state)', 'log()') });
  });

  it('is not offered where the constant can not have its name, or has others beside it', () => {
    const named = (name: string): string =>
      appOf({ action: SAVE.replace('save$0', `${name}$0`), call: `${name}('x')` }).replace(
        '{ save }',
        `{ ${name} }`,
      );
    checkTitles(ID, named('keep'), ['Convert `keep` to a route handler, `POST /api/keep`']);
    checkNoAssist(ID, named('result'));
    checkNone({ action: SAVE.replace('await db', 'const save = 1; await db') });
    checkNone({ action: SAVE.replace(/;$/, ', other = 1;') });
    checkNone({ action: SAVE, more: 'export { save as again };' });
  });

  it('says of a wrapper that throws something else than words that the route answers it with 500', () => {
    const note = '`withUser` throws, which a route answers with 500: answer with 401 instead';
    const throwing = (thrown: string): string =>
      appOf({ wrapper: wrapperWith(`if (!session) throw ${thrown};\n    ${HAND_ON}`) });
    assert.ok(notesAfter(ID, throwing('new AuthError(session)')).includes(note));
    assert.ok(notesAfter(ID, throwing("new Error('No')")).includes(note));
    assert.ok(!notesAfter(ID, throwing("new Error('Unauthorized')")).includes(note));
    const checks =
      "if (!session) throw new Error('Unauthorized');\n    if (session.old) throw new OldError();";
    const returns = "if (!session) return { error: 'Unauthorized' };";
    for (const body of [checks, returns]) {
      const notes = notesAfter(ID, appOf({ wrapper: wrapperWith(`${body}\n    ${HAND_ON}`) }));
      assert.ok(!notes.includes(note));
    }
  });

  it('answers null where the wrapped function may give nothing, beside what the wrapper gives', () => {
    const wrapper = wrapperWith(`if (!session) return { error: 'Unauthorized' };\n    ${HAND_ON}`);
    const routeOf = (action: string): string =>
      textAfter(ID, appOf({ wrapper, action }), 'app/api/save/route.ts');
    const clientOf = (action: string): string =>
      textAfter(ID, appOf({ wrapper, action }), 'app/api/save/client.ts');
    assert.match(routeOf(SAVE), /return Response\.json\(result \?\? null\);/);
    assert.match(clientOf(SAVE), /Promise<\{ error: string \} \| undefined>/);
    const returning = (code: string): string => SAVE.replace('\n});', `\n  ${code}\n});`);
    assert.match(routeOf(returning('if (title) return;\n  return { ok: true };')), /result \?\? null/);
    assert.match(routeOf(returning('if (title) return { ok: true };')), /result \?\? null/);
    assert.match(
      routeOf(returning('return { ok: true };')),
      /return Response\.json\(result, \{ status: 'error' in result \? 400 : 200 \}\);/,
    );
    checkNone({ wrapper, action: returning("return 'saved';") });
    const falling = wrapper.replace(HAND_ON, `if (args) ${HAND_ON}`);
    const route = textAfter(
      ID,
      appOf({ wrapper: falling, action: returning('return { ok: true };') }),
      'app/api/save/route.ts',
    );
    assert.match(route, /result \?\? null/);
  });

  it('gives client code the type of what the wrapped function returns', () => {
    const wrapper =
      'export const withUser = (work: (user: any, title: string) => Promise<any>) => async (title: string) => work(await auth(), title);';
    const action = SAVE.replace('\n});', '\n  return { saved: true };\n});');
    const client = textAfter(
      ID,
      appOf({ wrapper, action, call: "const saved = await save('x')" }),
      'app/api/save/client.ts',
    );
    assert.match(client, /Promise<\{ saved: boolean \}>/);
  });

  it('answers nothing that the wrapper catches itself', () => {
    const wrapper = wrapperWith(
      `try {\n      if (!session) throw new Error('Unauthorized');\n    } catch {\n      return;\n    }\n    ${HAND_ON}`,
    );
    assert.doesNotMatch(textAfter(ID, appOf({ wrapper }), 'app/api/save/route.ts'), /catch/);
  });

  it('answers what a guard throws that the wrapper calls', () => {
    const wrapper = `export async function requireUser() {
  const session = await auth();
  if (!session) throw new Error('Not signed in');
  return session.user;
}
export const withUser = <A extends unknown[], R>(work: (user: any, ...args: A) => Promise<R>) =>
  async (...args: A) => work(await requireUser(), ...args);`;
    const route = textAfter(ID, appOf({ wrapper }), 'app/api/save/route.ts');
    assert.match(route, /error\.message === 'Not signed in'\) \{\n {6}return Response\.json\(.*status: 401/);
  });
});
