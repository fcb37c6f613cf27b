/** With which statuses routes answer what actions return: `convert-to-route` where a result is written, `share-with-route` by what it says. */
import assert from 'node:assert/strict';
import { checkNoAssist, textAfter } from '../support/checkAssist';

const source = (body: string, type: string): string => `//- app/actions.ts
'use server';
import { db } from '../lib/db';
import { store } from '../lib/store';

export async function sa$0ve(id: string)${type} {
${body}
}
//- lib/db.ts
import { PrismaClient } from '@prisma/client';
export const db = new PrismaClient();
//- lib/store.ts
import { db } from './db';
import { type Stored } from './stored';
export async function store(id: string): Promise<Stored> {
  await db.note.delete({ where: { id } });
  return { ok: true, value: id };
}
export async function getNote(id: string) { return db.note.findUnique({ where: { id } }); }
//- lib/stored.ts
export type Stored = { ok: true; value: string } | Failed;
interface Failed { ok: false; message: string }
//- app/button.tsx
'use client';
import { save } from './actions';
export const Button = () => <button onClick={async () => { await save('1'); }} />;
`;

/** The statuses that the route's own code names, in order, of what stands behind its first lines. */
const answers = (assist: string, body: string, type: string): string =>
  textAfter(assist, source(body, type), 'app/api/save/route.ts')
    .replace(/^[^]*?request\.json\(\)\)[^\n]*\n/, '')
    .replace(/\n\}\n$/, '');

/** Converted, what is written is answered with this status. */
function checkWritten(failure: string, status: number | undefined, head = "if (id === '') "): void {
  const body = `  ${head}return ${failure};\n  await db.note.delete({ where: { id } });\n  return { done: true };`;
  const init = status === undefined ? '' : `, { status: ${status} }`;
  assert.match(
    textAfter('convert-to-route', source(body, ''), 'app/api/save/route.ts'),
    new RegExp(`return Response\\.json\\(${escaped(`${failure}${init}`)}\\)`),
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Shared, the result of this work is answered so. */
function checkShared(body: string, expected: string, type = ''): void {
  assert.equal(
    answers('share-with-route', body, type),
    `  const result = await performSave(id);\n${expected}`,
  );
}

describe('the statuses of failures', () => {
  it('are 400 for whatever says that it failed', () => {
    checkWritten("{ error: 'No' }", 400);
    checkWritten('{ ok: false }', 400);
    checkWritten("{ success: false, message: 'Not so' }", 400);
    checkWritten('{ isSuccess: false }', 400);
    checkWritten("{ status: 'error', message: 'Not so' }", 400);
    checkWritten("{ data: null, error: { title: ['Too short'] } }", 400);
    checkWritten("{ errors: ['Too short'] }", 400);
    checkWritten('{ error: `Not ${id}` }', 400);
    checkWritten('{ error: id }', 400);
  });

  it('are no failures where nothing says so with certainty', () => {
    checkWritten("{ error: '' }", undefined);
    checkWritten('{ error: null }', undefined);
    checkWritten('{ error: undefined }', undefined);
    checkWritten("{ success: true, error: 'none' }", undefined);
    checkWritten('{ ok: id.length > 1 }', undefined);
    checkWritten("{ status: 'success', error: 'none' }", undefined);
    checkWritten('{ error: db.error }', undefined);
    checkWritten("{ message: 'No' }", undefined);
    checkWritten('{ errors: [] }', undefined);
  });

  it('are those that the words name', () => {
    checkWritten("{ error: 'Not found' }", 404);
    checkWritten("{ error: 'Not found or unauthorized' }", 404);
    checkWritten("{ error: 'You are not allowed to' }", 403);
    checkWritten("{ error: 'Unauthorized' }", 401);
    checkWritten("{ ok: false, message: 'Invalid email or password' }", 401);
    checkWritten("{ error: 'Name already taken' }", 409);
    checkWritten("{ error: 'Too many requests' }", 429);
    checkWritten("{ error: 'Failed to check permissions' }", 500);
    checkWritten("{ error: 'Mail is not configured.' }", 500);
  });

  it('are 404 where what was looked for is not there, and 401 where nobody is signed in', () => {
    const find = (call: string, test: string): string => `const note = await ${call};\n  if (${test}) `;
    checkWritten("{ error: 'Gone' }", 404, find('db.note.findUnique({ where: { id } })', '!note'));
    checkWritten("{ error: 'Gone' }", 404, find('getNote(id)', 'note === null'));
    checkWritten("{ error: 'Gone' }", 404, find('getNote(id)', 'note == undefined'));
    checkWritten("{ error: 'Gone' }", 400, find('getNote(id)', 'note.old'));
    checkWritten("{ error: 'Gone' }", 400, find('getNote(id)', 'note !== null'));
    checkWritten("{ error: 'Gone' }", 400, find('count(id)', '!note'));
    checkWritten("{ error: 'Gone' }", 401, find('getSession(store)', '!note'));
  });

  it('are one expression over the result where the work is shared', () => {
    const act = '  await db.note.delete({ where: { id } });\n';
    checkShared(
      `  if (id === '') return { ok: false };\n${act}  return { ok: true };`,
      '  return Response.json(result, { status: result.ok ? 200 : 400 });',
    );
    checkShared(
      `  if (id === '') return { error: 'No such note' };\n${act}  return { done: true };`,
      "  return Response.json(result, { status: 'error' in result ? 404 : 200 });",
    );
    checkShared(
      `${act}  if (id === '') return { error: 'Bad' };`,
      '  return Response.json(result ?? null, { status: result ? 400 : 200 });',
    );
  });

  it('are told by two sentences at most', () => {
    const failing = (...words: readonly string[]): string =>
      `  if (id === '') return { error: 'Bad' };
${words.map((text, index) => `  if (id === '${index}') return { error: '${text}' };`).join('\n')}
  await db.note.delete({ where: { id } });
  return { done: true };`;
    checkShared(
      failing('Not found', 'No such note'),
      `  if ('error' in result) {
    const status = result.error === 'Not found' || result.error === 'No such note' ? 404 : 400;
    return Response.json(result, { status });
  }
  return Response.json(result);`,
    );
    checkNoAssist(
      'share-with-route',
      source(failing('Not found', 'No such note', 'The note does not exist'), ''),
    );
  });

  it('are told by its words where they differ', () => {
    const failures = `  if (id === '') return { error: 'Bad' };
  if (id === '1') return { error: 'Not found' };
  await db.note.delete({ where: { id } });
`;
    checkShared(
      `${failures}  return { done: true };`,
      `  if ('error' in result) {
    const status = result.error === 'Not found' ? 404 : 400;
    return Response.json(result, { status });
  }
  return Response.json(result);`,
    );
    checkShared(
      `  try {
    if (id === '') return { success: false, message: 'Bad' };
    await db.note.delete({ where: { id } });
    return { success: true };
  } catch (error) {
    return { success: false, message: String(error) };
  }`,
      `  if (!result.success) {
    const status = result.message === 'Bad' ? 400 : 500;
    return Response.json(result, { status });
  }
  return Response.json(result);`,
    );
    checkNoAssist(
      'share-with-route',
      source(`${failures}  if (id === '2') return { error: 'Forbidden' };\n  return { done: true };`, ''),
    );
  });

  it('are asked of results that only a type describes', () => {
    const saved = '  const stored = await store(id);\n  return stored;';
    const asked = (test: string): string => `  return Response.json(result, { status: ${test} });`;
    const never = '  return Response.json(result ?? null);';
    checkShared(saved, asked('result.ok ? 200 : 400'));
    for (const [type, expected] of [
      ['{ ok: boolean; error?: string }', asked('result.ok ? 200 : 400')],
      ['{ success: true } | { success: false; error: string }', asked('result.success ? 200 : 400')],
      ['{ id: string; error?: string }', asked('result.error ? 400 : 200')],
      ['{ id: string; error: string | null }', asked('result.error ? 400 : 200')],
      ['{ id: string } | { error: string }', asked("'error' in result ? 400 : 200")],
      ["{ status: 'idle' | 'success' | 'error' }", asked("result.status === 'error' ? 400 : 200")],
      [
        '{ ok: boolean } | null',
        '  return Response.json(result ?? null, { status: result?.ok === false ? 400 : 200 });',
      ],
      [
        '{ error?: string } | undefined',
        '  return Response.json(result ?? null, { status: result?.error ? 400 : 200 });',
      ],
      ['{ ok: true }', never],
      ['{ error: string }', never],
      ['{ ok?: boolean }', never],
      ['Unknown', never],
      ['{ id: string } | string', never],
    ] as const)
      checkShared(saved, expected, `: Promise<${type}>`);
  });

  it('are asked of them in converted routes too, under a name for what a call gives', () => {
    const asked = (name: string): string =>
      `return Response.json(${name}, { status: ${name}.ok ? 200 : 400 });`;
    assert.equal(
      answers('convert-to-route', '  const stored = await store(id);\n  return stored;', ''),
      `  const stored = await store(id);\n  ${asked('stored')}`,
    );
    assert.equal(
      answers('convert-to-route', "  if (id === '') return store('1');\n  return store(id);", ''),
      `  if (id === '') {
    const result = await store('1');
    ${asked('result')}
  }
  const result = await store(id);
  ${asked('result')}`,
    );
    const client = textAfter('convert-to-route', source('  return store(id);', ''), 'app/api/save/client.ts');
    assert.match(client, /!response\.ok && response\.status !== 400/);
  });
});
