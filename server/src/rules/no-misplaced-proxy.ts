/** Reports a proxy file in a place where Next.js ignores it without a word. */
import { type LinkFacts } from '../core/facts/fileFacts';
import { proxyFolder, proxyNames } from '../core/program/proxy';
import { pageName } from '../core/program/routes';
import { type App } from '../core/project/project';
import { defineRule, type RuleContext } from '../core/rule/rule';
import { type FilePath, folderOf, joinPath, relativePath } from '../core/text/filePath';

export const rule = defineRule({
  meta: {
    id: 'no-misplaced-proxy',
    summary: 'A proxy file must stand beside the `app` or `pages` folder.',
    why:
      'Next.js looks for `proxy.ts` (`middleware.ts` before version 16) in one place: beside the folder that holds `app` or ' +
      '`pages`, so in `src/` when the app is in `src/app`. Anywhere else the file is ignored: the build passes, no warning is ' +
      'printed, and none of its redirects, headers or checks ever runs.',
    group: 'boundaries',
    severity: 'warning',
    since: '0.1.0',
    fix: 'none',
    fixNote: '[`move-proxy`](../codeActions.md#move-proxy) moves the file, with its imports and those of it.',
    references: [
      { title: 'proxy.js', url: 'https://nextjs.org/docs/app/api-reference/file-conventions/proxy' },
      { title: 'src folder', url: 'https://nextjs.org/docs/app/api-reference/file-conventions/src-folder' },
    ],
    examples: {
      bad: [
        `//- app/proxy.ts
export function proxy() {}
             // ^^^^^ warning no-misplaced-proxy: Next.js ignores this file: the proxy of this app must be \`proxy.ts\`
//- app/page.tsx
export default () => null;
`,
        `//- middleware.ts
export default function middleware() {}
                     // ^^^^^^^^^^ warning no-misplaced-proxy: must be \`src/middleware.ts\`
//- src/app/page.tsx
export default () => null;
`,
      ],
      good: [
        `//- src/proxy.ts
export function proxy() {}
//- src/app/page.tsx
export default () => null;
`,
      ],
    },
    whenNotToUse:
      'When a file of that name is no proxy but is imported by one, and you do not want to rename it.',
  },

  concerns: ({ app, path, name }) => proxyNames(app).includes(name) && misplaced(app, folderOf(path)),

  *check(ctx) {
    const { project } = ctx.program();
    const app = project.appOf(ctx.path);
    const found = app && exportedProxy(ctx, app);
    if (!app || !found) return;
    const folder = proxyFolder(app);
    const name = pageName(app, ctx.path) ?? '';
    const extension = ctx.path.slice(ctx.path.lastIndexOf(`${name}.`) + name.length);
    const right = joinPath(folder, `${name}${extension}`);
    if (right === ctx.path || !misplaced(app, folderOf(ctx.path)) || hasProxy(ctx, app, folder)) return;
    yield {
      message: `Next.js ignores this file: the proxy of this app must be \`${relativePath(app.root, right)}\``,
      range: ctx.file.ranges[`export:${found}`] ?? { start: 0, end: 0 },
      help: `Move it to \`${relativePath(app.root, right)}\`.`,
    };
  },
});

/** The places where people put it by mistake; the same name elsewhere is the app's own module. */
function misplaced(app: App, folder: FilePath): boolean {
  return [app.root, joinPath(app.root, 'src'), app.appDir, app.pagesDir].includes(folder);
}

/** The export that makes a proxy of the file: its own name, or the default. */
function exportedProxy(ctx: RuleContext, app: App): string | undefined {
  const name = pageName(app, ctx.path);
  if (name === undefined || !proxyNames(app).includes(name)) return undefined;
  const names = (ctx.file.link satisfies LinkFacts).exports.map((fact) => fact.name);
  return names.find((exported) => exported === name) ?? names.find((exported) => exported === 'default');
}

/** With a proxy in the right place the other file is most likely a part of it. */
function hasProxy(ctx: RuleContext, app: App, folder: FilePath): boolean {
  return proxyNames(app).some((name) =>
    app.pageExtensions.some(
      (extension) => ctx.linkFactsOf(joinPath(folder, `${name}.${extension}`)) !== undefined,
    ),
  );
}
