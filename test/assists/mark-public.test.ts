/** What `mark-public` writes, and where it is offered. */
import { checkAssist, checkNoAssist, checkRefusal } from '../support/checkAssist';

const DATABASE = `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
`;

const PAGE = `//- app/page.tsx
import { save } from './actions';
export default function Page() { return <button onClick={save} />; }
`;

describe('mark-public', () => {
  it('writes the reason into a comment of its own', () => {
    checkAssist(
      'mark-public',
      `${PAGE}//- app/actions.ts
'use server';
${DATABASE}
export const sa$0ve = async (title: string) => {
  await prisma.post.create({ data: { title } });
};
`,
      `//- app/actions.ts
'use server';
${DATABASE}
/** @public the guest book is open to all */
export const save = async (title: string) => {
  await prisma.post.create({ data: { title } });
};
`,
      { input: { reason: ' the guest book\n is open to all ' } },
    );
  });

  it('adds a line to a comment of several lines, and breaks up one of a single line', () => {
    const body = `export async function POST(request: Request) {
  await prisma.post.create({ data: await request.json() });
  return Response.json({ ok: true });
}
`;
    const input = { reason: 'open */ to all' };
    const file = `//- app/api/posts/route.ts\n${DATABASE}\n`;
    const cursor = body.replace('POST', 'PO$0ST');
    const after = `/**
 * Adds a post.
 * @public open * / to all
 */
${body}`;
    checkAssist('mark-public', `${file}/**\n * Adds a post.\n */\n${cursor}`, `${file}${after}`, { input });
    checkAssist('mark-public', `${file}/** Adds a post. */\n${cursor}`, `${file}${after}`, { input });
  });

  it('is heard of a default export as well', () => {
    const body = `async function save(title: string) {
  await prisma.post.create({ data: { title } });
}
`;
    checkAssist(
      'mark-public',
      `//- app/page.tsx
import save from './actions';
export default function Page() { return <button onClick={save} />; }
//- app/actions.ts
'use server';
${DATABASE}
export default ${body.replace('save', 'sa$0ve')}`,
      `//- app/actions.ts
'use server';
${DATABASE}
/** @public say why everybody may call this */
export default ${body}`,
    );
  });

  it('is heard of a handler that is exported under the name of a method', () => {
    const file = (comment: string, handler: string) => `//- app/api/posts/route.ts
${DATABASE}
${comment}const ${handler} = async (request: Request) => {
  await prisma.post.create({ data: await request.json() });
  return Response.json({ ok: true });
};

export { handler as POST };
`;
    checkAssist(
      'mark-public',
      file('', 'hand$0ler'),
      file('/** @public say why everybody may call this */\n', 'handler'),
    );
    checkNoAssist('mark-public', file('/** @public a guest book */\n', 'hand$0ler'));
  });

  it('wants a reason', () => {
    checkRefusal(
      'mark-public',
      `//- app/api/posts/route.ts
${DATABASE}
export async function PO$0ST(request: Request) {
  await prisma.post.create({ data: await request.json() });
}
`,
      /A reason is needed/,
      { input: { reason: '  ' } },
    );
  });

  it('is not offered where nothing is found, nor where no declaration can carry the comment', () => {
    checkNoAssist(
      'mark-public',
      `//- app/api/health/route.ts\nexport function GE$0T() { return new Response('ok'); }\n`,
    );
    checkNoAssist(
      'mark-public',
      `//- app/api/posts/route.ts
${DATABASE}
export const { GE$0T } = { GET: async () => Response.json(await prisma.post.findMany()) };
`,
    );
  });
});
