/** Reports exported functions of a `'use server'` file that are not async: the build rejects them. */
import { type ExportFact, type FunctionShape, type InlineActionFact } from '../core/facts/fileFacts';
import { isCompiled } from '../core/rule/compiled';
import { defineRule, type Finding, type Fix, type RuleContext } from '../core/rule/rule';
import { asyncEdits } from '../core/syntax/makeAsync';

export const rule = defineRule({
  meta: {
    id: 'require-async-server-action',
    summary:
      "Every function that a `'use server'` file exports, or that has `'use server'` itself, must be async.",
    why:
      'A Server Action is called over the network, so its caller always gets a promise. ' +
      "Next.js's compiler rejects an exported function of a `'use server'` file that is not declared `async`, " +
      'with "Server Actions must be async functions."; without this rule you learn it when the build runs.\n\n' +
      "The same holds for a function with a `'use server'` of its own.\n\n" +
      'Only what the compiler sees is reported: functions and arrows that are exported directly, by `export { name }` or as ' +
      'the default export. The result of a call (`export const save = client.action(…)`) is checked by Next.js when the ' +
      'module runs, and is not reported.',
    group: 'server-actions',
    severity: 'error',
    since: '0.1.0',
    fix: 'unsafe',
    fixNote: 'Makes the function async, its declared result a promise. There is none for generators.',
    references: [
      {
        title: 'Directives: use server',
        url: 'https://nextjs.org/docs/app/api-reference/directives/use-server',
      },
      { title: 'Mutating data', url: 'https://nextjs.org/docs/app/getting-started/mutating-data' },
    ],
    examples: {
      bad: [
        `//- app/actions.ts
'use server';

export function save(data: FormData): void {}
             // ^^^^ error require-async-server-action: \`save\` is exported from a 'use server' file, so it must be async
`,
        `//- app/actions.ts
'use server';

const remove = (id: string) => {};
   // ^^^^^^ error require-async-server-action
export { remove };
`,
      ],
      good: [
        `//- app/actions.ts
'use server';

export async function save(data: FormData): Promise<void> {}
`,
        `//- app/actions.ts
'use server';
import { action } from './client';

export const save = action(() => {});
function helper() {}
`,
      ],
    },
    whenNotToUse: 'Never: the build fails on what this rule reports.',
  },

  *check(ctx) {
    const { directive, exports, inlineActions } = ctx.file.link;
    if (directive !== 'use client' && inlineActions.some(isSync) && isCompiled(ctx)) {
      for (const action of inlineActions.filter(isSync)) {
        // An exported one of such a file is reported as its export.
        if (directive !== 'use server' || action.exportedAs === undefined) yield describeInline(ctx, action);
      }
    }
    if (directive !== 'use server') return;
    for (const fact of exports) {
      const shape = fact.value;
      if (shape.kind === 'function' && !shape.async && shape.directive !== 'use cache')
        yield describe(ctx, fact, shape);
    }
  },
});

function isSync({ invalid }: InlineActionFact): boolean {
  return invalid === 'not-async' || invalid === 'accessor';
}

function describeInline(ctx: RuleContext, { index, name, invalid, shape }: InlineActionFact): Finding {
  const range = ctx.file.ranges[`inline:${index}`] ?? { start: 0, end: 0 };
  const isNamed = name !== 'anonymous' && !name.startsWith('jsx:');
  return {
    message: `${isNamed ? `\`${name}\`` : 'This function'} has 'use server', so it must be ${invalid === 'accessor' ? 'an async function' : 'async'}`,
    range,
    help: 'Server Actions must be async functions.',
    fixes: invalid === 'accessor' ? [] : fixesFor(ctx, range.start, shape),
  };
}

function describe(ctx: RuleContext, fact: ExportFact, shape: FunctionShape): Finding {
  const range = ctx.file.ranges[`export:${fact.name}`] ?? { start: 0, end: 0 };
  const name = fact.name === 'default' ? 'The default export' : `\`${fact.name}\``;
  return {
    message: `${name} is exported from a 'use server' file, so it must be async`,
    range,
    help: 'Server Actions must be async functions. Make it async, or move it to a file without the directive.',
    fixes: fixesFor(ctx, range.start, shape),
  };
}

/** Not safe: every caller that uses the result without `await` gets a promise from now on. */
function fixesFor(ctx: RuleContext, offset: number, shape: FunctionShape): readonly Fix[] {
  const edits = shape.generator ? undefined : asyncEdits(ctx.syntax(), offset);
  if (!edits) return [];
  return [{ title: 'Make it async (callers must await the result)', safety: 'unsafe', edits }];
}
