/** Where `convert-to-route` is not offered, and what it refuses. */
import { checkNoAssist, checkRefusal, checkTitles } from '../support/checkAssist';

const USER = `//- app/user.tsx
'use client';
import { a } from './actions';
export const User = () => <button onClick={() => a(x)} />;
`;

/** Nothing is offered for the endpoint, though it is used as it could be. */
function checkNone(endpoint: string): void {
  checkNoAssist('convert-to-route', `${endpoint}${USER}`);
}

describe('where convert-to-route stops', () => {
  it('refuses URLs that are taken, unlike others, or none, and methods without a body', () => {
    const before = `//- app/(main)/posts/page.tsx
export default function Page() { return null; }
//- app/api/users/[id]/route.ts
export const GET = () => Response.json({});
//- app/actions.ts
'use server';
export async function too$0(a: string) { await fetch('https://example.com/' + a); }
//- app/button.tsx
'use client';
import { too } from './actions';
export const Button = () => <button onClick={() => too('x')} />;
`;
    checkRefusal('convert-to-route', before, /served at \/posts/, { input: { url: '/posts' } });
    checkRefusal('convert-to-route', before, /served at \/api\/users\/\[id\]/, {
      input: { url: '/api/users/[a]' },
    });
    checkRefusal('convert-to-route', before, /calls the same segment \[id\]/, {
      input: { url: '/api/users/[a]/x' },
    });
    checkRefusal('convert-to-route', before, /begins with a slash/, { input: { url: 'api/x' } });
    checkRefusal('convert-to-route', before, /catch-all/, { input: { url: '/api/[...a]' } });
    checkRefusal('convert-to-route', before, /underscore/, { input: { url: '/_private' } });
    checkRefusal('convert-to-route', before, /no segment/, { input: { url: '/a b' } });
    checkRefusal('convert-to-route', before, /called `b`/, { input: { url: '/api/[b]' } });
    checkRefusal('convert-to-route', before, /carries no body/, { input: { method: 'GET' } });
  });

  it('proposes a URL for names with letters that no URL has, and none where a segment would have them', () => {
    const named = (name: string): string => `//- app/actions.ts
'use server';
export async function ${name}$0(a: string) { await fetch('https://example.com/' + a); }
//- app/user.tsx
'use client';
import { ${name} } from './actions';
export const User = () => <button onClick={() => ${name}('x')} />;
`;
    const titled = (name: string, url: string): string =>
      `Convert \`${name}\` to a route handler, \`POST ${url}\``;
    const letters = [
      ['größeÄndern', '/api/grosse-andern'],
      ['保存', '/api/action'],
      ['保存2', '/api/2'],
    ] as const;
    for (const [name, url] of letters) checkTitles('convert-to-route', named(name), [titled(name, url)]);
    checkNoAssist(
      'convert-to-route',
      `//- app/actions.ts
'use server';
export async function save$0(größe: string, formData: FormData) { await fetch('https://example.com/' + größe); }
//- app/user.tsx
'use client';
import { save } from './actions';
export const User = ({ id }) => <form action={save.bind(null, id)} />;
`,
    );
  });

  it('is not offered where its own file hands it on under another name', () => {
    checkNoAssist(
      'convert-to-route',
      `//- app/actions.ts
'use server';
export async function too$0(a: string) { await fetch('https://example.com/' + a); }
export const other = too;
//- app/button.tsx
'use client';
import { too } from './actions';
export const Button = () => <button onClick={() => too('x')} />;
`,
    );
  });

  it('is not offered where arguments or results may not survive the way', () => {
    checkNone(`//- app/actions.ts
'use server';
export async function a$0(date: Date) { await fetch('https://example.com/' + date); }
`);
    checkNone(`//- app/actions.ts
'use server';
export async function a$0(...all: string[]) { await fetch('https://example.com/' + all); }
`);
    checkNone(`//- app/actions.js
'use server';
export async function a$0(item) { await fetch('https://example.com/' + item); }
`);
    checkNoAssist(
      'convert-to-route',
      `//- app/actions.ts
'use server';
import { cookies } from 'next/headers';
export async function a$0(id: string) { return (await cookies()).getAll(id); }
//- app/button.tsx
'use client';
import { a } from './actions';
export function B() { return <button onClick={async () => console.log(await a('x'))} />; }
`,
    );
  });

  it('is not offered where the control flow can not be written as answers', () => {
    checkNone(`//- app/actions.ts
'use server';
import { redirect } from 'next/navigation';
export async function a$0() {
  try { redirect('/x'); } catch { return 1; }
}
`);
    checkNone(`//- app/actions.ts
'use server';
import { redirect } from 'next/navigation';
export async function a$0(ids: string[]) { ids.forEach((id) => redirect('/x/' + id)); }
`);
    checkNone(`//- app/actions.ts
'use server';
import { go } from './go';
export async function a$0(id: string) { await go(id); }
//- app/go.ts
import { redirect } from 'next/navigation';
export async function go(id: string) { redirect('/x/' + id); }
`);
    checkNone(`//- app/actions.ts
'use server';
import { done } from './done';
export async function a$0(id: string) { await fetch(id); done(); }
//- app/done.ts
import { refresh } from 'next/cache';
export function done() { refresh(); }
`);
    checkNone(`//- app/actions.ts
'use server';
import { wrap } from './wrap';
export const a$0 = wrap(async (id: string) => { await fetch(id); });
//- app/wrap.ts
export const wrap = <T,>(f: T) => f;
`);
    checkNoAssist(
      'convert-to-route',
      `//- app/actions.ts
'use server';
export async function a$0(previous: { n: number }, formData: FormData) { return { n: previous.n + formData.getAll('x').length }; }
//- app/form.tsx
'use client';
import { useActionState } from 'react';
import { a } from './actions';
export function F() { const [state, action] = useActionState(a, { n: 0 }); return <form action={action}>{state.n}</form>; }
`,
    );
  });

  it('is not offered where something else than a browser uses the action, or nobody knows what does', () => {
    checkNoAssist(
      'convert-to-route',
      `//- app/actions.ts
'use server';
export async function a$0(id: string) { await fetch(id); }
//- app/page.tsx
import { a } from './actions';
export default async function Page() { await a('x'); return null; }
`,
    );
    checkNoAssist(
      'convert-to-route',
      `//- app/actions.ts
'use server';
export async function a$0(id: string) { await fetch(id); }
//- app/page.tsx
import { a } from './actions';
import { Button } from './button';
export default function Page() { return <Button action={a} />; }
//- app/button.tsx
'use client';
export function Button({ action }: { action: (id: string) => Promise<void> }) { return <button onClick={() => action('x')} />; }
`,
    );
    checkNone(`//- app/actions.ts
'use server';
export async function a$0(id: string) { await fetch(id); }
export async function b(id: string) { await a(id); }
`);
    checkNoAssist(
      'convert-to-route',
      `//- app/actions.ts
'use server';
export async function a$0(id: string) { await fetch(id); }
//- app/button.tsx
'use client';
import * as actions from './actions';
export function Button() { return <button onClick={() => actions.a('x')} />; }
`,
    );
    checkNone(`//- app/actions.ts
'use server';
export async function a$0(id: string) { await fetch(limit(id)); }
export async function b(id: string) { await fetch(limit(id)); }
const limit = (id: string) => id.slice(9);
`);
    checkNoAssist(
      'convert-to-route',
      `//- next.config.js
module.exports = { output: 'export' };
//- app/actions.ts
'use server';
export async function a$0(id: string) { await fetch(id); }
//- app/button.tsx
'use client';
import { a } from './actions';
export const Button = () => <button onClick={() => a('x')} />;
`,
    );
    checkNoAssist(
      'convert-to-route',
      `//- app/actions.ts
'use server';
export async function a$0(id: string) { await fetch(id); }
`,
    );
  });
});
