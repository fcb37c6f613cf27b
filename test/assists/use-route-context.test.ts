/** Where `use-route-context` types a handler's context, and where the types say something else. */
import { checkAssist, checkNoAssist } from '../support/checkAssist';

const ID = 'use-route-context';

describe('use-route-context', () => {
  it('replaces a type of the file, and removes it where nothing else uses it', () => {
    checkAssist(
      ID,
      `//- app/(shop)/files/[user]/[...path]/route.ts
type Context = {
  params: Promise<{ user: string; path: string[] }>;
};

export const GE$0T = async (_: Request, context: Context) => Response.json(await context.params);
`,
      `//- app/(shop)/files/[user]/[...path]/route.ts
export const GET = async (_: Request, context: RouteContext<'/files/[user]/[...path]'>) => Response.json(await context.params);
`,
    );
  });

  it('keeps a type that another handler uses', () => {
    checkAssist(
      ID,
      `//- app/users/[id]/route.ts
type Context = { params: Promise<{ id: string }> };
async function read(_: Request, { params }: Context) { return Response.json(await params); }
export async function DELE$0TE(_: Request, { params }: Context) { return Response.json(await params); }
export { read as GET };
`,
      `//- app/users/[id]/route.ts
type Context = { params: Promise<{ id: string }> };
async function read(_: Request, { params }: Context) { return Response.json(await params); }
export async function DELETE(_: Request, { params }: RouteContext<'/users/[id]'>) { return Response.json(await params); }
export { read as GET };
`,
    );
  });

  it('types a context without a type', () => {
    checkAssist(
      ID,
      `//- app/users/[[...rest]]/route.ts
export async function GE$0T(request: Request, ctx) { return Response.json(await ctx.params); }
`,
      `//- app/users/[[...rest]]/route.ts
export async function GET(request: Request, ctx: RouteContext<'/users/[[...rest]]'>) { return Response.json(await ctx.params); }
`,
    );
  });

  it('keeps out before 15.5, of JavaScript, and where the type says something else than the URL', () => {
    const handler = `export async function GE$0T(_: Request, { params }: { params: Promise<{ id: string }> }) { return Response.json(await params); }
`;
    checkNoAssist(
      ID,
      `//- package.json
{ "dependencies": { "next": "15.4.9" } }
//- app/users/[id]/route.ts
${handler}`,
    );
    checkNoAssist(ID, `//- app/users/[id]/route.js\nexport async function GE$0T(_, { params }) {}\n`);
    checkNoAssist(ID, `//- app/users/[userId]/route.ts\n${handler}`);
    checkNoAssist(ID, `//- app/users/[...id]/route.ts\n${handler}`);
    checkNoAssist(
      ID,
      `//- app/users/[id]/route.ts\n${handler.replace('Promise<{ id: string }>', '{ id: string }')}`,
    );
  });
});
