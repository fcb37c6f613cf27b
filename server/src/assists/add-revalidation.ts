/** Makes the pages that host an action show what it wrote: without it they keep what they have. */
import { type AssistContext, defineAssist, type Question } from '../core/assist/assist';
import { endpointOf, endpointsAt } from '../core/assist/endpointAt';
import { changesBetween, edited } from '../core/edit/draft';
import { planImports } from '../core/edit/imports';
import { indentAt } from '../core/edit/indentation';
import { siteFact } from '../core/guards/value';
import { ancestorsOf } from '../core/program/importers';
import { pageUrl } from '../core/program/pages';
import { type Endpoint } from '../core/program/program';
import { pageName } from '../core/program/routes';
import { isBlock, isReturnStatement } from '../core/syntax/ast';
import { endpointFunctionAt } from '../core/syntax/endpointFunction';
import { type FunctionNode } from '../core/syntax/functions';
import { allIdentifiers } from '../core/syntax/references';
import { detectFileStyle } from '../core/text/fileStyle';
import { insertion, type TextEdit } from '../core/text/textEdit';
import { placeAfter, type WritePlace } from './afterWrite';

const REFRESHES =
  /\b(?:revalidatePath|revalidateTag|updateTag|refresh|(?:unstable_)?expire(?:Path|Tag)|revalidate\w*)\s*\(/;
const CLIENT_REFRESHES = /\.refresh\(|\bmutate\w*\(|\binvalidate\w*\(|\brefetch\w*\(/;

export const assist = defineAssist({
  meta: {
    id: 'add-revalidation',
    summary: 'Revalidates the page that hosts an action right after its last write to the database.',
    kind: 'refactor.rewrite',
    since: '0.1.0',
    examples: [
      {
        before: `//- app/posts/page.tsx
import { addPost } from './actions';
export default function Page() { return <form action={addPost} />; }
//- app/posts/actions.ts
'use server';
import { PrismaClient } from '@prisma/client';

const prisma = new PrismaClient();

export async function addPo$0st(formData: FormData) {
  const title = String(formData.get('title'));
  await prisma.post.create({ data: { title } });
}
`,
        after: `//- app/posts/page.tsx
import { addPost } from './actions';
export default function Page() { return <form action={addPost} />; }
//- app/posts/actions.ts
'use server';
import { PrismaClient } from '@prisma/client';
import { revalidatePath } from 'next/cache';

const prisma = new PrismaClient();

export async function addPost(formData: FormData) {
  const title = String(formData.get('title'));
  await prisma.post.create({ data: { title } });
  revalidatePath('/posts');
}
`,
      },
    ],
  },

  *offers(ctx) {
    for (const endpoint of endpointsAt(ctx)) {
      const key = ['add-revalidation', endpoint.id, endpoint.fact];
      const urls = ctx.once(key, () => placeOf(ctx, endpoint)?.urls ?? []);
      const [only, ...others] = urls;
      if (only === undefined) continue;
      const question: Question = {
        id: 'path',
        prompt: 'Which page shows what is written?',
        proposal: only,
        choices: [...urls, ALL].map((value) => ({
          value,
          label: value === ALL ? 'Every page' : value,
        })),
      };
      yield {
        target: endpoint.fact,
        title:
          others.length === 0
            ? `Revalidate \`${only}\` after the write`
            : 'Revalidate a page after the write',
        ...(others.length > 0 && { questions: [question] }),
      };
    }
  },

  resolve(ctx, target, input) {
    const endpoint = endpointOf(ctx, target);
    const found = endpoint && placeOf(ctx, endpoint);
    if (!found) return undefined;
    const url = input['path'] ?? found.urls[0] ?? '';
    if (url !== ALL && !found.urls.includes(url))
      return { refused: 'A page of the app is needed', question: 'path' };
    const file = ctx.syntax();
    const style = detectFileStyle(ctx.text);
    const wanted = [{ specifier: 'next/cache', name: 'revalidatePath' }];
    const { edits, locals } = planImports(file, wanted, style);
    const quoted = (text: string): string => `${style.quote}${text}${style.quote}`;
    // https://nextjs.org/docs/app/api-reference/functions/revalidatePath#parameters
    const kind = url === ALL ? 'layout' : url.includes('[') ? 'page' : undefined;
    const parts = [quoted(url === ALL ? '/' : url), ...(kind === undefined ? [] : [quoted(kind)])];
    const end = style.semicolons ? ';' : '';
    const call = `${locals[0] ?? 'revalidatePath'}(${parts.join(', ')})${end}`;
    const { statement, returns } = found.place;
    const indent = `${style.eol}${indentAt(ctx.text, statement.getStart(file.tree))}`;
    const all: TextEdit[] = [...edits];
    if (!returns) all.push(insertion(statement.end, `${indent}${call}`));
    else if (isReturnStatement(statement) && statement.expression) {
      const { expression } = statement;
      const head = { start: statement.getStart(file.tree), end: expression.getStart(file.tree) };
      all.push(
        { range: head, text: `const ${found.result} = ` },
        insertion(statement.end, `${indent}${call}${indent}return ${found.result}${end}`),
      );
    }
    return { edits: new Map([[ctx.path, changesBetween(ctx.text, edited(file, all).text)]]) };
  },
});

/** The answer that stands for all pages. */
const ALL = '*';

interface Found {
  readonly place: WritePlace;
  /** URLs of the pages that host the endpoint's callers. */
  readonly urls: readonly string[];
  /** A free name for what a `return` gives back. */
  readonly result: string;
}

function placeOf(ctx: AssistContext, endpoint: Endpoint): Found | undefined {
  if (endpoint.kind !== 'action' && endpoint.kind !== 'inline-action') return undefined;
  const { app } = endpoint;
  const start = ctx.file.ranges[endpoint.fact]?.start;
  if (!app || start === undefined) return undefined;
  const file = ctx.syntax();
  const node = endpointFunctionAt(file, start)?.node;
  const body = node?.body;
  if (!node || !body || !isBlock(body) || REFRESHES.test(ctx.text.slice(node.pos, node.end)))
    return undefined;
  const writes: number[] = [];
  for (const { kind, site } of ctx.assessmentOf(endpoint).effects) {
    if (kind !== 'database') continue;
    const range = ctx.rangeOf(site.path, siteFact(site));
    // A write of a helper happens somewhere in the body that is not known here.
    if (site.path !== ctx.path || !range || range.start < body.pos || range.end > body.end) return undefined;
    writes.push(range.start);
  }
  if (writes.length === 0 || callsRefreshing(ctx, node)) return undefined;
  const place = placeAfter(file, body, writes);
  const names = allIdentifiers(node);
  const result = ['result', 'saved', 'written'].find((name) => !names.has(name));
  if (!place || result === undefined) return undefined;
  const callers = ctx.callersOf(endpoint);
  // What a page calls while it renders must not revalidate: https://nextjs.org/docs/app/api-reference/functions/revalidatePath
  const isRendered = callers.some(
    ({ kind, path }) => kind === 'call' && ctx.program().linkFactsOf(path)?.directive !== 'use client',
  );
  if (isRendered) return undefined;
  // Who asks for the data again itself needs no help.
  if (callers.some(({ path }) => CLIENT_REFRESHES.test(ctx.textOf(path) ?? ''))) return undefined;
  const hosts = new Set<string>();
  const importers = ctx.program().importers();
  for (const { path } of callers) {
    for (const ancestor of ancestorsOf(importers, path)) {
      if (ctx.program().project.appOf(ancestor) !== app || pageName(app, ancestor) !== 'page') continue;
      const url = pageUrl(app, ancestor);
      if (url !== undefined) hosts.add(url);
    }
  }
  return hosts.size === 0 ? undefined : { place, urls: [...hosts].sort(), result };
}

/** Something that the function calls, of this file or of another, revalidates on its own. */
function callsRefreshing(ctx: AssistContext, node: FunctionNode): boolean {
  const names = allIdentifiers(node);
  const { project } = ctx.program();
  return ctx.file.link.imports.some(({ local, specifier }) => {
    if (!names.has(local)) return false;
    const target = project.resolve(ctx.path, specifier);
    return target.kind === 'file' && REFRESHES.test(ctx.textOf(target.path) ?? '');
  });
}
