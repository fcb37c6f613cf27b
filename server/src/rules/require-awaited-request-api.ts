/** Reports `params`, `searchParams`, `cookies()` and their like that are used as if they were no promises, which they are since Next.js 15. */
import { awaitPlan } from '../core/edit/requestApis/awaitPlan';
import { promisedTo } from '../core/edit/requestApis/entryFunctions';
import { mayCallAtOnce, mayUseAtOnce } from '../core/edit/requestApis/promisedWords';
import { nextMajor } from '../core/program/nextMajor';
import { isTestFile } from '../core/program/testFiles';
import { defineRule, type RuleContext } from '../core/rule/rule';
import { isWithin } from '../core/text/filePath';

export const rule = defineRule({
  meta: {
    id: 'require-awaited-request-api',
    summary: '`params`, `searchParams`, `cookies()`, `headers()` and `draftMode()` must be awaited.',
    why:
      'Since version 15 Next.js hands them out as promises. In version 15 a promise still answered as the value did, with a ' +
      'warning in development, while the build rejects the types; version 16 took that away: `params.id` is `undefined`, and ' +
      '`cookies().get(…)` throws. The build of 16 accepts a page whose `params` are typed as values all the same.\n\n' +
      'Reported is what is certainly used at once, in the file that Next.js calls.',
    group: 'boundaries',
    severity: 'error',
    since: '0.1.0',
    fix: 'none',
    fixNote:
      '[`await-request-apis`](../codeActions.md#await-request-apis) awaits all of them in the file, and makes their declared types promises.',
    references: [
      {
        title: 'Upgrading to version 15: async request APIs',
        url: 'https://nextjs.org/docs/app/guides/upgrading/version-15#async-request-apis-breaking-change',
      },
      {
        title: 'Upgrading to version 16: async request APIs',
        url: 'https://nextjs.org/docs/app/guides/upgrading/version-16#async-request-apis-breaking-change',
      },
    ],
    examples: {
      bad: [
        `//- app/api/posts/[id]/route.js
export async function GET(request, { params }) {
  return Response.json({ id: params.id });
                          // ^^^^^^ error require-awaited-request-api: \`params\` is a promise: it must be awaited
}
`,
      ],
      good: [
        `//- app/api/posts/[id]/route.js
export async function GET(request, { params }) {
  const { id } = await params;
  return Response.json({ id });
}
`,
      ],
    },
    whenNotToUse: 'Never: the app fails where this rule reports something.',
  },

  concerns({ path, app, name, scan, text }) {
    if (nextMajor(app) < 15 || isTestFile(path)) return false;
    if (scan.imports.some(isRequestApi) && mayCallAtOnce(text())) return true;
    if (!app.appDir || !isWithin(path, app.appDir)) return false;
    return promisedTo(app, name).length > 0 && mayUseAtOnce(text());
  },

  *check(ctx) {
    if (!mayUse(ctx)) return;
    const app = ctx.program().project.appOf(ctx.path);
    if (!app || nextMajor(app) < 15) return;
    const plan = awaitPlan(ctx);
    if (!plan) return;
    const severity = nextMajor(app) < 16 ? ('warning' as const) : ('error' as const);
    const help = 'Await it first.';
    for (const { labels, sites } of plan.entries) {
      const [label = 'params'] = labels;
      const [range] = sites;
      // A declared type alone does no harm when the app runs, and apps may tell the build to pass over it.
      if (range) yield { message: `\`${label}\` is a promise: it must be awaited`, range, severity, help };
    }
    for (const { label, site } of plan.calls)
      yield { message: `\`${label}\` is a promise: it must be awaited`, range: site, severity, help };
  },
});

/** Something that is given props or a context, or that asks for the request: only then the tree is looked at. */
function mayUse({ file, text }: RuleContext): boolean {
  const { imports, exports } = file.link;
  if (imports.some(isRequestApi) && mayCallAtOnce(text())) return true;
  const isGiven = exports.some(
    ({ name, value }) =>
      value.kind === 'function' && value.parameters > (/^[A-Z]+$/.test(name) ? 1 : 0) && ENTRIES.test(name),
  );
  return isGiven && mayUseAtOnce(text());
}

function isRequestApi({ specifier }: { readonly specifier: string }): boolean {
  return specifier === 'next/headers';
}

const ENTRIES = /^(?:default|generateMetadata|generateViewport|[A-Z]+)$/;
