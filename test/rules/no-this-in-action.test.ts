/** The rule against `this`, `super` and `arguments` in actions, and against alarms about functions that have their own. */
import { checkRule } from '../support/check';

describe('no-this-in-action', () => {
  it('looks into arrows within an action, and into actions that are exported by name', () => {
    checkRule(`
//- app/actions.ts
'use server';
const save = async function () {
  return [1].map(() => this.x);
                    // ^^^^ error no-this-in-action: A server action cannot use \`this\`
};
export { save as store };
`);
  });

  it('reports inline actions, of objects and static methods as well', () => {
    checkRule(`
//- app/page.tsx
export const actions = {
  async save() {
    'use server';
    return arguments;
        // ^^^^^^^^^ error no-this-in-action: A server action cannot use \`arguments\`
  },
};
class Store {
  static async save() {
    'use server';
    return super.toString();
        // ^^^^^ error no-this-in-action: A server action cannot use \`super\`
  }
}
export default () => <form action={actions.save}><button formAction={Store.save} /></form>;
`);
  });

  it('passes over functions, methods and classes within an action, helpers, and types', () => {
    checkRule(`
//- app/actions.ts
'use server';
function helper() { return this; }
export async function save(this: void, options: { arguments: string[] }) {
  class Box { value = this; }
  const box = { read() { return this; }, inner: function () { return arguments; } };
  return [helper, Box, box, options.arguments, { arguments: 1 }];
}
export const wrapped = wrap(async function () { return this; });
`);
  });

  it('passes over methods of instances that are fields', () => {
    checkRule(`
//- app/service.ts
export class Service {
  save = async () => {
    'use server';
  };
  static async load() {
    'use server';
  }
}
`);
  });
});
