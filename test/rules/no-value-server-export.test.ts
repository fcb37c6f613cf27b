/** The rule against every kind of export that is no async function, and those that only run time can judge. */
import { checkRule } from '../support/check';

describe('no-value-server-export', () => {
  it('reports literals and classes', () => {
    checkRule(`
//- app/actions.ts
'use server';
export const limit = 3;
          // ^^^^^ error no-value-server-export: \`limit\` is no function
export class Store {}
          // ^^^^^ error no-value-server-export: \`Store\` is a class
`);
  });

  it('reports what is passed on from another file, functions too', () => {
    checkRule(`
//- app/actions.ts
'use server';
export { save, type Save } from './more';
      // ^^^^ error no-value-server-export: \`save\` is passed on from another file
//- app/more.ts
export type Save = string;
export async function save() {}
`);
  });

  it('warns of values that the compiler lets pass', () => {
    checkRule(`
//- app/actions.ts
'use server';
export const schema = { a: 1 };
          // ^^^^^^ warning no-value-server-export: \`schema\` is no function: every action of this file fails
export async function save() {}
`);
  });

  it('says nothing of types, of calls, and of what is imported first', () => {
    checkRule(`
//- app/actions.ts
'use server';
import { save } from './more';
import { wrap } from './wrap';
export type A = string;
export interface B {}
export type * from './more';
export const run = wrap(async () => {});
export { save };
//- app/more.ts
export async function save() {}
//- app/wrap.ts
export const wrap = (f: unknown) => f;
`);
  });

  it('says nothing of files without the directive', () => {
    checkRule(`
//- app/limits.ts
export const limit = 3;
export * from './more';
//- app/more.ts
export const more = 4;
`);
  });
});
