/** The rule against request APIs that nobody awaits, by version, and against alarms about promises that are handed on. */
import { checkRule } from '../support/check';

function version(next: string): string {
  return `//- package.json
{ "dependencies": { "next": "${next}" } }
`;
}

describe('require-awaited-request-api', () => {
  it('reports calls and parameters, as errors since version 16', () => {
    checkRule(`
//- app/api/[id]/route.ts
import { cookies } from 'next/headers';
export async function GET(request: Request, context: { params: Promise<{ id: string }> }) {
  const theme = cookies().get('theme')?.value;
             // ^^^^^^^^^ error require-awaited-request-api: \`cookies()\` is a promise: it must be awaited
  return Response.json({ theme, id: (await context.params).id });
}
`);
  });

  it('reports a declared type that is no promise', () => {
    checkRule(`
//- app/api/[id]/route.ts
export async function GET(request: Request, { params }: { params: { id: string } }) {
  return Response.json(params.id);
                    // ^^^^^^ error require-awaited-request-api: \`params\` is a promise
}
`);
  });

  it('warns in version 15, and says nothing before', () => {
    const file = `//- app/api/[id]/route.js
export async function GET(request, { params }) {
  return Response.json(params.id);
`;
    checkRule(
      `\n${version('15.1.0')}${file}                    // ^^^^^^ warning require-awaited-request-api\n}\n`,
    );
    checkRule(`\n${version('14.2.0')}${file}}\n`);
  });

  it('says nothing of what is awaited, handed on, or not used', () => {
    checkRule(`
//- app/api/[slug]/route.js
import { headers } from 'next/headers';
import { answer } from '../../../lib/answer';
export const GET = (request, { params }) => answer(params);
export async function POST(request, { params }) {
  const { slug } = await params;
  const list = await headers();
  return Response.json([slug, list.get('x')]);
}
export const PUT = async (request, context) => answer(context);
//- app/api/[slug]/raw/route.ts
export async function GET(request: Request, { params }: { params: { slug: string } }) {
  return Response.json((await params).slug);
}
export async function POST(request: Request, { params }: { params: { slug: string } }) {
  return new Response();
}
`);
  });

  it('sees pages and layouts that have nothing but the parameter', () => {
    checkRule(`
//- app/[id]/page.jsx
export default function Page(props) {
  return props.params.id;
      // ^^^^^^^^^^^^ error require-awaited-request-api: \`params\` is a promise
}
//- app/search/page.jsx
export default function Page({ searchParams }) {
  return searchParams.q;
      // ^^^^^^^^^^^^ error require-awaited-request-api: \`searchParams\` is a promise
}
//- app/[id]/layout.jsx
export default function Layout({ params }) {
  return params.id;
      // ^^^^^^ error require-awaited-request-api: \`params\` is a promise
}
`);
  });
});
