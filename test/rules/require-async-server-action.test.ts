/** The rule against every way to export a function from a `'use server'` file, and its fix. */
import { checkFix, checkNoFix, checkRule } from '../support/check';

describe('require-async-server-action', () => {
  it('reports an exported function declaration at its name', () => {
    checkRule(`
//- app/actions.ts
'use server';
export function save() {}
             // ^^^^ error require-async-server-action: \`save\` is exported
`);
  });

  it('reports sync arrows and function expressions', () => {
    checkRule(`
//- lib/actions.ts
"use server"
export const one = () => 1, two = function () {};
          // ^^^ error require-async-server-action
                         // ^^^ error require-async-server-action
`);
  });

  it('follows a local export specifier to the declaration', () => {
    checkRule(`
//- app/actions.ts
'use server';
function remove() {}
      // ^^^^^^ error require-async-server-action: \`gone\` is exported
export { remove as gone };
`);
  });

  it('reports a default export, named or not', () => {
    checkRule(`
//- app/a.ts
'use server';
export default function save() {}
                     // ^^^^ error require-async-server-action: The default export
//- app/b.ts
'use server';
export default () => {};
            // ^^^^^ error require-async-server-action
`);
  });

  it('reports a generator, which is not async either, without a fix', () => {
    const generator = `
//- app/actions.ts
'use server';
export function* list() {}
              // ^^^^ error require-async-server-action
`;
    checkRule(generator);
    checkNoFix(generator);
  });

  it('accepts async functions, async generators and overloads with an async implementation', () => {
    checkRule(`
//- app/actions.ts
'use server';
export async function a() {}
export const b = async () => {};
export async function* c() {}
export function d(x: string): Promise<void>;
export function d(x: number): Promise<void>;
export async function d(x: unknown): Promise<void> {}
`);
  });

  it('says nothing of calls, destructured names, casts and types, which only run time can judge', () => {
    checkRule(`
//- app/actions.ts
'use server';
import { client, handlers, imported } from './client';
export const a = client.action(() => {});
export const { b, c: d } = handlers;
export const e = (() => 1) as any;
export type F = string;
export interface G {}
export { imported };
`);
  });

  it('says nothing of private helpers and of files without the directive', () => {
    checkRule(`
//- app/actions.ts
'use server';
function helper() {}
export async function save() { helper(); }
//- app/other.ts
export function save() {}
//- app/late.ts
import './x';
  'use server';
//^^^^^^^^^^^^ error no-invalid-directive
export function save() {}
`);
  });

  it('reads the directive by its cooked value, after comments and other directives', () => {
    checkRule(`
//- app/actions.ts
// a comment
'use strict';
'use\\u0020server';
export function save() {}
             // ^^^^ error require-async-server-action
`);
  });

  it('does not take a template literal or a parenthesized string for the directive', () => {
    checkRule(
      "\n//- app/a.ts\n`use server`;\nexport function save() {}\n//- app/b.ts\n  ('use server');\n//^^^^^^^^^^^^^^ error no-invalid-directive\nexport function save() {}\n",
    );
  });

  it('keeps quiet on half-typed code', () => {
    checkRule(`
//- app/actions.ts
'use server';
export
export const
export async function (
`);
  });

  it('adds async before the function and wraps its declared return type', () => {
    checkFix(
      `
//- app/actions.ts
'use server';
export function save$0(id: string): { ok: boolean } { return { ok: true }; }
`,
      `
//- app/actions.ts
'use server';
export async function save(id: string): Promise<{ ok: boolean }> { return { ok: true }; }
`,
      { title: 'Make it async (callers must await the result)' },
    );
  });

  it('leaves a return type that is a promise already', () => {
    checkFix(
      `
//- app/actions.ts
'use server';
export const save = (id: string): Promise<void> => store(id);
`,
      `
//- app/actions.ts
'use server';
export const save = async (id: string): Promise<void> => store(id);
`,
    );
  });

  it('wraps the return types of overload signatures too', () => {
    checkFix(
      `
//- app/actions.ts
'use server';
export function get(id: string): string;
export function get(id: number): number;
export function get(id: unknown): unknown { return id; }
`,
      `
//- app/actions.ts
'use server';
export function get(id: string): Promise<string>;
export function get(id: number): Promise<number>;
export async function get(id: unknown): Promise<unknown> { return id; }
`,
    );
  });

  it('puts async after export and default, comments kept', () => {
    checkFix(
      `
//- app/actions.ts
'use server';
export default /* the save action */ function () {}
`,
      `
//- app/actions.ts
'use server';
export default /* the save action */ async function () {}
`,
    );
  });

  it('offers no fix for a type predicate, which cannot be promised', () => {
    checkNoFix(`
//- app/actions.ts
'use server';
export function isName(x: unknown): x is string { return true; }
`);
  });

  it('reports inline actions, and makes them async', () => {
    checkRule(`
//- app/page.tsx
export default function Page() {
  function save() {
        // ^^^^ error require-async-server-action: \`save\` has 'use server', so it must be async
    'use server';
  }
  return <form action={save}><button formAction={() => { 'use server'; }} /></form>;
                                              // ^^^^^ error require-async-server-action: This function has 'use server'
}
`);
    checkFix(
      `
//- app/page.tsx
export default function Page() {
  const save = (form: FormData): void => {
    'use server';
  };
  return <form action={save} />;
}
`,
      `
//- app/page.tsx
export default function Page() {
  const save = async (form: FormData): Promise<void> => {
    'use server';
  };
  return <form action={save} />;
}
`,
    );
  });
});
