/** What `add-method` writes, and where it is offered. */
import { checkAssist, checkNoAssist, checkRefusal } from '../support/checkAssist';

const ARROWS = `//- app/api/posts/route.ts
import { NextResponse } from "next/server"

export const GET = async () => NextResponse.json([]) // all

export const PO$0ST = async (req: Request) => {
    return NextResponse.json(await req.json())
}
`;

describe('add-method', () => {
  it('follows the form and the style of the method at the cursor', () => {
    checkAssist(
      'add-method',
      ARROWS,
      `${ARROWS.replace('$0', '')}
export const DELETE = async (req: Request) => {
    return NextResponse.json({ error: "Not implemented" }, { status: 501 })
}
`,
      { input: { method: 'delete' } },
    );
  });

  it('writes parameters of the URL’s own where the model has none', () => {
    checkAssist(
      'add-method',
      `//- app/api/[team]/[[...path]]/route.ts
export function GE$0T() {
  return new Response();
}
`,
      `//- app/api/[team]/[[...path]]/route.ts
export function GET() {
  return new Response();
}

export async function PATCH(request: Request, { params }: { params: Promise<{ team: string; path?: string[] }> }) {
  const { team, path } = await params;
  return Response.json({ error: 'Not implemented' }, { status: 501 });
}
`,
    );
  });

  it('answers OPTIONS with what the file has, HEAD beside GET alone, and says what that costs', () => {
    const source = `//- app/api/posts/route.js
export const dynamic = 'force-static';
export function GE$0T() {
  return Response.json([]);
}
`;
    checkAssist(
      'add-method',
      source,
      `${source.replace('$0', '')}
export function OPTIONS() {
  return new Response(null, { status: 204, headers: { Allow: 'GET, HEAD, OPTIONS' } });
}
`,
      {
        input: { method: 'OPTIONS' },
        notes: ['GET is no longer prerendered: OPTIONS makes the whole file dynamic.'],
      },
    );
    checkAssist(
      'add-method',
      source,
      `${source.replace('$0', '')}\nexport function HEAD() {\n  return new Response(null);\n}\n`,
      {
        input: { method: 'HEAD' },
      },
    );
  });

  it('refuses a method that is there or that Next.js does not serve', () => {
    for (const method of ['POST', 'TRACE', ''])
      checkRefusal('add-method', ARROWS, /can't have another/, { input: { method } });
  });

  it('is not offered where the method is made elsewhere', () => {
    checkNoAssist('add-method', "//- app/api/posts/route.ts\nexport { GE$0T } from './other';\n");
    checkNoAssist('add-method', '//- app/api/posts/route.ts\nexport const GE$0T = wrap(() => {});\n');
    checkNoAssist('add-method', '//- app/robots.ts\nexport default function ro$0bots() { return {}; }\n');
  });

  it('awaits the parameters where they are promises, whatever type the method beside it gives them', () => {
    const route = `//- app/api/[id]/route.ts
export async function GET(request: Request, { params }: { params: { id: string } }) {
  return Response.json((await params).id);
}
`;
    checkAssist(
      'add-method',
      route.replace('GET(', 'GE$0T('),
      `${route}
export async function PATCH(request: Request, { params }: { params: { id: string } }) {
  const { id } = await params;
  return Response.json({ error: 'Not implemented' }, { status: 501 });
}
`,
    );
  });
});
