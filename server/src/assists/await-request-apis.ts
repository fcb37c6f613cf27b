/** Awaits what Next.js hands out as promises since version 15, in the whole file at once: types, entries and calls belong together. */
import { type AssistContext, defineAssist } from '../core/assist/assist';
import { planImports } from '../core/edit/imports';
import { prependStatements } from '../core/edit/bodyStart';
import { changesBetween, edited } from '../core/edit/draft';
import { unusedImportRemovals } from '../core/edit/removal';
import { forEachChild, type Node } from '../core/syntax/ast';
import { type FunctionNode, isAsyncFunction, isFunctionNode } from '../core/syntax/functions';
import { asyncEdits } from '../core/syntax/makeAsync';
import { type ParsedFile } from '../core/syntax/parse';
import { type TextEdit } from '../core/text/textEdit';
import { rangesTouch, type TextRange } from '../core/text/textRange';
import { type AwaitPlan, awaitPlan } from '../core/edit/requestApis/awaitPlan';

const RULE = 'require-awaited-request-api';
const MENTIONS = /\b(?:params|searchParams|cookies|headers|draftMode)\b/;
const LEFT_OVER: ReadonlySet<string> = new Set([
  'UnsafeUnwrappedCookies',
  'UnsafeUnwrappedHeaders',
  'UnsafeUnwrappedDraftMode',
]);

export const assist = defineAssist({
  meta: {
    id: 'await-request-apis',
    summary:
      'Awaits `params`, `searchParams`, `cookies()`, `headers()` and `draftMode()` where a file of an app on Next.js 15 or later uses them at once, and declares them as promises.',
    kind: 'refactor.rewrite',
    since: '0.1.0',
    examples: [
      {
        before: `//- app/posts/[slug]/page.tsx
import { getPost } from '@/lib/posts';

export default async function Pa$0ge({ params }: { params: { slug: string } }) {
  const post = await getPost(params.slug);
  return <h1>{post.title}</h1>;
}
`,
        after: `//- app/posts/[slug]/page.tsx
import { getPost } from '@/lib/posts';

export default async function Page({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const post = await getPost(slug);
  return <h1>{post.title}</h1>;
}
`,
      },
      {
        before: `//- app/api/me/route.ts
import { cookies } from 'next/headers';

export function G$0ET() {
  return Response.json({ theme: cookies().get('theme')?.value });
}
`,
        after: `//- app/api/me/route.ts
import { cookies } from 'next/headers';

export async function GET() {
  return Response.json({ theme: (await cookies()).get('theme')?.value });
}
`,
      },
    ],
  },

  *offers(ctx) {
    const plan = ctx.once(['await-request-apis', ctx.path], () => {
      const found = planned(ctx);
      // Trees are not kept.
      return found && { sites: found.sites, labels: [...new Set(found.labels)] };
    });
    if (!plan) return;
    if (!plan.sites.some((site) => rangesTouch(lineOf(ctx.text, site), ctx.range))) return;
    const names = plan.labels.map((label) => `\`${label}\``);
    const found = ctx.findings().some(({ rule }) => rule === RULE);
    yield {
      target: 'file',
      title: `Await ${listed(names)} in this file`,
      ...(found && { kind: 'quickfix' as const, fixes: [RULE], preferred: true }),
    };
  },

  resolve(ctx) {
    const plan = planned(ctx);
    if (!plan) return undefined;
    return { edits: new Map([[ctx.path, changesBetween(ctx.text, rewritten(ctx.syntax(), plan))]]) };
  },
});

function planned(ctx: AssistContext): AwaitPlan | undefined {
  return MENTIONS.test(ctx.text) ? awaitPlan(ctx) : undefined;
}

function rewritten(file: ParsedFile, { entries, calls, using, style }: AwaitPlan): string {
  const functions = functionsOf(file);
  const edits = new Map<string, TextEdit>();
  const add = (edit: TextEdit): void => {
    edits.set(`${edit.range.start} ${edit.range.end} ${edit.text}`, edit);
  };
  const awaiting = new Set<FunctionNode>(calls.map(({ owner }) => owner));
  for (const { edits: own, typeEdits, awaits, entry } of entries) {
    for (const edit of [...own, ...typeEdits]) add(edit);
    if (awaits && !using.has(entry.node)) awaiting.add(entry.node);
  }
  for (const { edit } of calls) add(edit);
  for (const { node, name } of [...entries.map(({ entry }) => entry), ...[...awaiting].map(unnamed)]) {
    if (!awaiting.has(node) || isAsyncFunction(node)) continue;
    for (const edit of asyncEdits(file, (name ?? node).getStart(file.tree)) ?? []) add(edit);
  }
  let draft = edited(file, [...edits.values()]);
  const end = style.semicolons ? ';' : '';
  for (const { entry, opening } of entries) {
    // No function comes or goes on the way, so that each keeps its number.
    const node = functionsOf(draft)[functions.indexOf(entry.node)];
    if (!node || opening.length === 0) continue;
    const lines = opening.map((line) => `${line}${end}`);
    draft = edited(draft, prependStatements(draft, node, lines, style) ?? []);
  }
  if (entries.some(({ entry, awaits }) => awaits && using.has(entry.node))) {
    draft = edited(draft, planImports(draft, [{ specifier: 'react', name: 'use' }], style).edits);
  }
  return edited(draft, unusedImportRemovals(draft, LEFT_OVER)).text;
}

function unnamed(node: FunctionNode): { readonly node: FunctionNode; readonly name: undefined } {
  return { node, name: undefined };
}

function functionsOf({ tree }: ParsedFile): readonly FunctionNode[] {
  const found: FunctionNode[] = [];
  const visit = (node: Node): void => {
    if (isFunctionNode(node)) found.push(node);
    forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function lineOf(text: string, { start, end }: TextRange): TextRange {
  const lineEnd = text.indexOf('\\n', end);
  return { start: text.lastIndexOf('\\n', start - 1) + 1, end: lineEnd < 0 ? text.length : lineEnd };
}

/** `a`, `a and b`, `a, b and c`. */
function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
