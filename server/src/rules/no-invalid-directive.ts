/** Reports directives that Next.js's compiler rejects: misspelt, behind other code, in parentheses, or at odds. */
import { directiveFirstEdits } from '../core/edit/directive';
import { type Mistake } from '../core/facts/mistakes';
import { isTestFile } from '../core/program/testFiles';
import { isCompiled } from '../core/rule/compiled';
import { defineRule, type Fix, type RuleContext } from '../core/rule/rule';

export const rule = defineRule({
  meta: {
    id: 'no-invalid-directive',
    summary: 'A directive must be spelled exactly, come first, and go with the others.',
    why:
      "`'use server'` counts only as a string in quotes before any other statement of its file or function. The compiler " +
      'rejects what looks like an attempt: "Did you mean "use server"?", "The "use server" directive must be at the top of ' +
      'the file.", "… cannot be wrapped in parentheses.", "It\'s not possible to have both "use client" and "use server" ' +
      'directives in the same file." Until the build says so, the function is an ordinary one, and what it was meant to ' +
      'keep on the server may go to the browser.\n\n' +
      'Reported is what the compiler reports: its guess at a misspelling (two other characters, or one more or less; not ' +
      'for `use client`), and directives right in a module or in the body of a function. Deeper ones it passes over. ' +
      "Turbopack builds a file with both `'use client'` and `'use server'` without a word, so there that is a warning.",
    group: 'server-actions',
    severity: 'error',
    since: '0.1.0',
    fix: 'unsafe',
    fixNote:
      'Spells the directive right, moves it to the beginning, or takes it out of its parentheses. There is none for two directives that do not go together: which of them is meant, only the author knows.',
    references: [
      {
        title: 'Directives: use server',
        url: 'https://nextjs.org/docs/app/api-reference/directives/use-server',
      },
      {
        title: 'Directives: use client',
        url: 'https://nextjs.org/docs/app/api-reference/directives/use-client',
      },
    ],
    examples: {
      bad: [
        `//- app/actions.ts
  'use sever';
//^^^^^^^^^^^ error no-invalid-directive: Did you mean 'use server'? Next.js knows no directive 'use sever'
export async function save() {}
`,
        `//- app/actions.ts
import { db } from '@/lib/db';
  'use server';
//^^^^^^^^^^^^ error no-invalid-directive: 'use server' must come before everything else in the file
export const save = async () => db.save();
`,
        `//- app/page.tsx
export default function Page() {
  async function save() {
    ('use server');
  //^^^^^^^^^^^^^^ error no-invalid-directive: 'use server' must not be in parentheses
  }
  return <form action={save} />;
}
`,
      ],
      good: [
        `//- app/actions.ts
// Who may do what is checked in each of them.
'use strict';
'use server';
export async function save() {}
`,
      ],
    },
    whenNotToUse: 'Never: the build fails on what this rule reports.',
  },

  concerns: ({ path, scan }) => scan.mentionsDirective === true && !isTestFile(path),

  *check(ctx) {
    if (!isCompiled(ctx)) return;
    for (const mistake of ctx.file.mistakes) {
      const message = messageOf(ctx, mistake);
      if (message === undefined) continue;
      const { range } = mistake;
      const severity = isRejected(ctx, mistake) ? 'error' : 'warning';
      yield { message, range, severity, help: helpOf(mistake), fixes: fixesFor(ctx, mistake) };
    }
  },
});

/** Turbopack builds a file with both `'use client'` and `'use server'` without a word: webpack does not. */
function isRejected(ctx: RuleContext, { kind, word, other }: Mistake): boolean {
  const isMixed = kind === 'conflict' && (word === 'use client' || other === 'use client');
  return !isMixed || ctx.program().project.appOf(ctx.path)?.bundler === 'webpack';
}

function messageOf(ctx: RuleContext, { kind, word, other, inFunction, range }: Mistake): string | undefined {
  const whole = inFunction ? 'function' : 'file';
  switch (kind) {
    case 'misspelt':
      return `Did you mean '${word}'? Next.js knows no directive ${ctx.syntax().text.slice(range.start, range.end).replaceAll('"', "'")}`;
    case 'late':
      return `'${word}' must come before everything else in the ${whole}`;
    case 'wrapped':
      return `'${word}' must not be in parentheses`;
    case 'conflict':
      return `'${word}' does not go with '${other ?? ''}' in one ${whole}`;
    default:
      return undefined;
  }
}

function helpOf({ kind, word, inFunction }: Mistake): string {
  if (kind === 'misspelt') return `Write '${word}'.`;
  if (kind === 'conflict') return 'Keep one of the two.';
  return `Write it as the first statement of the ${inFunction ? 'function' : 'file'}.`;
}

/** Not safe: what the compiler took for ordinary code becomes an endpoint, or goes to the browser. */
function fixesFor(ctx: RuleContext, { kind, word, range }: Mistake): readonly Fix[] {
  if (kind === 'conflict') return [];
  if (kind === 'misspelt') {
    const inside = { start: range.start + 1, end: range.end - 1 };
    return [{ title: `Write '${word}'`, safety: 'unsafe', edits: [{ range: inside, text: word }] }];
  }
  const edits = directiveFirstEdits(ctx.syntax(), range, word);
  const title = kind === 'late' ? `Move '${word}' to the beginning` : 'Write it as a directive';
  return edits ? [{ title, safety: 'unsafe', edits }] : [];
}
