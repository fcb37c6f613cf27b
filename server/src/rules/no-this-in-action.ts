/** Reports `this`, `super` and `arguments` in Server Actions, and actions that are methods of instances: the build rejects them. */
import { isCompiled } from '../core/rule/compiled';
import { defineRule } from '../core/rule/rule';

export const rule = defineRule({
  meta: {
    id: 'no-this-in-action',
    summary: 'A Server Action can use neither `this` nor `arguments`, nor be a method of an instance.',
    why:
      'An action is called by a request, on no object, with the arguments that were sent. The compiler rejects `this`, ' +
      '`super` and `arguments` in it ("Server Actions cannot use `this`."), in arrow functions within it as well, and a ' +
      "`'use server'` in a method of a class's instances.",
    group: 'server-actions',
    severity: 'error',
    since: '0.1.0',
    fix: 'none',
    fixNote:
      'There is none: what the word stands for has to be handed to the action, and which of it the browser may know and send, only the author knows.',
    references: [
      {
        title: 'Directives: use server',
        url: 'https://nextjs.org/docs/app/api-reference/directives/use-server',
      },
    ],
    examples: {
      bad: [
        `//- app/actions.ts
'use server';
export async function save() {
  return Object.keys(arguments).length;
                  // ^^^^^^^^^ error no-this-in-action: A server action cannot use \`arguments\`
}
`,
        `//- app/service.ts
export class Service {
  async save() {
     // ^^^^ error no-this-in-action: A server action cannot be a method of an instance
    'use server';
  }
}
`,
      ],
      good: [
        `//- app/actions.ts
'use server';
export async function save(...values: readonly string[]) {
  const counter = { n: 0, next() { return ++this.n; } };
  return values.map(() => counter.next());
}
`,
      ],
    },
    whenNotToUse: 'Never: the build fails on what this rule reports.',
  },

  *check(ctx) {
    if (ctx.file.link.directive === 'use client' || !isCompiled(ctx)) return;
    for (const { kind, word, range } of ctx.file.mistakes) {
      if (kind === 'self') {
        yield {
          message: `A server action cannot use \`${word}\``,
          range,
          help: 'Hand it what it needs as a parameter.',
        };
      } else if (kind === 'instance') {
        yield {
          message: 'A server action cannot be a method of an instance',
          range,
          help: 'Make it a function, a static method, or a member of an object.',
        };
      }
    }
  },
});
