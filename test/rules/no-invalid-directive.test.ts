/** The rule against directives that the compiler rejects, and against alarms about strings that it takes for ordinary ones. */
import { checkFix, checkNoFix, checkRule } from '../support/check';

describe('no-invalid-directive', () => {
  it('takes what the compiler takes for a misspelling, at the top of files and functions, wherever it stands', () => {
    for (const text of [
      'use-server',
      'useserver',
      'use  server',
      'Use Server',
      'use server;',
      'use action',
      'use sevrer',
    ])
      checkRule(
        `
//- app/actions.ts
'${text}'
/// ^file
export async function save() {}
`
          .replace(
            '/// ^file\n',
            `// ${'^'.repeat(text.length)} error no-invalid-directive: Did you mean 'use server'?\n`,
          )
          .replace(`'${text}'\n//`, `  '${text}'\n//`)
          .replace(/\/\/ (\^+) error/, '//^$1^ error'),
      );
    checkRule(`
//- app/page.tsx
export default function Page() {
  const limit = 3;
  async function load() {
    // not 'use server'
    'use cach';
  //^^^^^^^^^^ error no-invalid-directive: Did you mean 'use cache'?
    return limit;
  }
  return load();
}
`);
  });

  it('reports files that hold no action: pages, and modules of the browser', () => {
    checkRule(`
//- app/page.tsx
import { a } from './a';
  'use client';
//^^^^^^^^^^^^ error no-invalid-directive: 'use client' must come before everything else in the file
export default () => a;
//- lib/data.ts
export async function load() {
  const now = 1;
  'use cache';
//^^^^^^^^^^^ error no-invalid-directive: 'use cache' must come before everything else in the function
  return now;
}
//- lib/near.ts
// The catalog.
  'use cach';
//^^^^^^^^^^ error no-invalid-directive: Did you mean 'use cache'?
export const a = 1;
//- lib/a.test.ts
export const a = 1;
'use client';
//- pages/a.tsx
export const a = 1;
'use client';
`);
  });

  it('passes over what the compiler passes over', () => {
    checkRule(`
//- app/a.ts
'USE SERVER';
'use the server';
'use serverless';
'use clients';
'use strict';
'user event';
export const options = { 'use sever': 'use sever' };
export const name = 'use sever';
if (name) {
  'use server';
}
export async function load() {
  'use client';
  \`use server\`;
}
//- pages/index.tsx
import 'x';
'use server';
export default () => null;
//- proxy.ts
import 'x';
'use server';
export function proxy() {}
//- app/actions.test.ts
import 'x';
'use server';
`);
  });

  it('reports directives behind other statements, of files and of functions', () => {
    checkRule(`
//- app/form.tsx
import { useState } from 'react'; // no 'use server'
  'use client';
//^^^^^^^^^^^^ error no-invalid-directive: 'use client' must come before everything else in the file
export const Form = () => useState(0);
//- app/page.tsx
export default function Page() {
  const save = async () => {
    console.log('x');
    "use server";
  //^^^^^^^^^^^^ error no-invalid-directive: 'use server' must come before everything else in the function
  };
  return <form action={save} />;
}
`);
  });

  it('reports directives that do not go together', () => {
    checkRule(`
//- app/a.ts
'use client';
  'use server';
//^^^^^^^^^^^^ warning no-invalid-directive: 'use server' does not go with 'use client' in one file
export async function a() {}
//- app/page.tsx
export async function load() {
  'use cache';
  'use server';
//^^^^^^^^^^^^ error no-invalid-directive: 'use server' does not go with 'use cache' in one function
}
export default () => null;
`);
  });

  it('is an error with webpack, which rejects what Turbopack takes', () => {
    checkRule(`
//- package.json
{ "dependencies": { "next": "15.0.0" }, "scripts": { "build": "next build" } }
//- app/a.ts
'use server';
  'use client';
//^^^^^^^^^^^^ error no-invalid-directive: 'use client' does not go with 'use server' in one file
export async function a() {}
`);
  });

  it('spells the directive right', () => {
    checkFix(
      `
//- app/actions.ts
"use sever"
export async function save() {}
`,
      `
//- app/actions.ts
"use server"
export async function save() {}
`,
      { title: "Write 'use server'" },
    );
  });

  it('moves the directive to the beginning, and out of its parentheses', () => {
    checkFix(
      `
//- app/actions.ts
// Everything about notes.
import { db } from '@/lib/db';

'use server';

export const save = async () => db.save();
`,
      `
//- app/actions.ts
'use server';

// Everything about notes.
import { db } from '@/lib/db';

export const save = async () => db.save();
`,
      { title: "Move 'use server' to the beginning" },
    );
    checkFix(
      `
//- app/page.tsx
export default function Page() {
  async function save() {
    const at = Date.now();
    ("use server");
    return at;
  }
  return <form action={save} />;
}
`,
      `
//- app/page.tsx
export default function Page() {
  async function save() {
    "use server";
    const at = Date.now();
    return at;
  }
  return <form action={save} />;
}
`,
    );
    checkFix(
      `
//- app/actions.ts
('use server');
export const save = async () => {};
`,
      `
//- app/actions.ts
'use server';
export const save = async () => {};
`,
      { title: 'Write it as a directive' },
    );
  });

  it('leaves it to the author which of two directives stays', () => {
    checkNoFix(`
//- app/a.ts
'use client';
'use server';
export async function a() {}
`);
    checkNoFix(`
//- app/a.ts
'use client';
import 'x';
$0'use server';
export async function a() {}
`);
  });
});
