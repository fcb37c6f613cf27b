/** Values that leave a 'use server' file: what moves with them, who is updated, and what has to stay. */
import { checkAssist, checkNoAssist, checkRefusal } from '../support/checkAssist';

const ID = 'move-server-value';

describe('move-server-value', () => {
  it('takes along what the value alone needs, and imports back what both need', () => {
    checkAssist(
      ID,
      `//- app/actions.ts
'use server';
import { db } from './db';
const MAX = 10;
const MIN = 1;
export class Ran$0ge {
  low = MIN;
  high = MAX;
}
export async function save(n: number) {
  if (n < MAX) await db.save(new Range(), n);
}
`,
      `//- app/actions.ts
'use server';
import { db } from './db';
import { MAX, Range } from './actions.shared';
export async function save(n: number) {
  if (n < MAX) await db.save(new Range(), n);
}

//- app/actions.shared.ts
export const MAX = 10;
const MIN = 1;
export class Range {
  low = MIN;
  high = MAX;
}
`,
    );
  });

  it('moves a value that nobody imports', () => {
    checkAssist(
      ID,
      `//- app/actions.js
'use server';

export const runtime$0Limits = { size: 3 };

export async function save() {}
`,
      `//- app/actions.js
'use server';

export async function save() {}

//- app/actions.shared.js
export const runtimeLimits = { size: 3 };
`,
    );
  });

  it('leaves a value where an action is needed for it, and what is passed on from another file', () => {
    checkNoAssist(
      ID,
      `//- app/actions.ts
'use server';
export const all$0 = { save };
export async function save() {}
`,
    );
    checkNoAssist(
      ID,
      `//- app/actions.ts
'use server';
export { save$0 } from './save';
//- app/save.ts
export async function save() {}
`,
    );
  });

  it('leaves a value that somebody imports with everything else', () => {
    checkNoAssist(
      ID,
      `//- app/actions.ts
'use server';
export const limit$0 = 3;
export async function save() {}
//- app/page.tsx
import * as actions from './actions';
export default () => actions.limit;
`,
    );
  });

  it('refuses a file that is there', () => {
    checkRefusal(
      ID,
      `//- app/actions.ts
'use server';
export const limit$0 = 3;
export async function save() {}
//- app/limit.ts
export {};
`,
      /is there already/,
      { input: { file: 'limit.ts' } },
    );
  });
});
