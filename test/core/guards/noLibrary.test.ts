/** An app without any library of sessions: what its endpoints do is meant for every visitor, and none of it is warned of. */
import { checkRule } from '../../support/check';

describe('a site without accounts', () => {
  it('gets no warning for what its visitors leave at other services', () => {
    checkRule(`
//- app/newsletter/actions.ts
'use server';
export async function subscribe(_state: unknown, formData: FormData) {
  const email = formData.get('email');
  if (typeof email !== 'string' || !email.includes('@')) return { status: 400 };
  const response = await fetch('https://us1.api.mailchimp.com/3.0/lists/' + process.env.MAILCHIMP_LIST + '/members', {
    method: 'POST',
    headers: { Authorization: 'Bearer ' + process.env.MAILCHIMP_KEY },
    body: JSON.stringify({ email_address: email, status: 'subscribed' }),
  });
  return { status: response.status };
}
//- app/contact/actions.ts
'use server';
export async function submit(_state: unknown, formData: FormData) {
                   // ^^^^^^ information require-endpoint-guard
  const { formId, ...fields } = Object.fromEntries(formData.entries());
  const url = \`https://api.hsforms.com/submissions/v3/integration/submit/\${process.env.PORTAL}/\${formId}\`;
  const response = await fetch(url, {
    method: 'POST',
    body: JSON.stringify({ fields: Object.entries(fields).map(([name, value]) => ({ name, value })) }),
  });
  return { status: response.status };
}
//- app/contact/page.tsx
'use client';
import { useActionState } from 'react';
import { submit } from './actions';
import { subscribe } from '../newsletter/actions';
export default function Page() {
  const [, send] = useActionState(submit, null);
  const [, join] = useActionState(subscribe, null);
  return <><form action={send} /><form action={join} /></>;
}
`);
  });

  it('gets no warning for a visitor’s cart at another service', () => {
    checkRule(`
//- lib/shop.ts
export async function shop(query: string, variables: object) {
  const response = await fetch(process.env.SHOP_URL + '/api/graphql.json', {
    method: 'POST',
    headers: { 'X-Shopify-Storefront-Access-Token': process.env.SHOP_TOKEN! },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}
//- app/cart/actions.ts
'use server';
import { cookies } from 'next/headers';
import { revalidateTag } from 'next/cache';
import { shop } from '../../lib/shop';
export async function addItem(_state: unknown, variant: string) {
  const store = await cookies();
  const known = store.get('cartId')?.value;
  if (known) {
    await shop('mutation add($id: ID!, $variant: ID!) { cartLinesAdd(id: $id, variant: $variant) { cart { id } } }', { id: known, variant });
  } else {
    const made = await shop('mutation make($variant: ID!) { cartCreate(variant: $variant) { cart { id } } }', { variant });
    store.set('cartId', made.data.cartCreate.cart.id);
  }
  revalidateTag('cart', 'max');
}
//- app/cart/page.tsx
'use client';
import { addItem } from './actions';
export default function Page() { return <form action={addItem.bind(null, null, 'v') as any} />; }
`);
  });

  it('gets no warning for revalidation and previews behind a secret, nor for leaving a preview', () => {
    checkRule(`
//- app/api/revalidate/route.ts
import { revalidatePath } from 'next/cache';
export async function POST(request: Request) {
  if (!process.env.REVALIDATE_SECRET) return new Response(null, { status: 500 });
  if (new URL(request.url).searchParams.get('secret') !== process.env.REVALIDATE_SECRET) return new Response(null, { status: 401 });
  revalidatePath('/');
  return Response.json({ revalidated: true });
}
//- app/api/draft/route.ts
import { draftMode } from 'next/headers';
import { redirect } from 'next/navigation';
export async function GET(request: Request) {
  const { searchParams } = new URL(request.url);
  if (searchParams.get('secret') !== process.env.DRAFT_SECRET) return new Response(null, { status: 401 });
  (await draftMode()).enable();
  redirect('/');
}
//- app/api/draft/leave/route.ts
import { draftMode } from 'next/headers';
import { redirect } from 'next/navigation';
export async function GET() {
  (await draftMode()).disable();
  redirect('/');
}
`);
  });

  it('gets no warning for content, images, searches and the look of its pages', () => {
    checkRule(`
//- lib/content.ts
export async function content(query: string) {
  const response = await fetch('https://cdn.example.com/content?' + query);
  return response.json();
}
//- app/api/search/route.ts
import { content } from '../../../lib/content';
export async function GET(request: Request) {
  return Response.json(await content('q=' + encodeURIComponent(new URL(request.url).searchParams.get('q') ?? '')));
}
//- app/api/og/route.tsx
import { ImageResponse } from 'next/og';
export async function GET(request: Request) {
  return new ImageResponse(<div>{new URL(request.url).searchParams.get('title')}</div>);
}
//- app/feed.xml/route.ts
import { content } from '../../lib/content';
export async function GET() {
  const { posts } = await content('published=1');
  return new Response(posts.map((post: { title: string }) => post.title).join(), { headers: { 'Content-Type': 'application/rss+xml' } });
}
//- app/theme/actions.ts
'use server';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { revalidatePath } from 'next/cache';
export async function setTheme(theme: string) { (await cookies()).set('theme', theme === 'dark' ? 'dark' : 'light'); }
export async function refresh() { revalidatePath('/'); }
export async function go(formData: FormData) { redirect('/search?q=' + String(formData.get('q'))); }
//- app/page.tsx
'use client';
import { go, refresh, setTheme } from './theme/actions';
export default function Page() {
  return <><form action={go} /><button onClick={() => refresh()} /><button onClick={() => setTheme('dark')} /></>;
}
`);
  });

  it('is still warned of what anybody may change in its own store', () => {
    checkRule(`
//- app/guestbook/actions.ts
'use server';
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
export async function remove(id: string) {
                   // ^^^^^^ warning require-endpoint-guard
  await prisma.entry.delete({ where: { id } });
}
//- app/page.tsx
'use client';
import { remove } from './guestbook/actions';
export default function Page() { return <button onClick={() => remove('1')} />; }
`);
  });
});

describe('a name that promises a check', () => {
  it('checks nobody where the code behind it asks nothing of the caller', () => {
    checkRule(`
//- lib/auth.ts
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
export async function getUser() { return prisma.user.findFirst({ where: { role: 'owner' } }); }
export function getToken() { return process.env.API_TOKEN; }
//- app/api/users/route.ts
import { PrismaClient } from '@prisma/client';
import { getUser } from '../../../lib/auth';
const prisma = new PrismaClient();
export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  const user = await getUser();
  if (!user) return new Response(null, { status: 401 });
  const { id } = await request.json();
  await prisma.post.delete({ where: { id } });
  return new Response();
}
//- app/api/tokens/route.ts
import { PrismaClient } from '@prisma/client';
import { getToken } from '../../../lib/auth';
const prisma = new PrismaClient();
export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard
  if (!getToken()) return new Response(null, { status: 401 });
  const { id } = await request.json();
  await prisma.post.delete({ where: { id } });
  return new Response();
}
`);
  });

  it('leaves headers of an answer alone, and not what is called like them', () => {
    checkRule(`
//- app/api/images/route.ts
export async function GET() {
  const response = new Response('<svg />');
  response.headers.set('Cache-Control', 'public');
  response.headers.append('Vary', 'Accept');
  return response;
}
//- app/api/flags/route.ts
import { Redis } from '@upstash/redis';
const flags = Redis.fromEnv();
export async function GET(request: Request) {
                   // ^^^ warning require-endpoint-guard
  const name = new URL(request.url).searchParams.get('name')!;
  await flags.set(name, 'on');
  return new Response();
}
`);
  });
});
