/** What `await-request-apis` makes of the ways in which files use request APIs at once, and where it keeps out. */
import { checkAssist, checkNoAssist, checkTitles } from '../support/checkAssist';

const ID = 'await-request-apis';

describe('await-request-apis', () => {
  it('awaits params that are taken apart in a statement, and declares the promise', () => {
    checkAssist(
      ID,
      `//- app/api/posts/[id]/route.ts
export async function GE$0T(request: Request, { params }: { params: { id: string } }) {
  const { id } = params;
  return Response.json({ id });
}
`,
      `//- app/api/posts/[id]/route.ts
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return Response.json({ id });
}
`,
    );
  });

  it('takes the members that are read apart once, and shortens properties of the same name', () => {
    checkAssist(
      ID,
      `//- app/api/posts/[id]/[part]/route.ts
export const DE$0LETE = async (request: Request, context: { params: { id: string; part: string } }) => {
  await remove(context.params.id);
  return Response.json({ id: context.params.id, what: context.params.part });
};
`,
      `//- app/api/posts/[id]/[part]/route.ts
export const DELETE = async (request: Request, context: { params: Promise<{ id: string; part: string }> }) => {
  const { id, part } = await context.params;
  await remove(id);
  return Response.json({ id, what: part });
};
`,
    );
  });

  it('converts entries that share a type together, and makes them async', () => {
    checkAssist(
      ID,
      `//- app/[slug]/page.tsx
import type { Metadata } from 'next';

interface Props {
  params: { slug: string };
  searchParams?: { [key: string]: string | undefined };
}

export function generateMetadata({ params: { slug } }: Props): Metadata {
  return { title: slug };
}

const Page = (props: Props) => {
  const page = props.searchParams?.page;
  return <p>{props.params.slug}{page}</p>;
};

export default Pa$0ge;
`,
      `//- app/[slug]/page.tsx
import type { Metadata } from 'next';

interface Props {
  params: Promise<{ slug: string }>;
  searchParams?: Promise<{ [key: string]: string | undefined }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  return { title: slug };
}

const Page = async (props: Props) => {
  const { slug } = await props.params;
  const page = (await props.searchParams)?.page;
  return <p>{slug}{page}</p>;
};

export default Page;
`,
    );
  });

  it('unwraps params with use where a component is no async one', () => {
    checkAssist(
      ID,
      `//- app/[id]/page.tsx
'use client';
import { useState } from 'react';

export default function Page({ params }: { params: { id: string } }) {
  const [open, setOpen] = useState(false);
  return <button onClick={() => setOpen(!open)}>{par$0ams.id}</button>;
}
`,
      `//- app/[id]/page.tsx
'use client';
import { useState, use } from 'react';

export default function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = use(params);
  const [open, setOpen] = useState(false);
  return <button onClick={() => setOpen(!open)}>{id}</button>;
}
`,
    );
  });

  it('renames the promise where params are handed on whole', () => {
    checkAssist(
      ID,
      `//- app/[id]/layout.jsx
export default function Lay$0out({ children, params }) {
  load(params);
  log(params);
  return <div id={params.id} lang={params.locale}>{chi$0ldren}</div>;
}
`
        .replace('Layout(', 'Lay$0out(')
        .replace('chi$0ldren', 'children'),
      `//- app/[id]/layout.jsx
export default async function Layout({ children, params: paramsPromise }) {
  const params = await paramsPromise;
  load(params);
  log(params);
  return <div id={params.id} lang={params.locale}>{children}</div>;
}
`,
    );
  });

  it('awaits calls where they stand, also behind the casts of the codemod', () => {
    checkAssist(
      ID,
      `//- app/page.tsx
export default () => null;
//- lib/session.ts
import { cookies, headers, type UnsafeUnwrappedHeaders } from 'next/headers';

export async function read() {
  const store = cook$0ies();
  const agent = (headers() as unknown as UnsafeUnwrappedHeaders).get('user-agent');
  return [store.get('a'), agent];
}
`,
      `//- lib/session.ts
import { cookies, headers } from 'next/headers';

export async function read() {
  const store = await cookies();
  const agent = (await headers()).get('user-agent');
  return [store.get('a'), agent];
}
`,
    );
  });

  it('says what will be awaited', () => {
    checkTitles(
      ID,
      `//- app/[id]/page.tsx
import { cookies } from 'next/headers';
export default function Pa$0ge({ params }) { return <p id={params.id}>{cookies().get('x')?.value}</p>; }
`,
      ['Await `params` and `cookies()` in this file'],
    );
  });

  it('keeps out of apps before version 15', () => {
    checkNoAssist(
      ID,
      `//- package.json
{ "dependencies": { "next": "14.2.0" } }
//- app/[id]/page.tsx
export default function Pa$0ge({ params }) { return <p>{params.id}</p>; }
`,
    );
  });

  it("keeps out where the promise is awaited, or a type is not this file's", () => {
    checkNoAssist(
      ID,
      `//- app/[id]/page.tsx
export default async function Pa$0ge({ params }: { params: Promise<{ id: string }> }) { return <p>{(await params).id}</p>; }
`,
    );
    checkNoAssist(
      ID,
      `//- app/[id]/page.tsx
import type { Props } from './types';
export default async function Pa$0ge({ params }: Props) { return <p>{params.id}</p>; }
`,
    );
  });

  it('keeps out of a function that would have to wait and may not', () => {
    checkNoAssist(
      ID,
      `//- lib/token.ts
import { cookies } from 'next/headers';
export const token = () => cook$0ies().get('token')?.value;
//- app/page.tsx
export default () => null;
`,
    );
  });

  it('keeps a type that something else uses', () => {
    checkNoAssist(
      ID,
      `//- app/[id]/page.tsx
type Props = { params: { id: string } };
export function Preview(props: Props) { return <p>{props.params.id}</p>; }
export default async function Pa$0ge({ params }: Props) { return <p>{params.id}</p>; }
`,
    );
  });
});
