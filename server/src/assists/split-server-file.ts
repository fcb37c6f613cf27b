/** Takes functions that only server code calls out of a `'use server'` file, where each export is an endpoint by accident. */
import { type AssistContext, defineAssist, type Refusal } from '../core/assist/assist';
import { endpointOf, endpointsAt } from '../core/assist/endpointAt';
import { type Endpoint } from '../core/program/program';
import { baseName, type FilePath, folderOf, joinPath } from '../core/text/filePath';
import { type SourceChange } from '../core/text/textEdit';
import { rangesTouch } from '../core/text/textRange';
import { type Split, splitChange, splitOf } from './moving/splitServerFile';

export const assist = defineAssist({
  meta: {
    id: 'split-server-file',
    summary:
      "Moves functions that only server code calls out of a `'use server'` file into a `server-only` module, and updates who imports them.",
    kind: 'refactor.move',
    since: '0.1.0',
    examples: [
      {
        before: `//- app/actions.ts
'use server';

import { db } from '@/lib/db';

export async function getUs$0er(id: string) {
  return db.user.findUnique({ where: { id } });
}

export async function rename(id: string, name: string) {
  await db.user.update({ where: { id }, data: { name } });
}
//- app/page.tsx
import { getUser, rename } from './actions';

export default async function Page() {
  const user = await getUser('1');
  return <form action={rename.bind(null, '1', user.name)} />;
}
`,
        after: `//- app/actions.ts
'use server';

import { db } from '@/lib/db';

export async function rename(id: string, name: string) {
  await db.user.update({ where: { id }, data: { name } });
}
//- app/page.tsx
import { rename } from './actions';
import { getUser } from './actions.server';

export default async function Page() {
  const user = await getUser('1');
  return <form action={rename.bind(null, '1', user.name)} />;
}

//- app/actions.server.ts
import 'server-only';
import { db } from '@/lib/db';

export async function getUser(id: string) {
  return db.user.findUnique({ where: { id } });
}
`,
      },
    ],
  },

  *offers(ctx) {
    if (ctx.file.link.directive !== 'use server') return;
    const at = endpointsAt(ctx).filter((endpoint) => isHelper(ctx, endpoint));
    const directive = ctx.file.ranges['directive'];
    const onDirective = directive !== undefined && rangesTouch(directive, ctx.range);
    if (at.length === 0 && !onDirective) return;
    const proposal = proposedName(ctx);
    const questions = [
      { id: 'file', prompt: "Path of the new module, relative to the file's folder", proposal },
    ];
    for (const endpoint of at) {
      if (!splitOf(ctx, [endpoint.name])) continue;
      yield {
        target: endpoint.fact,
        title: `Move \`${endpoint.name}\` out of the 'use server' file into \`${proposal}\``,
        movesFiles: true,
        questions,
      };
    }
    const split = wholeSplit(ctx);
    if (split && split.names.length > 1) {
      yield {
        target: 'all',
        title: `Move ${split.names.length} functions that only the server calls into \`${proposal}\``,
        movesFiles: true,
        questions,
      };
    }
  },

  resolve(ctx, target, input): SourceChange | Refusal | undefined {
    const endpoint = target === 'all' ? undefined : endpointOf(ctx, target);
    if (target !== 'all' && (!endpoint || !isHelper(ctx, endpoint))) return undefined;
    const split = endpoint ? splitOf(ctx, [endpoint.name]) : wholeSplit(ctx);
    if (!split) return undefined;
    const name = (input['file'] ?? proposedName(ctx)).trim();
    if (!/^[\w./@()[\]-]+\.[jt]sx?$/.test(name)) {
      return { refused: 'A path that ends with .ts, .tsx, .js or .jsx is needed', question: 'file' };
    }
    const path = joinPath(folderOf(ctx.path), name);
    if (ctx.textOf(path) !== undefined) return { refused: `${name} is there already`, question: 'file' };
    return splitChange(ctx, split, path);
  },
});

/** Registered, and called by server code alone. */
function isHelper(ctx: AssistContext, endpoint: Endpoint): boolean {
  if (endpoint.kind !== 'action' || ctx.exposureOf(endpoint)?.exposure !== 'server-only') return false;
  const callers = ctx.callersOf(endpoint);
  return callers.some(({ path }) => path !== ctx.path) && callers.every(({ kind }) => kind === 'call');
}

/** All helpers of the file that can move together. */
function wholeSplit(ctx: AssistContext): Split | undefined {
  const names = ctx
    .program()
    .endpointsOf(ctx.path)
    .filter((endpoint) => isHelper(ctx, endpoint))
    .map(({ name }) => name);
  return names.length < 2 ? undefined : splitOf(ctx, names);
}

/** `actions.server.ts` beside `actions.ts`, or one with a number. */
function proposedName(ctx: AssistContext): string {
  const [, base = '', extension = ''] = /^(.*)(\.[cm]?[jt]sx?)$/.exec(baseName(ctx.path)) ?? [];
  for (let number = 1; ; number++) {
    const name = `${base}.server${number === 1 ? '' : number}${extension}`;
    const path: FilePath = joinPath(folderOf(ctx.path), name);
    if (ctx.textOf(path) === undefined) return name;
  }
}
