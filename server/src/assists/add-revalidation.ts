/** Makes the pages that host an action show what it wrote: without it they keep what they have. */
import { type AssistContext, defineAssist, type Question } from '../core/assist/assist';
import { endpointOf, endpointsAt } from '../core/assist/endpointAt';
import { changesBetween, edited } from '../core/edit/draft';
import { planImports } from '../core/edit/imports';
import { indentAt } from '../core/edit/indentation';
import { siteFact } from '../core/guards/value';
import { nextMajor } from '../core/program/nextMajor';
import { ancestorsOf } from '../core/program/importers';
import { type App } from '../core/project/project';
import { pageUrl } from '../core/program/pages';
import { type Endpoint } from '../core/program/program';
import { pageName } from '../core/program/routes';
import { isBlock, isReturnStatement } from '../core/syntax/ast';
import { endpointFunctionAt } from '../core/syntax/endpointFunction';
import { type FunctionNode } from '../core/syntax/functions';
import { allIdentifiers } from '../core/syntax/references';
import { detectFileStyle } from '../core/text/fileStyle';
import { insertion, type SourceChange, type TextEdit } from '../core/text/textEdit';
import { placeAfter, type WritePlace } from './afterWrite';
import { subjectsOf, tagsOver } from './cachedTags';

const REFRESHES =
  /\b(?:revalidatePath|revalidateTag|updateTag|refresh|(?:unstable_)?expire(?:Path|Tag)|revalidate\w*)\s*\(/;
const CLIENT_REFRESHES = /\.refresh\(|\bmutate\w*\(|\binvalidate\w*\(|\brefetch\w*\(/;

export const assist = defineAssist({
  meta: {
    id: 'add-revalidation',
    summary:
      'Revalidates the page that hosts an action, or the tag under which the app caches what was written, right after the last write to the database.',
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
      const { urls, tags } = ctx.once(key, () => choicesOf(ctx, endpoint));
      for (const tag of tags)
        yield { target: `${endpoint.fact} ${tag}`, title: `Revalidate the tag \`${tag}\` after the write` };
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
    const [fact = ''] = target.split(' ');
    const endpoint = endpointOf(ctx, fact);
    const found = endpoint && placeOf(ctx, endpoint);
    if (!found) return undefined;
    const { urls, tags } = choicesOf(ctx, endpoint);
    const tag = target === fact ? undefined : target.slice(fact.length + 1);
    const url = input['path'] ?? urls[0] ?? '';
    if (tag !== undefined)
      return tags.includes(tag) ? written(ctx, found, tagCall(endpoint, tag)) : undefined;
    if (url !== ALL && !urls.includes(url))
      return { refused: 'A page of the app is needed', question: 'path' };
    // https://nextjs.org/docs/app/api-reference/functions/revalidatePath#parameters
    const kind = url === ALL ? 'layout' : url.includes('[') ? 'page' : undefined;
    const parts = [url === ALL ? '/' : url, ...(kind === undefined ? [] : [kind])];
    return written(ctx, found, { name: 'revalidatePath', parts });
  },
});

/** The answer that stands for all pages. */
const ALL = '*';

interface Call {
  readonly name: string;
  /** Its arguments, all of them strings. */
  readonly parts: readonly string[];
}

/**
 * Since version 16 an action that shows its own write calls `updateTag`, which only actions may, and `revalidateTag` wants a profile:
 * https://nextjs.org/docs/app/api-reference/functions/updateTag and …/revalidateTag
 */
function tagCall({ app, kind }: Endpoint, tag: string): Call {
  if (!app || nextMajor(app) < 16) return { name: 'revalidateTag', parts: [tag] };
  return kind === 'route'
    ? { name: 'revalidateTag', parts: [tag, 'max'] }
    : { name: 'updateTag', parts: [tag] };
}

function written(ctx: AssistContext, { place, result }: Found, { name, parts }: Call): SourceChange {
  const file = ctx.syntax();
  const style = detectFileStyle(ctx.text);
  const { edits, locals } = planImports(file, [{ specifier: 'next/cache', name }], style);
  const quoted = parts.map((text) => `${style.quote}${text}${style.quote}`);
  const end = style.semicolons ? ';' : '';
  const call = `${locals[0] ?? name}(${quoted.join(', ')})${end}`;
  const { statement, returns } = place;
  const indent = `${style.eol}${indentAt(ctx.text, statement.getStart(file.tree))}`;
  const all: TextEdit[] = [...edits];
  if (!returns) all.push(insertion(statement.end, `${indent}${call}`));
  else if (isReturnStatement(statement) && statement.expression) {
    const { expression } = statement;
    const head = { start: statement.getStart(file.tree), end: expression.getStart(file.tree) };
    all.push(
      { range: head, text: `const ${result} = ` },
      insertion(statement.end, `${indent}${call}${indent}return ${result}${end}`),
    );
  }
  return { edits: new Map([[ctx.path, changesBetween(ctx.text, edited(file, all).text)]]) };
}

interface Found {
  readonly place: WritePlace;
  /** What is written, by the names that the writes have for it. */
  readonly subjects: ReadonlySet<string>;
  /** A free name for what a `return` gives back. */
  readonly result: string;
  /** The URL that the caller is sent to behind the write; undefined where it stays. */
  readonly leadsTo: string | undefined;
}

/** The caller is sent to a URL that is not known. */
const ELSEWHERE = '?';

function redirectIn(code: string): string | undefined {
  const [, , url] = /\b(?:permanentR|r)edirect\(\s*(?:(['"`])([^'"`$]*)\1\s*[,)])?/.exec(code) ?? [];
  return url ?? (/\b(?:permanentR|r)edirect\(/.test(code) ? ELSEWHERE : undefined);
}

interface Choices {
  /** URLs of the pages that host the endpoint's callers. */
  readonly urls: readonly string[];
  /** Tags under which what is written is cached. */
  readonly tags: readonly string[];
}

function choicesOf(ctx: AssistContext, endpoint: Endpoint): Choices {
  const found = placeOf(ctx, endpoint);
  const { app } = endpoint;
  if (!found || !app) return { urls: [], tags: [] };
  return { urls: shownAt(ctx, app, endpoint, found), tags: tagsOver(ctx, app, found.subjects) };
}

/** Where the caller sees what was written: the page that it is sent to behind the write, else those that host the action. */
function shownAt(ctx: AssistContext, app: App, endpoint: Endpoint, { leadsTo }: Found): readonly string[] {
  if (leadsTo === undefined || endpoint.kind === 'route') return hostsOf(ctx, endpoint);
  if (leadsTo === ELSEWHERE) return [];
  return ctx.program().pageUrls(app).includes(leadsTo) ? [leadsTo] : hostsOf(ctx, endpoint);
}

/** Reading requests are answered again and again: what those write, the cache need not know. */
function mayRevalidate({ kind, method, framework }: Endpoint): boolean {
  if (kind === 'route') return !framework && method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
  return kind === 'action' || kind === 'inline-action';
}

function placeOf(ctx: AssistContext, endpoint: Endpoint): Found | undefined {
  const start = ctx.file.ranges[endpoint.fact]?.start;
  if (!mayRevalidate(endpoint) || !endpoint.app || start === undefined) return undefined;
  const file = ctx.syntax();
  const node = endpointFunctionAt(file, start)?.node;
  const body = node?.body;
  if (!node || !body || !isBlock(body) || REFRESHES.test(ctx.text.slice(node.pos, node.end)))
    return undefined;
  const writes: number[] = [];
  const subjects = new Set<string>();
  const { effects, publicByDesign } = ctx.assessmentOf(endpoint);
  // Signing up, in or out writes nothing that a page lists.
  if (publicByDesign.reason === 'credential step') return undefined;
  for (const { kind, site } of effects) {
    if (kind !== 'database') continue;
    const range = ctx.rangeOf(site.path, siteFact(site));
    // A write of a helper happens somewhere in the body that is not known here.
    if (site.path !== ctx.path || !range || range.start < body.pos || range.end > body.end) return undefined;
    writes.push(range.start);
    for (const subject of subjectsOf(ctx.text.slice(range.start, range.end))) subjects.add(subject);
  }
  if (writes.length === 0 || callsRefreshing(ctx, node)) return undefined;
  const place = placeAfter(file, body, writes);
  const names = allIdentifiers(node);
  const result = ['result', 'saved', 'written'].find((name) => !names.has(name));
  if (!place || result === undefined) return undefined;
  // What a page calls while it renders must not revalidate: https://nextjs.org/docs/app/api-reference/functions/revalidatePath
  const isRendered = ctx
    .callersOf(endpoint)
    .some(({ kind, path }) => kind === 'call' && ctx.program().linkFactsOf(path)?.directive !== 'use client');
  if (isRendered && endpoint.kind !== 'route') return undefined;
  return { place, subjects, result, leadsTo: redirectIn(ctx.text.slice(place.statement.end, node.end)) };
}

/** The pages that show what an action wrote; none where the client asks for the data again itself. */
function hostsOf(ctx: AssistContext, endpoint: Endpoint): readonly string[] {
  const { app, kind } = endpoint;
  const callers = ctx.callersOf(endpoint);
  if (!app || kind === 'route') return [];
  if (callers.some(({ path }) => CLIENT_REFRESHES.test(ctx.textOf(path) ?? ''))) return [];
  const hosts = new Set<string>();
  const importers = ctx.program().importers();
  for (const { path } of callers) {
    for (const ancestor of ancestorsOf(importers, path)) {
      if (ctx.program().project.appOf(ancestor) !== app) continue;
      const name = pageName(app, ancestor);
      // What a layout hosts is on every page below it: no single one shows what is written.
      if (name === 'layout' || name === 'template') return [];
      if (name !== 'page') continue;
      const url = pageUrl(app, ancestor);
      if (url !== undefined) hosts.add(url);
    }
  }
  return [...hosts].sort();
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
