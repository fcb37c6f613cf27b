/** Reports actions that check nobody themselves because the page that shows their form does. */
import { type MissingGuard } from '../core/rule/missingGuard';
import { defineRule, type Finding, type RuleContext } from '../core/rule/rule';
import { relativePath } from '../core/text/filePath';

export const rule = defineRule({
  meta: {
    id: 'no-page-only-guard',
    summary: 'An action must check its caller itself: the check of its page does not extend to it.',
    why:
      'A Server Action is called by a POST request of its own. Neither the page nor its layouts are rendered before it runs, ' +
      'so their `redirect()` never happens: whoever has the id of the action can call it without ever having seen the page. ' +
      'The id is the same for everybody, until the next build.\n\n' +
      'Variables that an inline action captures travel with the form, encrypted: they say who rendered the form, not who is ' +
      'sending it. Test them, or better the session, in the action.',
    group: 'server-actions',
    severity: 'warning',
    since: '0.1.0',
    fix: 'none',
    fixNote:
      "[`add-auth-guard`](../codeActions.md#add-auth-guard), on the action's name, writes the check of the app into the action; [`mark-public`](../codeActions.md#mark-public) says that there need be none.",
    references: [
      {
        title: 'Data security: authentication and authorization',
        url: 'https://nextjs.org/docs/app/guides/data-security#authentication-and-authorization',
      },
      { title: 'Server Actions', url: 'https://nextjs.org/docs/app/guides/server-actions' },
    ],
    examples: {
      bad: [
        `//- app/admin/page.tsx
import { redirect } from 'next/navigation';
import { PrismaClient } from '@prisma/client';
import { getServerSession } from 'next-auth';
const prisma = new PrismaClient();

export default async function Page() {
  const session = await getServerSession({});
  if (!session) redirect('/login');
  async function publish(data: FormData) {
              // ^^^^^^^ warning no-page-only-guard: \`publish\` writes (\`prisma.post.update\`) and leaves the check of the caller to its page
    'use server';
    await prisma.post.update({ where: { id: String(data.get('id')) }, data: { public: true } });
  }
  return <form action={publish} />;
}
`,
      ],
      good: [
        `//- app/admin/page.tsx
import { redirect } from 'next/navigation';
import { PrismaClient } from '@prisma/client';
import { getServerSession } from 'next-auth';
const prisma = new PrismaClient();

export default async function Page() {
  if (!(await getServerSession({}))) redirect('/login');
  async function publish(data: FormData) {
    'use server';
    if (!(await getServerSession({}))) redirect('/login');
    await prisma.post.update({ where: { id: String(data.get('id')) }, data: { public: true } });
  }
  return <form action={publish} />;
}
`,
      ],
    },
    whenNotToUse: 'For an action that anybody may call, say so: `@public <reason>` in its JSDoc comment.',
  },

  *check(ctx) {
    for (const missing of ctx.missingGuards())
      if (missing.cause === 'page-only') yield describe(ctx, missing);
  },
});

function describe(ctx: RuleContext, missing: MissingGuard): Finding {
  const { subject, does, severity, range, related, elsewhere, endpoint } = missing;
  const [first] = elsewhere;
  const root = endpoint.app?.root;
  const place = first && root !== undefined ? relativePath(root, first.path) : undefined;
  const where = place === undefined || first?.path === ctx.path ? 'its page' : `\`${place}\``;
  return {
    message: `${subject} ${does} and leaves the check of the caller to ${where}`,
    range,
    severity,
    help: 'Anyone who has its id can POST to it without the page. Check the caller in the action, too.',
    related,
  };
}
