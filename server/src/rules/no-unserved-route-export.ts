/** Reports route files that export a handler under a name that Next.js never dispatches to. */
import { namedHandler, renameExportEdits } from '../core/edit/renameExport';
import { isExportUsed } from '../core/program/exportUsers';
import { routeFileOf, HTTP_METHODS } from '../core/program/routes';
import { defineRule, type Finding, type Fix, type RuleContext } from '../core/rule/rule';

export const rule = defineRule({
  meta: {
    id: 'no-unserved-route-export',
    summary: 'A route file must export its handlers by the names of HTTP methods, in capitals.',
    why:
      'Next.js dispatches a request to the export that is named like its method: `GET`, `HEAD`, `POST`, `PUT`, `PATCH`, ' +
      '`DELETE` or `OPTIONS`. A default export, as in `pages/api`, and `get` or `Post` are never called: the request is ' +
      'answered with 405. The development server says so in its console; a production build passes without a word where ' +
      'another method is exported, or where the app is written in JavaScript.',
    group: 'route-handlers',
    severity: 'warning',
    since: '0.1.0',
    fix: 'unsafe',
    fixNote:
      'Renames the export, or exports a default function as `GET` or `POST`, by whether it reads the body. There is none where another module imports the name, and for functions in the manner of `pages/api`, which answer through another interface.',
    references: [
      {
        title: 'route.js',
        url: 'https://nextjs.org/docs/app/api-reference/file-conventions/route#http-methods',
      },
    ],
    examples: {
      bad: [
        `//- app/api/hello/route.js
export function get() {
             // ^^^ warning no-unserved-route-export: Next.js never calls \`get\`: it must be \`GET\`
  return new Response('hello');
}
`,
        `//- app/api/hello/route.ts
export default function handler() {
                     // ^^^^^^^ warning no-unserved-route-export: Next.js never calls the default export of a route file
  return new Response('hello');
}
`,
      ],
      good: [
        `//- app/api/hello/route.ts
export function GET() {
  return new Response('hello');
}
`,
      ],
    },
    whenNotToUse: 'When another module imports that export of the route file, and it is no handler.',
  },

  *check(ctx) {
    const app = ctx.program().project.appOf(ctx.path);
    if (!app || routeFileOf(app, ctx.path)?.kind !== 'handler') return;
    const names = new Set(ctx.file.link.exports.map((fact) => fact.name));
    for (const name of names) {
      const found = describe(ctx, name, names);
      if (found) yield found;
    }
  },
});

function describe(ctx: RuleContext, name: string, names: ReadonlySet<string>): Finding | undefined {
  const range = ctx.file.ranges[`export:${name}`] ?? { start: 0, end: 0 };
  const method = name.toUpperCase();
  if (name !== method && HTTP_METHODS.includes(method) && !names.has(method)) {
    return {
      message: `Next.js never calls \`${name}\`: it must be \`${method}\``,
      range,
      help: `Rename it to \`${method}\`.`,
      fixes: renameFix(ctx, name, method),
    };
  }
  // Beside a method it may be somebody's helper.
  if (name !== 'default' || HTTP_METHODS.some((known) => names.has(known))) return undefined;
  return {
    message: 'Next.js never calls the default export of a route file',
    range,
    help: 'Export a function for each HTTP method instead: `GET`, `POST` and so on.',
    fixes: methodFix(ctx),
  };
}

/** Not safe: a request that was answered with 405 runs the function from now on. */
function renameFix(ctx: RuleContext, name: string, method: string): readonly Fix[] {
  if (isExportUsed(ctx.program(), ctx.path, name)) return [];
  const edits = renameExportEdits(ctx.syntax(), name, method);
  return edits ? [{ title: `Rename \`${name}\` to \`${method}\``, safety: 'unsafe', edits }] : [];
}

function methodFix(ctx: RuleContext): readonly Fix[] {
  const found = isExportUsed(ctx.program(), ctx.path, 'default') ? undefined : namedHandler(ctx.syntax());
  return found ? [{ title: `Export it as \`${found.method}\``, safety: 'unsafe', edits: found.edits }] : [];
}
