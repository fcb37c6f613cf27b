/** Rules that exist for tests of adapters: small, and of every kind that an adapter treats differently. */
import { defineRule, type Rule, type RuleMeta } from '../../server/src/core/rule/rule';

const META: Omit<RuleMeta, 'id' | 'fix' | 'severity'> = {
  summary: 'A rule of the tests.',
  why: 'It exists for tests.',
  group: 'server-actions',
  since: '0.0.0',
  fixNote: 'See each rule.',
  references: [],
  examples: { bad: [], good: [] },
  whenNotToUse: 'Outside of tests.',
};

/** Reports exports whose name begins with `bad`; its safe fix renames to `good…`, its unsafe one deletes the name. */
const noBadName = defineRule({
  meta: { ...META, id: 'no-bad-name', severity: 'warning', fix: 'safe' },
  *check(ctx) {
    for (const fact of ctx.file.link.exports) {
      const range = ctx.file.ranges[`export:${fact.name}`];
      if (!range || !fact.name.startsWith('bad')) continue;
      yield {
        message: `\`${fact.name}\` is a bad name`,
        help: 'Choose a good one.',
        range,
        fixes: [
          {
            title: 'Rename to a good name',
            safety: 'safe',
            edits: [{ range: { start: range.start, end: range.start + 3 }, text: 'good' }],
          },
          { title: 'Remove the name', safety: 'unsafe', edits: [{ range, text: '' }] },
        ],
      };
    }
  },
});

/** Reports names that two endpoints of the program share: a finding that depends on other files. */
export const uniqueName = defineRule({
  meta: { ...META, id: 'unique-name', severity: 'information', fix: 'none' },
  *check(ctx) {
    const program = ctx.program();
    for (const endpoint of program.endpointsOf(ctx.path)) {
      const range = ctx.file.ranges[endpoint.fact];
      const shared = program.endpoints.some((other) => other !== endpoint && other.name === endpoint.name);
      if (range && shared) yield { message: `\`${endpoint.name}\` is not unique`, range };
    }
  },
});

/** All of them. */
export const testRules: readonly Rule[] = [noBadName, uniqueName];
