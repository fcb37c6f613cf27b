/** Reports what a `'use server'` file exports beside async functions: the build rejects it, or every action of the file fails. */
import { type ExportFact } from '../core/facts/fileFacts';
import { defineRule, type Finding, type RuleContext } from '../core/rule/rule';

export const rule = defineRule({
  meta: {
    id: 'no-value-server-export',
    summary: "A `'use server'` file may export nothing but async functions.",
    why:
      "Every export of a `'use server'` file becomes an endpoint that a browser can call, so it must be an async function. " +
      'The compiler rejects what it can see is none (a literal, a class) and what it cannot see into (`export … from`, ' +
      '`export *`), with "Only async functions are allowed to be exported in a "use server" file."\n\n' +
      'An object, an array or a schema gets past the compiler and is found when the module runs: the build fails if a Server ' +
      'Component imports the file. If only client code does, the build passes, and then every call of every action in ' +
      'the file is answered with an error.',
    group: 'server-actions',
    severity: 'error',
    since: '0.1.0',
    fix: 'none',
    fixNote:
      '[`move-server-value`](../codeActions.md#move-server-value) moves the value into a module of its own, and updates who imports it. What is passed on from another file has none: whether callers should import it from there, or call a new action, only the author knows.',
    references: [
      {
        title: 'Directives: use server',
        url: 'https://nextjs.org/docs/app/api-reference/directives/use-server',
      },
      {
        title: 'Invalid "use server" value',
        url: 'https://nextjs.org/docs/messages/invalid-use-server-value',
      },
    ],
    examples: {
      bad: [
        `//- app/actions.ts
'use server';
export const limit = 3;
          // ^^^^^ error no-value-server-export: \`limit\` is no function, and a 'use server' file may export only async functions
`,
        `//- app/actions.ts
'use server';
  export * from './more';
//^^^^^^^^^^^^^^^^^^^^^^^ error no-value-server-export: Next.js cannot see what \`export *\` exports
//- app/more.ts
export async function save() {}
`,
      ],
      good: [
        `//- app/actions.ts
'use server';
import { LIMIT } from './limit';
export type Limit = number;
export async function check(n: number) {
  return n < LIMIT;
}
//- app/limit.ts
export const LIMIT = 3;
`,
      ],
    },
    whenNotToUse: 'Never: what is reported here does not work.',
  },

  *check(ctx) {
    const { directive, exports, starExports } = ctx.file.link;
    if (directive !== 'use server') return;
    for (const fact of exports) {
      const found = describe(ctx, fact);
      if (found) yield found;
    }
    for (const [index, star] of starExports.entries()) {
      const range = ctx.file.ranges[`star:${index}`];
      if (star.typeOnly || !range) continue;
      yield {
        message: "Next.js cannot see what `export *` exports, so a 'use server' file may not have it",
        range,
        help: MOVE,
      };
    }
  },
});

const MOVE = 'Move it to a file without the directive; only types and async functions may stay.';

function describe(ctx: RuleContext, { name, value }: ExportFact): Finding | undefined {
  const range = ctx.file.ranges[`export:${name}`] ?? { start: 0, end: 0 };
  const subject = name === 'default' ? 'The default export' : `\`${name}\``;
  const only = "a 'use server' file may export only async functions";
  switch (value.kind) {
    case 'literal':
      return { message: `${subject} is no function, and ${only}`, range, help: MOVE };
    case 'class':
      return { message: `${subject} is a class, and ${only}`, range, help: MOVE };
    case 'reexport':
      return {
        message: `${subject} is passed on from another file, which a 'use server' file may not do`,
        range,
        help: 'Import it where it is, or write an async function here that calls it.',
      };
    case 'value':
      return {
        message: `${subject} is no function: every action of this file fails when it is called`,
        range,
        severity: 'warning',
        help: MOVE,
      };
    default:
      return undefined;
  }
}
