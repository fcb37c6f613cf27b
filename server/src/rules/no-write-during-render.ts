/** Reports pages and layouts that write cookies or revalidate while they render: only actions and route handlers may. */
import { pageName } from '../core/program/routes';
import { type App } from '../core/project/project';
import { defineRule } from '../core/rule/rule';
import { renderWrites, REVALIDATING } from '../core/syntax/renderWrites';
import { type FilePath, isWithin } from '../core/text/filePath';

/** https://nextjs.org/docs/app/getting-started/project-structure#routing-files */
const RENDERED: ReadonlySet<string> = new Set([
  'page',
  'layout',
  'template',
  'default',
  'not-found',
  'loading',
]);

export const rule = defineRule({
  meta: {
    id: 'no-write-during-render',
    summary: 'A page or layout can neither write cookies nor revalidate while it renders.',
    why:
      'When a page renders, its headers may have been sent, and what it shows is what revalidating would throw away. Next.js ' +
      'rejects both when it happens: "Cookies can only be modified in a Server Action or Route Handler.", and ' +
      '"`revalidatePath("/")` can\'t be called during render." A page that is prerendered fails the build; one that is ' +
      'not fails for its visitors.\n\n' +
      'Reported are calls in the component itself; what a function within it does, it does when it is called.',
    group: 'boundaries',
    severity: 'error',
    since: '0.1.0',
    fix: 'none',
    fixNote:
      'There is none: whether the write belongs into an action, a route handler or the proxy, only the author knows.',
    references: [
      { title: 'cookies', url: 'https://nextjs.org/docs/app/api-reference/functions/cookies' },
      { title: 'revalidatePath', url: 'https://nextjs.org/docs/app/api-reference/functions/revalidatePath' },
    ],
    examples: {
      bad: [
        `//- app/page.tsx
import { cookies } from 'next/headers';
export default async function Page() {
  (await cookies()).set('seen', '1');
//^^^^^^^^^^^^^^^^^^^^^ error no-write-during-render: \`cookies().set\` cannot be called while a page renders
  return null;
}
`,
      ],
      good: [
        `//- app/page.tsx
import { cookies } from 'next/headers';
export default async function Page() {
  async function accept() {
    'use server';
    (await cookies()).set('seen', '1');
  }
  return <form action={accept} />;
}
`,
      ],
    },
    whenNotToUse: 'Never: what this rule reports fails when the page renders.',
  },

  concerns({ path, app, name, scan, text }) {
    if (!isRendered(app, path, name) || scan.directive !== undefined) return false;
    const names = scan.imports.filter(isWriting).flatMap((each) => each.names);
    if (names.some((each) => REVALIDATING.has(each))) return true;
    return names.includes('cookies') && /\.\s*(?:set|delete)\b/.test(text());
  },

  *check(ctx) {
    const { imports, directive } = ctx.file.link;
    if (directive !== undefined) return;
    if (!imports.some(isWriting)) return;
    const app = ctx.program().project.appOf(ctx.path);
    if (!app || !isRendered(app, ctx.path, pageName(app, ctx.path) ?? '')) return;
    for (const { label, range } of renderWrites(ctx.syntax(), imports)) {
      yield {
        message: `\`${label}\` cannot be called while a page renders`,
        range,
        help: 'Do it in a server action or a route handler.',
      };
    }
  },
});

function isWriting({ specifier }: { readonly specifier: string }): boolean {
  return specifier === 'next/cache' || specifier === 'next/headers';
}

function isRendered(app: App, path: FilePath, name: string): boolean {
  return app.appDir !== undefined && isWithin(path, app.appDir) && RENDERED.has(name);
}
