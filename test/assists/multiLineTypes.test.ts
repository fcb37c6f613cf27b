/** Types over several lines keep their shape where an action becomes a route, whatever the file's indentation is. */
import assert from 'node:assert/strict';
import { textAfter } from '../support/checkAssist';

const source = (indent: string, head = save(indent)): string => `//- app/actions.ts
'use server';
import { db } from '../lib/db';

${head} {
${indent}await db.alert.create({ data: { ...alert, note: String(typeof note) } });
}
//- lib/db.ts
import { PrismaClient } from '@prisma/client';
export const db = new PrismaClient();
//- app/button.tsx
'use client';
import { save } from './actions';
export const Button = () => <button onClick={async () => { await save({ userId: '1', limits: { price: 1 } }, ''); }} />;
`;

/** The beginning of the action. */
const save = (indent: string, before = '', rest = ', note: string', after = ''): string => {
  const depth = before === '' ? '' : indent;
  return `export async function sa$0ve(${before}alert: {
${depth}${indent}userId: string;
${depth}${indent}limits: {
${depth}${indent}${indent}price: number;
${depth}${indent}};
${depth}}${rest}${after})`;
};

describe('types over several lines', () => {
  for (const [name, indent] of [
    ['two blanks', '  '],
    ['four blanks', '    '],
    ['tabs', '\t'],
  ] as const) {
    it(`are indented once in a route, and once more in a list of parameters, with ${name}`, () => {
      const type = (depth: string): string => `{
${depth}${indent}userId: string;
${depth}${indent}limits: {
${depth}${indent}${indent}price: number;
${depth}${indent}};
${depth}}`;
      const route = textAfter('convert-to-route', source(indent), 'app/api/save/route.ts');
      const whole = `${indent}const alert = (await request.json()) as ${type(indent)};\n`;
      for (const head of [save(indent, '', ''), save(indent, `\n${indent}`, '', ',\n')]) {
        const text = textAfter('convert-to-route', source(indent, head), 'app/api/save/route.ts');
        assert.ok(text.includes(whole), text);
      }
      const cast = `${indent}const { alert, note } = (await request.json()) as { alert: ${type(indent)}; note: string };\n`;
      assert.ok(route.includes(cast), route);
      const work = textAfter('share-with-route', source(indent), 'app/perform-save.ts');
      const head = `export async function performSave(\n${indent}alert: ${type(indent)},\n${indent}note: string,\n) {\n`;
      assert.ok(work.includes(head), work);
    });
  }

  it('of a result leave an empty list of parameters as it is', () => {
    const result =
      'Promise<\n  { id: string; note: string; price: number; createdAt: Date }[] | { error: string }\n>';
    const text = source('  ', `export async function sa$0ve(): ${result}`).replace('...alert, note', 'note');
    const work = textAfter('share-with-route', text, 'app/perform-save.ts');
    assert.ok(work.includes(`export async function performSave(): ${result} {\n`), work);
  });
});
