// Writes the two files of a new rule: `npm run new-rule -- no-some-thing`.
import { existsSync, writeFileSync } from 'node:fs';

const id = process.argv[2];
if (!id || !/^(?:no|require|prefer|unused)-[a-z0-9-]+$/.test(id)) {
  console.error(
    'usage: npm run new-rule -- <id>, where the id starts with no-, require-, prefer- or unused-',
  );
  process.exit(2);
}
const rule = new URL(`../server/src/rules/${id}.ts`, import.meta.url);
const test = new URL(`../test/rules/${id}.test.ts`, import.meta.url);
if (existsSync(rule)) {
  console.error(`server/src/rules/${id}.ts is there already`);
  process.exit(2);
}
writeFileSync(
  rule,
  `/** Reports TODO: one sentence on what, and why it matters. */
import { defineRule } from '../core/rule/rule';

export const rule = defineRule({
  meta: {
    id: '${id}',
    summary: 'TODO.',
    why: 'TODO',
    group: 'server-actions',
    severity: 'warning',
    since: 'TODO',
    fix: 'none',
    fixNote: 'TODO',
    references: [{ title: 'TODO', url: 'https://nextjs.org/docs/app' }],
    examples: { bad: [], good: [] },
    whenNotToUse: 'TODO',
  },

  *check(ctx) {
    yield* [];
  },
});
`,
);
writeFileSync(
  test,
  `/** The rule against what it must report, and what it must not. */
import { checkRule } from '../support/check';

describe('${id}', () => {
  it('TODO states a fact', () => {
    checkRule(\`
//- app/actions.ts
'use server';
\`);
  });
});
`,
);
console.log(
  `Wrote server/src/rules/${id}.ts and test/rules/${id}.test.ts. When they are filled in: npm run generate`,
);
