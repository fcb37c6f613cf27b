/** Reports endpoints that write, or return stored data, and check nobody, though they are not open on purpose. */
import { type MissingGuard } from '../core/rule/missingGuard';
import { defineRule, type Finding } from '../core/rule/rule';

export const rule = defineRule({
  meta: {
    id: 'require-endpoint-guard',
    summary: 'An endpoint that writes or returns stored data must check who is calling.',
    why:
      'A route handler is a public HTTP endpoint, and a Server Action is internal by intent only: anyone who has its id can ' +
      "POST to it, and the id of every action that the UI receives is in the page's HTML or JavaScript. The check of a page, " +
      'of a layout or of a proxy does not extend to it.\n\n' +
      'The whole call chain is followed, through helpers, wrappers and action clients, across files and workspace packages. ' +
      'Reported is an endpoint for which that chain is known and decides nowhere by who is calling. It is a warning where ' +
      'it changes something of the app for anybody, and information where that weighs less or may well be meant:\n\n' +
      '- Stored data is only returned.\n' +
      '- Another service, such as a language model, is asked, or it decides: row level security behind a public key, or a package that nothing is known of. A message that the caller both addresses and words is no such.\n' +
      '- The change does not last, such as one in memory or in a temporary folder, or only makes sure that something is there.\n' +
      '- The app does it on its own account: what is stored says that it is due, and nothing of it comes from the caller.\n' +
      '- The code expects strangers: it limits their rate, compares their address, makes an account for an address that it looked for, ' +
      'or answers scripts of any site (`Access-Control-Allow-Origin: *`, to the preflight as well).\n' +
      "- No browser is given the action's id.\n\n" +
      "Sign-in, webhooks with a verified signature, a visitor's own cart, contact forms and public content are open on " +
      "purpose and not reported. Neither is what can't be followed.",
    group: 'boundaries',
    severity: 'warning',
    since: '0.1.0',
    fix: 'none',
    fixNote:
      "[`add-auth-guard`](../codeActions.md#add-auth-guard), on the endpoint's name, writes the check of the app, or of its library; [`mark-public`](../codeActions.md#mark-public) says that there need be none.",
    references: [
      { title: 'Data security', url: 'https://nextjs.org/docs/app/guides/data-security' },
      {
        title: 'Authentication: route handlers',
        url: 'https://nextjs.org/docs/app/guides/authentication#route-handlers',
      },
    ],
    examples: {
      bad: [
        `//- app/api/posts/route.ts
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();

export async function POST(request: Request) {
                   // ^^^^ warning require-endpoint-guard: \`POST /api/posts\` writes (\`prisma.post.create\`) and never checks who is calling
  const { title } = await request.json();
  await prisma.post.create({ data: { title } });
  return Response.json({ ok: true });
}
`,
      ],
      good: [
        `//- app/api/posts/route.ts
import { PrismaClient } from '@prisma/client';
import { getServerSession } from 'next-auth';
const prisma = new PrismaClient();

export async function POST(request: Request) {
  const session = await getServerSession({});
  if (!session) return new Response(null, { status: 401 });
  const { title } = await request.json();
  await prisma.post.create({ data: { title } });
  return Response.json({ ok: true });
}
`,
      ],
    },
    whenNotToUse:
      'For an endpoint that is meant to be open, say so where the next reader looks: `@public <reason>` in its JSDoc comment.',
  },

  *check(ctx) {
    for (const missing of ctx.missingGuards())
      if (missing.cause === 'unguarded' || missing.cause === 'open-path') yield describe(missing);
  },
});

function describe(missing: MissingGuard): Finding {
  const { cause, endpoint, subject, does, severity, range, related, exposure } = missing;
  const isAction = endpoint.kind === 'action' || endpoint.kind === 'inline-action';
  const declare = 'or say `@public <reason>` in its JSDoc comment.';
  return {
    message:
      cause === 'unguarded'
        ? `${subject} ${does} and never checks who is calling`
        : `${subject} ${does} on a path that never checks who is calling`,
    range,
    severity,
    help:
      cause === 'open-path'
        ? `Check the caller before the paths part, ${declare}`
        : exposure === 'server-only'
          ? `No browser is given its id, but the build makes it an endpoint. Move it to a file without \`'use server'\`, check the caller, ${declare}`
          : isAction
            ? `Anyone who has its id can POST to it. Check the caller first, ${declare}`
            : `Check the caller first, ${declare}`,
    related,
  };
}
