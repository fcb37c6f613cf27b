/** Moves what is no async function out of a `'use server'` file, which may not export it, and updates who imports it. */
import { type AssistContext, defineAssist } from '../core/assist/assist';
import { baseName, folderOf, joinPath } from '../core/text/filePath';
import { splitChange, splitOf } from './moving/splitServerFile';

const RULE = 'no-value-server-export';

export const assist = defineAssist({
  meta: {
    id: 'move-server-value',
    summary:
      "Moves a value that a `'use server'` file exports into a module of its own, and updates who imports it.",
    kind: 'quickfix',
    since: '0.1.0',
    examples: [
      {
        before: `//- app/actions.ts
'use server';

import { db } from '@/lib/db';

export const LIMITS$0 = { title: 80 };

export async function save(title: string) {
  await db.post.create({ data: { title: title.slice(0, LIMITS.title) } });
}
//- app/title.tsx
'use client';
import { LIMITS, save } from './actions';

export const Title = () => <input maxLength={LIMITS.title} onBlur={(event) => save(event.target.value)} />;
`,
        after: `//- app/actions.ts
'use server';

import { db } from '@/lib/db';
import { LIMITS } from './actions.shared';

export async function save(title: string) {
  await db.post.create({ data: { title: title.slice(0, LIMITS.title) } });
}
//- app/title.tsx
'use client';
import { save } from './actions';
import { LIMITS } from './actions.shared';

export const Title = () => <input maxLength={LIMITS.title} onBlur={(event) => save(event.target.value)} />;

//- app/actions.shared.ts
export const LIMITS = { title: 80 };
`,
      },
    ],
  },

  *offers(ctx) {
    for (const name of valuesAt(ctx)) {
      if (!splitOf(ctx, [name], 'values')) continue;
      const proposal = proposedName(ctx);
      yield {
        target: name,
        title: `Move \`${name}\` out of the 'use server' file into \`${proposal}\``,
        fixes: [RULE],
        preferred: true,
        movesFiles: true,
        questions: [
          { id: 'file', prompt: "Path of the new module, relative to the file's folder", proposal },
        ],
      };
    }
  },

  resolve(ctx, target, input) {
    const split = valuesAt(ctx).includes(target) ? splitOf(ctx, [target], 'values') : undefined;
    if (!split) return undefined;
    const name = (input['file'] ?? proposedName(ctx)).trim();
    if (!/^[\w./@()[\]-]+\.[jt]sx?$/.test(name))
      return { refused: 'A path that ends with .ts, .tsx, .js or .jsx is needed', question: 'file' };
    const path = joinPath(folderOf(ctx.path), name);
    if (ctx.textOf(path) !== undefined) return { refused: `${name} is there already`, question: 'file' };
    return splitChange(ctx, split, path);
  },
});

/** The exported names that the rule reports at the selection; what is passed on from another module can't move. */
function valuesAt(ctx: AssistContext): readonly string[] {
  const found = ctx.findings().filter(({ rule }) => rule === RULE);
  if (found.length === 0) return [];
  return ctx.file.link.exports
    .filter(({ name, value }) => {
      const range = ctx.file.ranges[`export:${name}`];
      const isValue = value.kind !== 'reexport' && name !== 'default';
      return isValue && found.some((finding) => finding.range.start === range?.start);
    })
    .map(({ name }) => name);
}

/** `actions.shared.ts` beside `actions.ts`, or one with a number. */
function proposedName(ctx: AssistContext): string {
  const [, base = '', extension = ''] = /^(.*)(\.[cm]?[jt]sx?)$/.exec(baseName(ctx.path)) ?? [];
  for (let number = 1; ; number++) {
    const name = `${base}.shared${number === 1 ? '' : number}${extension}`;
    if (ctx.textOf(joinPath(folderOf(ctx.path), name)) === undefined) return name;
  }
}
