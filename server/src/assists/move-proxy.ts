/** Moves a proxy file to the one place where Next.js looks for it. */
import { type AssistContext, defineAssist } from '../core/assist/assist';
import { proxyFolder } from '../core/program/proxy';
import { baseName, type FilePath, joinPath, relativePath } from '../core/text/filePath';
import { movedImports } from './moving/movedImports';

const RULE = 'no-misplaced-proxy';

export const assist = defineAssist({
  meta: {
    id: 'move-proxy',
    summary: 'Moves a proxy file to the place where Next.js looks for it, with its imports.',
    kind: 'quickfix',
    since: '0.1.0',
    examples: [
      {
        before: `//- src/app/page.tsx
export default () => null;
//- src/session.ts
export const isSignedIn = () => true;
//- proxy.ts
import { NextResponse } from 'next/server';
import { isSignedIn } from './src/session';

export function pro$0xy() {
  return isSignedIn() ? NextResponse.next() : new NextResponse(null, { status: 401 });
}
`,
        after: `//- proxy.ts (deleted)
//- src/proxy.ts
import { NextResponse } from 'next/server';
import { isSignedIn } from './session';

export function proxy() {
  return isSignedIn() ? NextResponse.next() : new NextResponse(null, { status: 401 });
}
`,
      },
    ],
  },

  *offers(ctx) {
    const place = placeOf(ctx);
    if (place === undefined) return;
    yield {
      target: 'file',
      title: `Move it to \`${place.shown}\`, where Next.js looks for it`,
      fixes: [RULE],
      preferred: true,
      movesFiles: true,
    };
  },

  resolve(ctx) {
    const place = placeOf(ctx);
    if (place === undefined) return undefined;
    const moved = new Map([[ctx.path, place.path]]);
    return { edits: movedImports(ctx, moved), movedFiles: moved };
  },
});

/** Where the file belongs, for the file that the rule reports; undefined where something is there already. */
function placeOf(ctx: AssistContext): { readonly path: FilePath; readonly shown: string } | undefined {
  if (!ctx.findings().some(({ rule }) => rule === RULE)) return undefined;
  const app = ctx.program().project.appOf(ctx.path);
  if (!app) return undefined;
  const path = joinPath(proxyFolder(app), baseName(ctx.path));
  return ctx.textOf(path) === undefined ? { path, shown: relativePath(app.root, path) } : undefined;
}
