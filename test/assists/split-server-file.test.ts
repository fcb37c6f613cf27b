/** What moves out of a `'use server'` file with a helper, who is told, and what must stay. */
import { checkAssist, checkNoAssist, checkRefusal, checkTitles } from '../support/checkAssist';

const ID = 'split-server-file';

const PAGE = `//- app/page.tsx
import { loadUser, save, type User } from '@/app/users/actions';
export default async function Page() {
  const user: User = await loadUser('1');
  return <form action={save}>{user.name}</form>;
}
//- tsconfig.json
{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }
`;

describe('split-server-file', () => {
  it('takes along what only the helper needs, and shares what both need', () => {
    checkAssist(
      ID,
      `//- app/users/actions.ts
'use server'

import { cache } from 'react'
import { db } from '../../lib/db'

export interface User { name: string }

const LIMIT = 3

// Looks a name up.
async function find(id: string) {
  return db.user.find(id, LIMIT)
}

const key = (id: string) => cache(() => id)

/** Loads one. */
export async function load$0User(id: string): Promise<User> {
  return find(key(id)())
}

export async function save(data: FormData) {
  await db.user.create(data.get('name'), LIMIT)
}
${PAGE}`,
      `${PAGE.replace(/import.*\n/, "import { save, type User } from '@/app/users/actions';\nimport { loadUser } from '@/app/users/actions.server';\n")}
//- app/users/actions.ts
'use server'

import { db } from '../../lib/db'
import { LIMIT } from './actions.server'

export interface User { name: string }

export async function save(data: FormData) {
  await db.user.create(data.get('name'), LIMIT)
}
//- app/users/actions.server.ts
import 'server-only'
import { cache } from 'react'
import { db } from '../../lib/db'
import type { User } from './actions'

export const LIMIT = 3

// Looks a name up.
async function find(id: string) {
  return db.user.find(id, LIMIT)
}

const key = (id: string) => cache(() => id)

/** Loads one. */
export async function loadUser(id: string): Promise<User> {
  return find(key(id)())
}
`,
    );
  });

  const two = `//- app/actions.js
'use$0 server';
export const a = async () => 1;
export const b = async () => a();
export const save = async () => {};
//- app/page.jsx
import { a, b, save } from './actions';
export default async function Page() { return <form action={save}>{await a()}{await b()}</form>; }
`;

  it('moves all of them at once from the directive', () => {
    checkTitles(ID, two, ['Move 2 functions that only the server calls into `actions.server.js`']);
    checkAssist(
      ID,
      two,
      `//- app/actions.js
'use server';
export const save = async () => {};
//- app/page.jsx
import { save } from './actions';
import { a, b } from './data';
export default async function Page() { return <form action={save}>{await a()}{await b()}</form>; }

//- app/data.js
import 'server-only';

export const a = async () => 1;
export const b = async () => a();
`,
      { input: { file: 'data.js' } },
    );
  });

  it('takes out functions that follow each other', () => {
    checkAssist(
      ID,
      `//- app/page.jsx
import { a, b, save } from './actions';
export default async function Page() { return <form action={save}>{await a()}{await b()}</form>; }
//- app/actions.js
'use$0 server';

export async function save() {}

export async function a() {}

export async function b() {}
`,
      `//- app/page.jsx
import { save } from './actions';
import { a, b } from './actions.server';
export default async function Page() { return <form action={save}>{await a()}{await b()}</form>; }
//- app/actions.js
'use server';

export async function save() {}

//- app/actions.server.js
import 'server-only';

export async function a() {}

export async function b() {}
`,
    );
  });

  it('refuses a file that is there, and what is no file name', () => {
    checkRefusal(ID, two, /there already/, { input: { file: 'page.jsx' } });
    checkRefusal(ID, two, /ends with/, { input: { file: 'data' } });
  });

  it('leaves alone what a browser may call', () => {
    checkNoAssist(
      ID,
      `//- app/actions.ts
'use server';
export async function sa$0ve() {}
//- app/page.tsx
import { save } from './actions';
export default function Page() { return <form action={save} />; }
`,
    );
  });

  it('leaves alone what needs an action that stays, and what is taken whole', () => {
    const actions = `//- app/actions.ts
'use server';
export async function rea$0d() { return save(); }
export async function save() {}
`;
    checkNoAssist(
      ID,
      `${actions}//- app/page.tsx
import { read, save } from './actions';
export default async function Page() { return <form action={save}>{await read()}</form>; }
`,
    );
    checkNoAssist(
      ID,
      `${actions.replace('save()', '1').replace('{ return save(); }', '{}')}//- app/page.tsx
import * as all from './actions';
export default async function Page() { return <form action={all.save}>{await all.read()}</form>; }
`,
    );
  });
});
