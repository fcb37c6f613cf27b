/** What `move-inline-action` makes of the forms of inline actions, their captures and their helpers. */
import { checkAssist, checkNoAssist, checkRefusal, checkTitles } from '../support/checkAssist';

const ID = 'move-inline-action';

describe('move-inline-action', () => {
  it('names an action of a prop, and merges it into the file of actions that is there', () => {
    checkAssist(
      ID,
      `//- app/actions.ts
'use server';
import { signOut } from '@/auth';
export async function leave() { await signOut(); }
//- app/nav.tsx
import { signOut, auth } from '@/auth';
export async function Nav() {
  await auth();
  return (
    <form
      action={async$0 (data) => {
        'use server';

        await signOut({ redirectTo: data.get('to') });
      }}
    />
  );
}
`,
      `//- app/actions.ts
'use server';
import { signOut } from '@/auth';
export async function leave() { await signOut(); }

export async function signOutAction(data: FormData) {
  await signOut({ redirectTo: data.get('to') });
}

//- app/nav.tsx
import { auth } from '@/auth';
import { signOutAction } from './actions';
export async function Nav() {
  await auth();
  return (
    <form action={signOutAction} />
  );
}
`,
    );
  });

  it('leaves an element over several lines that has more than the action, or no room for it', () => {
    const after = (element: string, opened: string, rest = ''): void =>
      checkAssist(
        ID,
        `//- app/nav.tsx
export function Nav() {
  return (
    ${element}
      action={async$0 () => {
        'use server';
        console.log('left');
      }}${rest}
    >
      <button />
    </${element.slice(1).split(/\s/)[0]}>
  );
}
`,
        `//- app/actions.ts
'use server';

export async function submitAction() {
  console.log('left');
}

//- app/nav.tsx
import { submitAction } from './actions';

export function Nav() {
  return (
    ${opened}
      <button />
    </${element.slice(1).split(/\s/)[0]}>
  );
}
`,
      );
    after('<form', '<form action={submitAction}>');
    after('<form\n      id="f"', '<form\n      id="f"\n      action={submitAction}\n    >');
    after('<form', '<form\n      action={submitAction} id="f"\n    >', ' id="f"');
    after('<form id="f"', '<form id="f"\n      action={submitAction}\n    >');
    after('<form // on the left', '<form // on the left\n      action={submitAction}\n    >');
    const long = `<Form${'X'.repeat(70)}`;
    after(long, `${long}\n      action={submitAction}\n    >`);
  });

  it('keeps a const a const with its type, and takes along what only it uses', () => {
    checkAssist(
      ID,
      `//- app/layout.jsx
import { run } from '../lib/run'
import { config } from './config'

// How often.
const TRIES = 3

const serverFunc$0tion = async function (args) {
	'use server'
	return run({ ...args, config, TRIES })
}

export default function Layout() {
	return <Root config={config} serverFunction={serverFunction} />
}
`,
      `//- app/layout.jsx
import { config } from './config'
import { serverFunction } from '../lib/actions'

export default function Layout() {
	return <Root config={config} serverFunction={serverFunction} />
}

//- lib/actions.js
'use server'

import { run } from './run'
import { config } from '../app/config'

// How often.
const TRIES = 3

export const serverFunction = async function (args) {
	return run({ ...args, config, TRIES })
}
`,
      { input: { file: '../lib/actions.js' } },
    );
  });

  it('binds what it captured wherever it is used, and says so', () => {
    const before = `//- app/item.tsx
import { db } from '@/lib/db';
type Props = { id: string; tags?: string[] };
export function Item({ id, tags }: Props) {
  const kind = 'item';
  const remo$0ve = async () => {
    'use server';
    await db.remove(id, tags, kind);
  };
  return <Row onRemove={remove} all={{ remove }} label={kind} />;
}
`;
    checkTitles(ID, before, ['Move `remove` to `actions.ts`, with `id`, `tags`, `kind` as bound arguments']);
    checkAssist(
      ID,
      before,
      `//- app/item.tsx
import { remove } from './actions';
type Props = { id: string; tags?: string[] };
export function Item({ id, tags }: Props) {
  const kind = 'item';
  return <Row onRemove={remove.bind(null, id, tags, kind)} all={{ remove: remove.bind(null, id, tags, kind) }} label={kind} />;
}

//- app/actions.ts
'use server';

import { db } from '@/lib/db';

export const remove = async (id: string, tags: string[] | undefined, kind: string) => {
  await db.remove(id, tags, kind);
};
`,
      {
        notes: [
          '`id`, `tags` and `kind` are now bound arguments, which are not encrypted: the browser sees them and can send other values. Check them in the action.',
        ],
      },
    );
  });

  it('knows that a segment of the URL is a string, whatever types the page has', () => {
    checkAssist(
      ID,
      `//- app/[id]/page.tsx
import { db } from '@/lib/db';
export default async function Page(props: PageProps<'/[id]'>) {
  const id = (await props.params).id;
  const remo$0ve = async () => {
    'use server';
    await db.remove(id);
  };
  return <form action={remove} />;
}
`,
      `//- app/[id]/actions.ts
'use server';

import { db } from '@/lib/db';

export const remove = async (id: string) => {
  await db.remove(id);
};

//- app/[id]/page.tsx
import { remove } from './actions';
export default async function Page(props: PageProps<'/[id]'>) {
  const id = (await props.params).id;
  return <form action={remove.bind(null, id)} />;
}
`,
    );
  });

  it('keeps out where a captured value is assigned, is no plain data, or has a type that is not known', () => {
    const component = (body: string): string => `//- app/page.tsx
import { load } from '@/lib/load';
export default async function Page({ id }: { id: string }) {
  ${body}
  async function sa$0ve(data: FormData) {
    'use server';
    await load(value, data);
  }
  return <form action={save} />;
}
`;
    checkNoAssist(ID, component("let value = 'a'; value = id;"));
    checkNoAssist(ID, component('const value = () => 1;'));
    checkNoAssist(ID, component('const value = await load(id);'));
  });

  it('keeps out where something of the module is needed on both sides', () => {
    checkNoAssist(
      ID,
      `//- app/page.tsx
const format = (x: string) => x;
export default function Page() {
  async function sa$0ve() {
    'use server';
    format('a');
  }
  return <form action={save}>{format('b')}</form>;
}
`,
    );
  });

  it('refuses a file that holds no actions', () => {
    checkRefusal(
      ID,
      `//- app/other.ts
export const x = 1;
//- app/page.tsx
export default function Page() {
  async function sa$0ve() {
    'use server';
  }
  return <form action={save} />;
}
`,
      /no file of actions/,
      { input: { file: 'other.ts' } },
    );
  });

  it('moves what a client component may not define, as the fix of that finding', () => {
    checkAssist(
      ID,
      `//- app/like.tsx
'use client';
import { db } from '../lib/db';

export function Like({ id }: { id: string }) {
  async function li$0ke() {
    'use server';
    await db.like.create({ data: { id } });
  }
  return <form action={like}><button>Like</button></form>;
}
`,
      `//- app/like.tsx
'use client';
import { like } from './actions';

export function Like({ id }: { id: string }) {
  return <form action={like.bind(null, id)}><button>Like</button></form>;
}

//- app/actions.ts
'use server';

import { db } from '../lib/db';

export async function like(id: string) {
  await db.like.create({ data: { id } });
}
`,
    );
  });
});
