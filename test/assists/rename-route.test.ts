/** What moves with a route, who is told, and which URLs are refused. */
import { checkAssist, checkNoAssist, checkRefusal } from '../support/checkAssist';

const ID = 'rename-route';

const APP = `//- app/(api)/users/[id]/schema.ts
export const schema = 1;
//- app/(api)/users/[id]/posts/route.ts
export async function GET() { return new Response(); }
//- app/(api)/users/route.ts
export { POST } from './[id]/route';
//- app/(api)/users/[id]/route.ts
import { schema } from './schema';
import { db } from '../../../../lib/db';
export async function GE$0T() { return Response.json(db, schema); }
export async function POST() { return new Response(); }
//- app/user.tsx
export const Link = ({ id }) => <a href={\`/users/\${id}\`} title="/users/1">{'/users/1/posts'}</a>;
`;

describe('rename-route', () => {
  it('takes the files of its folder along, keeps groups and other routes, and mends imports on both sides', () => {
    checkAssist(
      ID,
      APP,
      `//- app/(api)/users/[id]/schema.ts (deleted)
//- app/(api)/users/[id]/route.ts (deleted)
//- app/(api)/v1/people/[id]/schema.ts
export const schema = 1;
//- app/(api)/users/[id]/posts/route.ts
export async function GET() { return new Response(); }
//- app/(api)/users/route.ts
export { POST } from '../v1/people/[id]/route';
//- app/(api)/v1/people/[id]/route.ts
import { schema } from './schema';
import { db } from '../../../../../lib/db';
export async function GET() { return Response.json(db, schema); }
export async function POST() { return new Response(); }
//- app/user.tsx
export const Link = ({ id }) => <a href={\`/v1/people/\${id}\`} title="/v1/people/1">{'/users/1/posts'}</a>;
`,
      { input: { url: '/v1/people/[id]' } },
    );
  });

  it('takes along where all URLs of the route begin, unless others begin there as well', () => {
    const files = (url: string, base: string, more = ''): string => `//- app${url}/[trpc]/route.ts
import { handle } from 'some-rpc';
const han$0dler = (request: Request) => handle({ endpoint: '${base}', request });
export { handler as GET };
//- app/client.ts
import { client } from 'some-rpc';
export const api = client({ url: \`\${process.env.NEXT_PUBLIC_URL}${base}\` });
${more}`;
    const after = (base: string, more = ''): string =>
      `//- app/api/trpc/[trpc]/route.ts (deleted)\n${files('/api/v1/trpc', base, more).replace('$0', '')}`;
    checkAssist(ID, files('/api/trpc', '/api/trpc'), after('/api/v1/trpc'));
    const other = `//- app/api/trpc/health/route.ts\nexport function GET() { return new Response(); }\n`;
    checkAssist(ID, files('/api/trpc', '/api/trpc', other), after('/api/trpc', other));
  });

  it('refuses what is taken, what is no path, and other parameters', () => {
    checkRefusal(ID, APP, /its URL already/, { input: { url: '/users/[id]' } });
    checkRefusal(ID, APP, /there already/, { input: { url: 'users/[id]/posts' } });
    checkRefusal(ID, APP, /is needed/, { input: { url: '/a b/[id]' } });
    checkRefusal(ID, APP, /same parameters/, { input: { url: '/people' } });
  });

  it('is for route handlers alone', () => {
    checkNoAssist(
      ID,
      `//- app/actions.ts
'use server';
export async function sa$0ve() {}
`,
    );
    checkNoAssist(
      ID,
      `//- app/robots.ts
export default function rob$0ots() { return { rules: [] }; }
`,
    );
  });
});
