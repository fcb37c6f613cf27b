/** Where `convert-to-action` is not offered, and what it refuses. */
import { checkNoAssist, checkRefusal } from '../support/checkAssist';

const BUTTON = `//- app/button.tsx
'use client';
import { useState } from 'react';
export function Button({ id }: { id: string }) {
  const [done, setDone] = useState(false);
  async function send(formData: FormData) {
    await fetch('/api/posts', { method: 'POST', body: formData });
  }
  return <form action={send}>{String(done)}</form>;
}
`;

/** Nothing is offered for the endpoint, though it is used as it could be. */
function checkNone(endpoint: string): void {
  checkNoAssist('convert-to-action', `${endpoint}${BUTTON}`);
}

describe('where convert-to-action stops', () => {
  it('is not offered for what only HTTP has', () => {
    checkNone(`//- app/api/posts/route.ts
export async function POST$0(request: Request) {
  if (request.headers.get('x-signature') !== 'a') return Response.json({}, { status: 401 });
  const formData = await request.formData();
  await fetch('https://example.com', { body: formData });
  return new Response(null, { status: 204 });
}
`);
    checkNone(`//- app/api/posts/route.ts
export async function POST$0(request: Request) {
  const formData = await request.text();
  await fetch('https://example.com', { body: formData });
  return new Response(null, { status: 204 });
}
`);
    checkNone(`//- app/api/posts/route.ts
export async function POST$0(request: Request) {
  const formData = await request.formData();
  return new Response(formData.get('x') as string, { headers: { 'Content-Type': 'text/plain' } });
}
`);
    checkNone(`//- app/api/posts/route.ts
import { headers } from 'next/headers';
export async function POST$0(request: Request) {
  await headers();
  const formData = await request.formData();
  await fetch('https://example.com', { body: formData });
  return new Response(null, { status: 204 });
}
`);
    checkNoAssist(
      'convert-to-action',
      `//- app/api/posts/route.ts
export async function GET$0(request: Request) {
  const formData = await request.formData();
  await fetch('https://example.com', { body: formData });
  return new Response(null, { status: 204 });
}
//- app/button.tsx
'use client';
import { useState } from 'react';
export function Button({ id }: { id: string }) {
  const [done, setDone] = useState(false);
  async function send(formData: FormData) {
    await fetch('/api/posts', { method: 'GET', body: formData });
  }
  return <form action={send}>{String(done)}</form>;
}
`,
    );
    checkNoAssist(
      'convert-to-action',
      `//- app/api/posts/route.ts
export async function POST$0(request: Request) {
  try {
    const data = await request.json();
    await fetch('https://example.com/' + data.title);
    return Response.json({ ok: true });
  } catch {
    return Response.json({ error: 'Failed' }, { status: 500 });
  }
}
//- app/button.tsx
'use client';
import { useState } from 'react';
export function Button({ id }: { id: string }) {
  const [done, setDone] = useState(false);
  async function send(formData: FormData) {
    await fetch('/api/posts', { method: 'POST', body: JSON.stringify({}) });
  }
  return <form action={send}>{String(done)}</form>;
}
`,
    );
    checkNone(`//- app/api/posts/route.ts
export const runtime = 'edge';
export async function POST$0(request: Request) {
  const formData = await request.formData();
  await fetch('https://example.com', { body: formData });
  return new Response(null, { status: 204 });
}
`);
    checkNone(`//- app/api/posts/route.ts
import { withUser } from '../../../lib/user';
export const POST$0 = withUser(async (request: Request) => {
  const formData = await request.formData();
  await fetch('https://example.com', { body: formData });
  return new Response(null, { status: 204 });
});
//- lib/user.ts
export const withUser = (f: (request: Request) => Promise<Response>) => f;
`);
  });

  it('is not offered where requests come from elsewhere, or more than their success is read', () => {
    checkNoAssist(
      'convert-to-action',
      `//- app/api/posts/route.ts
export async function POST$0(request: Request) {
  const formData = await request.formData();
  await fetch('https://example.com', { body: formData });
  return new Response(null, { status: 204 });
}
`,
    );
    checkNoAssist(
      'convert-to-action',
      `//- app/api/posts/route.ts
export async function POST$0(request: Request) {
  const formData = await request.formData();
  await fetch('https://example.com', { body: formData });
  return new Response(null, { status: 204 });
}
//- app/button.tsx
export function Button({ id }: { id: string }) {
  const done = 1;
  async function send(formData: FormData) {
    await fetch('/api/posts', { method: 'POST', body: formData });
  }
  return <form action={send}>{String(done)}</form>;
}
`,
    );
    checkNoAssist(
      'convert-to-action',
      `//- app/api/posts/route.ts
export async function POST$0(request: Request) {
  const formData = await request.formData();
  await fetch('https://example.com', { body: formData });
  return new Response(null, { status: 204 });
}
//- app/button.tsx
'use client';
import { useState } from 'react';
export function Button({ id }: { id: string }) {
  const [done, setDone] = useState(false);
  async function send(formData: FormData) {
    const response = await fetch('/api/posts', { method: 'POST', body: formData });
    console.log(await response.json());
  }
  return <form action={send}>{String(done)}</form>;
}
`,
    );
    checkNoAssist(
      'convert-to-action',
      `//- app/api/posts/route.ts
export async function POST$0(request: Request) {
  const formData = await request.formData();
  await fetch('https://example.com', { body: formData });
  return new Response(null, { status: 204 });
}
//- app/button.tsx
'use client';
import { useState } from 'react';
export function Button({ id }: { id: string }) {
  const [done, setDone] = useState(false);
  async function send(formData: FormData) {
    await fetch('/api/posts', { method: 'POST', body: formData });
  }
  return <form action={send}>{String(done)}</form>;
}
//- app/other.tsx
'use client';
import { useState } from 'react';
export function Button({ id }: { id: string }) {
  const [done, setDone] = useState(false);
  async function send(formData: FormData) {
    await axios.post('/api/posts', formData);
  }
  return <form action={send}>{String(done)}</form>;
}
`,
    );
    checkNoAssist(
      'convert-to-action',
      `//- app/api/posts/route.ts
export async function POST$0(request: Request) {
  const formData = await request.formData();
  await fetch('https://example.com', { body: formData });
  return new Response(null, { status: 204 });
}
//- app/button.tsx
'use client';
import { useState } from 'react';
export function Button({ id }: { id: string }) {
  const [done, setDone] = useState(false);
  async function send(formData: FormData) {
    const URL = '/api/posts';
    await fetch(URL, { method: 'POST', body: formData });
  }
  return <form action={send}>{String(done)}</form>;
}
`,
    );
    checkNoAssist(
      'convert-to-action',
      `//- app/api/posts/route.ts
export async function POST$0(request: Request) {
  const formData = await request.formData();
  await fetch('https://example.com', { body: formData });
  return new Response(null, { status: 204 });
}
//- app/button.tsx
'use client';
import { useState } from 'react';
export function Button({ id }: { id: string }) {
  const [done, setDone] = useState(false);
  async function send(formData: FormData) {
    await fetch('/api/posts', { method: 'POST', headers: { Authorization: 'x' }, body: formData });
  }
  return <form action={send}>{String(done)}</form>;
}
`,
    );
    checkNoAssist(
      'convert-to-action',
      `//- app/api/posts/route.ts
export async function POST$0(request: Request) {
  const formData = await request.formData();
  await fetch('https://example.com', { body: formData });
  return new Response(null, { status: 204 });
}
//- app/button.tsx
'use client';
import { useState } from 'react';
export function Button({ id }: { id: string }) {
  const [done, setDone] = useState(false);
  async function send(formData: FormData) {
    await fetch('/api/posts', { method: 'POST', signal: AbortSignal.timeout(1), body: formData });
  }
  return <form action={send}>{String(done)}</form>;
}
`,
    );
    checkNoAssist(
      'convert-to-action',
      `//- app/api/posts/route.ts
export async function POST$0(request: Request) {
  const formData = await request.formData();
  await fetch('https://example.com', { body: formData });
  return new Response(null, { status: 204 });
}
//- app/button.tsx
'use client';
import { useState } from 'react';
export function Button({ id }: { id: string }) {
  const [done, setDone] = useState(false);
  async function send(formData: FormData) {
    await fetch('/api/posts?draft=1', { method: 'POST', body: formData });
  }
  return <form action={send}>{String(done)}</form>;
}
`,
    );
  });

  it('refuses names that are taken or none', () => {
    const before = `//- app/api/posts/route.ts
export async function POST$0(request: Request) {
  const formData = await request.formData();
  await fetch('https://example.com', { body: formData });
  return new Response(null, { status: 204 });
}
//- app/button.tsx
'use client';
import { useState } from 'react';
export function Button({ id }: { id: string }) {
  const [done, setDone] = useState(false);
  async function send(formData: FormData) {
    await fetch('/api/posts', { method: 'POST', body: formData });
  }
  return <form action={send}>{String(done)}</form>;
}
`;
    checkRefusal('convert-to-action', before, /called `send`/, { input: { name: 'send' } });
    checkRefusal('convert-to-action', before, /called like a function/, { input: { name: 'a b' } });
  });
});
