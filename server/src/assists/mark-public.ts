/** Says in the code that an endpoint is open on purpose, with the reason. */
import { type AssistContext, defineAssist } from '../core/assist/assist';
import { endpointOf, endpointsAt, rulesAt } from '../core/assist/endpointAt';
import { indentAt } from '../core/edit/indentation';
import { actionWords } from '../core/program/actionWords';
import { type Endpoint } from '../core/program/program';
import { insertion, type TextEdit } from '../core/text/textEdit';

const PROPOSAL = 'say why everybody may call this';

export const assist = defineAssist({
  meta: {
    id: 'mark-public',
    summary: 'Marks an endpoint that checks nobody as public, with the reason, in its JSDoc comment.',
    kind: 'quickfix',
    since: '0.1.0',
    examples: [
      {
        before: `//- app/api/posts/route.ts
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();

export async function PO$0ST(request: Request) {
  const { title } = await request.json();
  await prisma.post.create({ data: { title } });
  return Response.json({ ok: true });
}
`,
        after: `//- app/api/posts/route.ts
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();

/** @public say why everybody may call this */
export async function POST(request: Request) {
  const { title } = await request.json();
  await prisma.post.create({ data: { title } });
  return Response.json({ ok: true });
}
`,
      },
    ],
  },

  *offers(ctx) {
    for (const endpoint of endpointsAt(ctx)) {
      const fixes = rulesAt(ctx, endpoint);
      if (fixes.length === 0) continue;
      const { guard, publicByDesign } = ctx.assessmentOf(endpoint);
      if (guard.verdict === 'guarded' || publicByDesign.value !== false || !placeOf(ctx, endpoint)) continue;
      yield {
        target: endpoint.fact,
        title: `Mark ${endpoint.method ?? actionWords(endpoint.name)} as public, with a reason`,
        fixes,
        questions: [
          {
            id: 'reason',
            prompt: 'Why may everybody call this? The reason stands in the comment.',
            proposal: PROPOSAL,
          },
        ],
      };
    }
  },

  resolve(ctx, target, input) {
    const endpoint = endpointOf(ctx, target);
    const place = endpoint && placeOf(ctx, endpoint);
    if (!place) return undefined;
    // A comment ends at its mark: the reason must not bring one.
    const reason = (input['reason'] ?? PROPOSAL).trim().replace(/\s+/g, ' ').replaceAll('*/', '* /');
    if (reason === '') return { refused: 'A reason is needed', question: 'reason' };
    const edit = commentEdit(ctx.text, place, reason);
    return { edits: new Map([[ctx.path, [edit]]]) };
  },
});

/** Where the mark belongs: on the comment of the line that declares the endpoint, or before a function in an expression. */
interface Place {
  readonly offset: number;
  /** Something else begins the line. */
  readonly isInline: boolean;
}

/** Undefined where neither has room for it. */
function placeOf(ctx: AssistContext, endpoint: Endpoint): Place | undefined {
  const name = ctx.file.ranges[endpoint.fact];
  if (!name) return undefined;
  const lineStart = ctx.text.lastIndexOf('\n', name.start - 1) + 1;
  const before = ctx.text.slice(lineStart, name.start);
  const indent = /^[ \t]*/.exec(before)?.[0].length ?? 0;
  const declares =
    /^[ \t]*(?:export\s+)?(?:default\s+)?(?:(?:async\s+)?function\s*\*?|const|let|var)\s+$/.test(before);
  if (declares) return { offset: lineStart + indent, isInline: false };
  if (endpoint.kind !== 'inline-action') return undefined;
  // A function in an expression: its name comes behind its first words, a property's before them.
  const words = /(?:\basync[ \t]+)?(?:function[ \t]*)?$/.exec(before)?.[0].length ?? 0;
  const offset = name.start - words;
  return { offset, isInline: offset > lineStart + indent };
}

/** A line in the comment that is there, or a comment of its own. */
function commentEdit(text: string, { offset: place, isInline }: Place, reason: string): TextEdit {
  const indent = indentAt(text, place);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const above = /\/\*\*((?:(?!\*\/)[^])*?)\s*\*\/[ \t]*\r?\n[ \t]*$/.exec(text.slice(0, place));
  const placeholder = (at: number) => ({ placeholders: [{ start: at, end: at + reason.length }] });
  if (isInline) {
    const opening = '/** @public ';
    return { ...insertion(place, `${opening}${reason} */ `), ...placeholder(opening.length) };
  }
  if (!above) {
    const opening = '/** @public ';
    return { ...insertion(place, `${opening}${reason} */${eol}${indent}`), ...placeholder(opening.length) };
  }
  const [comment = '', words = ''] = above;
  const start = above.index;
  const end = start + comment.indexOf('*/') + 2;
  if (words.includes('\n')) {
    const at = start + 3 + words.length;
    const opening = `${eol}${indent} * @public `;
    return { ...insertion(at, `${opening}${reason}`), ...placeholder(opening.length) };
  }
  const opening = `/**${eol}${indent} * ${words.trim()}${eol}${indent} * @public `;
  const comments = `${opening}${reason}${eol}${indent} */`;
  return { range: { start, end }, text: comments, ...placeholder(opening.length) };
}
