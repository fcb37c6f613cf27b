/** Gives a route handler another URL: its folder moves, and who asks for the old URL asks for the new one. */
import { type AssistContext, defineAssist, type Refusal } from '../core/assist/assist';
import { endpointOf, endpointsAt } from '../core/assist/endpointAt';
import { routeRenameEdits } from '../core/edit/routeRename';
import { type Endpoint } from '../core/program/program';
import { routeFileOf } from '../core/program/routes';
import { type FilePath, folderOf, isWithin, joinPath, relativePath } from '../core/text/filePath';
import { type SourceChange, type TextEdit } from '../core/text/textEdit';
import { movedImports } from './moving/movedImports';

export const assist = defineAssist({
  meta: {
    id: 'rename-route',
    summary:
      "Moves a route handler's folder to another URL, with the imports around it and the callers that ask for its URL.",
    kind: 'refactor.move',
    since: '0.1.0',
    examples: [
      {
        before: `//- app/api/users/route.ts
import { users } from '../../../lib/users';

export async function GE$0T() {
  return Response.json(users);
}
//- app/list.ts
export const load = () => fetch('/api/users?page=1');
`,
        after: `//- app/api/users/route.ts (deleted)
//- app/api/v1/users/route.ts
import { users } from '../../../../lib/users';

export async function GET() {
  return Response.json(users);
}
//- app/list.ts
export const load = () => fetch('/api/v1/users?page=1');
`,
      },
    ],
  },

  *offers(ctx) {
    const [found] = endpointsAt(ctx);
    const { app, url } = found ?? {};
    if (!found || !app || url === undefined || routeFileOf(app, ctx.path)?.kind !== 'handler') return;
    const proposal = proposedUrl(ctx, found, url);
    if (proposal === undefined) return;
    yield {
      target: found.fact,
      title: `Rename the route \`${url}\` to \`${proposal}\`, and its callers`,
      movesFiles: true,
      questions: [{ id: 'url', prompt: `New URL of ${url}`, proposal }],
    };
  },

  resolve(ctx, target, input): SourceChange | Refusal | undefined {
    const endpoint = endpointOf(ctx, target);
    const { app, url } = endpoint ?? {};
    if (!endpoint || !app?.appDir || url === undefined) return undefined;
    const wish = `/${(input['url'] ?? proposedUrl(ctx, endpoint, url) ?? url).trim().split('/').filter(Boolean).join('/')}`;
    const refused = refusalOf(ctx, endpoint, url, wish);
    if (refused) return refused;
    const from = folderOf(ctx.path);
    const groups = /^(?:\([^/]+\)\/)*/.exec(relativePath(app.appDir, from))?.[0] ?? '';
    const to = joinPath(app.appDir, `${groups}${wish.slice(1).replaceAll('/_', '/%5F')}`);
    const paths = [...ctx.paths()].sort();
    const moved = new Map(
      paths
        .filter((path) => isWithin(path, from) && belongsTo(from, path))
        .map((path) => [path, joinPath(to, relativePath(from, path))]),
    );
    if ([...moved.values()].some((path) => ctx.textOf(path) !== undefined)) {
      return { refused: `${wish} is there already`, question: 'url' };
    }
    const edits = new Map<FilePath, TextEdit[]>();
    const add = (path: FilePath, more: readonly TextEdit[]): void => {
      if (more.length > 0) edits.set(path, [...(edits.get(path) ?? []), ...more]);
    };
    const files = {
      paths: () => paths,
      text: ctx.textOf,
      parse: (path: FilePath) => ctx.syntaxOf(path) ?? ctx.syntax(),
    };
    for (const [path, more] of routeRenameEdits(ctx.program(), files, moved)?.edits ?? []) add(path, more);
    for (const [path, more] of movedImports(ctx, moved)) add(path, more);
    return { edits, movedFiles: moved };
  },
});

/** The folder's own files, and those below that serve nothing of their own. */
function belongsTo(folder: FilePath, path: FilePath): boolean {
  return folderOf(path) === folder || relativePath(folder, path).startsWith('_');
}

/** The first of the versions that can be had. */
function proposedUrl(ctx: AssistContext, endpoint: Endpoint, url: string): string | undefined {
  let proposal = versioned(url);
  for (let tries = 0; tries < 5; tries++, proposal = versioned(proposal)) {
    if (!refusalOf(ctx, endpoint, url, proposal)) return proposal;
  }
  return undefined;
}

/** `/api/users` → `/api/v1/users`, `/api/v1/users` → `/api/v2/users`, `/feed` → `/api/feed`. */
function versioned(url: string): string {
  const [, version] = /\/v(\d+)(?=\/|$)/.exec(url) ?? [];
  if (version !== undefined) return url.replace(`/v${version}`, `/v${Number(version) + 1}`);
  return /^\/api(?:\/|$)/.test(url) ? url.replace('/api', '/api/v1') : `/api${url}`;
}

function refusalOf(ctx: AssistContext, { app }: Endpoint, url: string, wish: string): Refusal | undefined {
  const refuse = (refused: string): Refusal => ({ refused, question: 'url' });
  if (wish === url) return refuse('That is its URL already');
  if (!/^(?:\/(?:[\w.~%@-]+|\[[\w-]+\]|\[\.\.\.[\w-]+\]|\[\[\.\.\.[\w-]+\]\]))+$/.test(wish)) {
    return refuse('A path such as /api/users/[id] is needed');
  }
  const params = (path: string): string => (path.match(/\[[^\]]+\]/g) ?? []).sort().join();
  if (params(wish) !== params(url)) return refuse(`The handler needs the same parameters as in ${url}`);
  const isTaken = ctx.program().endpoints.some((other) => other.app === app && other.url === wish);
  return isTaken ? refuse(`${wish} is there already`) : undefined;
}
