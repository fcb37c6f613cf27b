/** Reports comments that switch off what nothing reports: they hide the next mistake that is made there. */
import { type SuppressedRule, type SuppressionFact } from '../core/facts/suppressions';
import { isComment } from '../core/syntax/comments';
import { defineRule, type Fix } from '../core/rule/rule';

const ID = 'unused-suppression';

export const rule = defineRule({
  meta: {
    id: ID,
    summary: 'A comment that switches a rule off has something to switch off.',
    why:
      'A `next-surface-disable-next-line` comment outlives its reason: the code below it is mended or moved, and the ' +
      'comment stays. Then it hides the next mistake that is made there, and tells readers of a danger that is gone. A ' +
      'misspelt rule switches nothing off at all. Rules that the settings switch off are ' +
      'not judged, nor is a file with syntax errors or with an endpoint whose guard cannot be told.',
    group: 'comments',
    severity: 'hint',
    since: '0.1.0',
    fix: 'safe',
    fixNote:
      'Takes the rule out of the comment, or the comment away; no code changes. A misspelt rule is left for its author to write right.',
    references: [
      {
        title: 'ESLint: report unused disable comments',
        url: 'https://eslint.org/docs/latest/use/configure/rules#report-unused-eslint-disable-comments',
      },
      {
        title: 'Biome: suppressions',
        url: 'https://biomejs.dev/analyzer/suppressions/',
      },
    ],
    examples: {
      bad: [
        `//- app/api/health/route.ts
// next-surface-disable-next-line require-endpoint-guard -- counts visits of anybody
                               // ^^^^^^^^^^^^^^^^^^^^^^ hint unused-suppression: \`require-endpoint-guard\` reports nothing on the next line
export function GET() {
  return Response.json({ ok: true });
}
`,
        `//- app/api/health/route.ts
// next-surface-disable-next-line require-guard -- counts visits of anybody
                               // ^^^^^^^^^^^^^ hint unused-suppression: No rule is named \`require-guard\`
export function GET() {
  return Response.json({ ok: true });
}
`,
      ],
      good: [
        `//- app/api/visits/route.ts
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
// next-surface-disable-next-line require-endpoint-guard -- counts visits of anybody
export async function POST(request: Request) {
  const { page } = await request.json();
  await prisma.visit.create({ data: { page } });
  return Response.json({ ok: true });
}
`,
      ],
    },
    whenNotToUse:
      'While files are checked by several versions of Next Surface, one of which reports what another does not.',
  },

  // All that there is to say depends on what the others say.
  check: () => [],

  *review(ctx, { findings, rules, isWhole }) {
    const { suppressions } = ctx.file;
    if (suppressions.length === 0 || !isWhole) return;
    const used = new Set(findings.map(({ rule: id, range }) => `${id} ${ctx.lineOf(range.start)}`));
    for (const comment of suppressions) {
      for (const named of comment.rules) {
        const { id, range } = named;
        const isKnown = rules.has(id);
        if (id === ID || (isKnown && rules.get(id) !== true) || used.has(`${id} ${comment.line}`)) continue;
        if (!isComment(ctx.syntax(), range.start)) continue;
        yield isKnown
          ? {
              message: `\`${id}\` reports nothing on the next line`,
              range,
              unnecessary: true,
              fixes: [without(comment, named)],
            }
          : { message: `No rule is named \`${id}\``, range, help: 'The comment switches nothing off.' };
      }
    }
  },
});

/** The comment without one of its rules; without its only one it has nothing left to say. */
function without({ rules, range }: SuppressionFact, named: SuppressedRule): Fix {
  const at = rules.indexOf(named);
  const [before, after] = [rules[at - 1], rules[at + 1]];
  const title = `Remove \`${named.id}\` from the comment`;
  if (before) {
    const gone = { start: before.range.end, end: named.range.end };
    return { title, safety: 'safe', edits: [{ range: gone, text: '' }] };
  }
  if (after) {
    const gone = { start: named.range.start, end: after.range.start };
    return { title, safety: 'safe', edits: [{ range: gone, text: '' }] };
  }
  return { title: 'Remove the comment', safety: 'safe', edits: [{ range, text: '' }] };
}
