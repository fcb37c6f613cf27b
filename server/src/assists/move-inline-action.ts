/** Moves an inline action, declared or in an expression, into a file of actions, where it has a name and can be found; what it captured is bound to it. */
import { type AssistContext, defineAssist } from '../core/assist/assist';
import { endpointOf, endpointsAt } from '../core/assist/endpointAt';
import { changesBetween, edited } from '../core/edit/draft';
import { freeName } from '../core/edit/imports';
import { removals, statementRange, unusedImportRemovals } from '../core/edit/removal';
import { specifierFor } from '../core/edit/specifier';
import { actionWords } from '../core/program/actionWords';
import { type Endpoint } from '../core/program/program';
import { isCallExpression, isShorthandPropertyAssignment, type Statement } from '../core/syntax/ast';
import { hasModifier } from '../core/syntax/functions';
import { namesBoundIn } from '../core/syntax/names';
import { SyntaxKind } from '../core/syntax/ast';
import { parseFile, type ParsedFile } from '../core/syntax/parse';
import { referencesIn } from '../core/syntax/references';
import { boundAtTopLevel, importsOf } from '../core/syntax/topLevelNames';
import { type FilePath, folderOf, joinPath, relativePath } from '../core/text/filePath';
import { detectFileStyle } from '../core/text/fileStyle';
import { type TextEdit } from '../core/text/textEdit';
import { boundTo, expressionEdit } from './moving/expressionEdit';
import { exportedCode, inlineActionOf, type InlineAction, proposedActionName } from './moving/inlineAction';
import { needsOf, wantedBy, withCode, withImports } from './moving/moveCode';

export const assist = defineAssist({
  meta: {
    id: 'move-inline-action',
    summary:
      "Moves an inline `'use server'` function, wherever it stands, into a file of actions; captured values become bound arguments.",
    kind: 'refactor.move',
    since: '0.1.0',
    examples: [
      {
        before: `//- app/posts/[id]/page.tsx
import { revalidatePath } from 'next/cache';
import { db } from '@/lib/db';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;

  async function rena$0me(formData: FormData) {
    'use server';
    await db.post.update({ where: { id }, data: { title: formData.get('title') } });
    revalidatePath('/posts');
  }

  return <form action={rename}><input name="title" /></form>;
}
`,
        after: `//- app/posts/[id]/page.tsx
import { rename } from './actions';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;

  return <form action={rename.bind(null, id)}><input name="title" /></form>;
}

//- app/posts/[id]/actions.ts
'use server';

import { revalidatePath } from 'next/cache';
import { db } from '@/lib/db';

export async function rename(id: string, formData: FormData) {
  await db.post.update({ where: { id }, data: { title: formData.get('title') } });
  revalidatePath('/posts');
}
`,
      },
    ],
  },

  *offers(ctx) {
    const { directive, inlineActions } = ctx.file.link;
    if (inlineActions.length === 0 || (directive !== undefined && directive !== 'use client')) return;
    const rejected = ctx.findings().filter(({ rule }) => rule === 'no-client-inline-action');
    for (const endpoint of endpointsAt(ctx)) {
      const found = endpoint.kind === 'inline-action' ? movable(ctx, endpoint) : undefined;
      if (!found) continue;
      const file = proposedFile(ctx);
      const { captures, name } = found.action;
      const bound = captures.map((capture) => `\`${capture.name}\``).join(', ');
      const proposal = proposedNameIn(ctx, found, file);
      const what = actionWords(endpoint.name);
      const as = what === `\`${proposal}\`` || name !== undefined ? '' : ` as \`${proposal}\``;
      yield {
        target: endpoint.fact,
        title: `Move ${what} to \`${file}\`${as}${bound === '' ? '' : `, with ${bound} as bound arguments`}`,
        movesFiles: true,
        ...(rejected.length > 0 && {
          kind: 'quickfix' as const,
          fixes: rejected.map(({ rule }) => rule),
          preferred: true,
        }),
        questions: [
          { id: 'file', prompt: "File of actions, relative to this file's folder", proposal: file },
          ...(name === undefined
            ? [
                {
                  id: 'name',
                  prompt: 'Name of the action',
                  proposal,
                },
              ]
            : []),
        ],
      };
    }
  },

  resolve(ctx, target, input) {
    const endpoint = endpointOf(ctx, target);
    const found = endpoint && movable(ctx, endpoint);
    if (!found) return undefined;
    const given = (input['file'] ?? proposedFile(ctx)).trim();
    if (!/^[\w./@()[\]-]+\.[jt]sx?$/.test(given)) {
      return { refused: 'A path that ends with .ts, .tsx, .js or .jsx is needed', question: 'file' };
    }
    const path = joinPath(folderOf(ctx.path), given);
    const text = ctx.textOf(path);
    if (text !== undefined && ctx.program().linkFactsOf(path)?.directive !== 'use server') {
      return { refused: `${given} is there already, and is no file of actions`, question: 'file' };
    }
    const wish = (input['name'] ?? proposedActionName(ctx.syntax(), found.action)).trim();
    if (!/^[A-Za-z_$][\w$]*$/.test(wish)) return { refused: 'A name is needed', question: 'name' };
    const style = detectFileStyle(ctx.text);
    const end = style.semicolons ? ';' : '';
    const opening =
      text === undefined
        ? parseFile(path, `${style.quote}use server${style.quote}${end}${style.eol}`)
        : parseFile(path, text);
    const file = ctx.syntax();
    const name = freeNameFor(file, opening, found, wish);
    const module = moduleWith(ctx, opening, found, name);
    const rest = module && sourceWithout(ctx, found, name, path);
    if (!module || !rest) return undefined;
    const edits = new Map<FilePath, readonly TextEdit[]>([[ctx.path, changesBetween(ctx.text, rest.text)]]);
    if (text !== undefined) edits.set(path, changesBetween(text, module.text));
    const { captures } = found.action;
    return {
      edits,
      ...(text === undefined && { newFiles: new Map([[path, module.text]]) }),
      // https://nextjs.org/docs/app/guides/data-security#closures-and-encryption
      ...(captures.length > 0 && {
        notes: [
          {
            message: noteOn(captures.map((capture) => `\`${capture.name}\``)),
            path: ctx.path,
          },
        ],
      }),
    };
  },
});

function noteOn(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2
    ? `${last} is now a bound argument, which is not encrypted: the browser sees it and can send another value. Check it in the action.`
    : `${names.slice(0, -1).join(', ')} and ${last} are now bound arguments, which are not encrypted: the browser sees them and can send other values. Check them in the action.`;
}

interface Movable {
  readonly action: InlineAction;
  /** Declarations of the module that only the action uses: they go with it. */
  readonly helpers: readonly Statement[];
}

function movable(ctx: AssistContext, endpoint: Endpoint): Movable | undefined {
  const action = inlineActionOf(ctx, endpoint);
  if (!action) return undefined;
  const file = ctx.syntax();
  const helpers = new Set<Statement>();
  const moving = (): readonly (Statement | InlineAction['node'])[] => [
    action.statement ?? action.node,
    ...helpers,
  ];
  for (let size = -1; size !== helpers.size;) {
    size = helpers.size;
    for (const [name, statement] of needsOf(file, moving()).own) {
      // The function's own statement may hold its name at the module's top level.
      if (statement === action.statement) continue;
      const isExported = hasModifier(statement, SyntaxKind.ExportKeyword);
      const users = referencesIn(file.tree).filter(
        (reference) => reference.name === name && reference.scope === file.tree,
      );
      const isOnlyHere = users.every(({ ancestors }) =>
        ancestors.some(
          (node) =>
            node === action.node || node === statement || [...helpers].some((helper) => helper === node),
        ),
      );
      if (isExported || !isOnlyHere) return undefined;
      helpers.add(statement);
    }
  }
  return { action, helpers: file.tree.statements.filter((statement) => helpers.has(statement)) };
}

/** The name that the action gets in the proposed file. */
function proposedNameIn(ctx: AssistContext, found: Movable, file: string): string {
  const path = joinPath(folderOf(ctx.path), file);
  const target = parseFile(path, ctx.textOf(path) ?? '');
  return freeNameFor(ctx.syntax(), target, found, proposedActionName(ctx.syntax(), found.action));
}

/** A file of actions that this one imports from its own folder, or `actions` beside it. */
function proposedFile(ctx: AssistContext): string {
  const { project, linkFactsOf } = ctx.program();
  const folder = folderOf(ctx.path);
  for (const { specifier } of ctx.file.link.imports) {
    const target = project.resolve(ctx.path, specifier);
    if (target.kind !== 'file' || folderOf(target.path) !== folder) continue;
    if (linkFactsOf(target.path)?.directive === 'use server') return relativePath(folder, target.path);
  }
  const extension = /\.[cm]?tsx?$/.test(ctx.path) ? 'ts' : 'js';
  for (const base of ['actions', 'server-actions', 'form-actions']) {
    const path = joinPath(folder, `${base}.${extension}`);
    const isFree = ctx.textOf(path) === undefined || linkFactsOf(path)?.directive === 'use server';
    if (isFree) return `${base}.${extension}`;
  }
  return `inline-actions.${extension}`;
}

/** A name that neither file has for something else; the action's own goes away with it. */
function freeNameFor(file: ParsedFile, target: ParsedFile, { action }: Movable, wish: string): string {
  const own = new Set(boundAtTopLevel(file));
  const needed = new Set(needsOf(file, [action.node]).imports.map(({ local }) => local));
  // Where a name is new, nothing between the module and the action may have it.
  if (action.name === undefined) for (const name of namesBoundIn(file.tree)) own.add(name);
  if (action.name !== undefined && action.statement && file.tree.statements.includes(action.statement)) {
    own.delete(action.name);
  }
  return freeName(wish, new Set([...own, ...needed, ...boundAtTopLevel(target)]));
}

function moduleWith(
  ctx: AssistContext,
  opening: ParsedFile,
  { action, helpers }: Movable,
  name: string,
): ParsedFile | undefined {
  const file = ctx.syntax();
  const style = detectFileStyle(ctx.text);
  const { project } = ctx.program();
  const needs = needsOf(file, [action.statement ?? action.node, ...helpers]);
  const existing = importsOf(opening).map(({ specifier }) => specifier);
  const taken = new Set(boundAtTopLevel(opening));
  if (
    helpers.some(
      (helper) => 'name' in helper && taken.has((helper.name as { text?: string } | undefined)?.text ?? ''),
    )
  ) {
    return undefined;
  }
  const imported = withImports(
    opening,
    wantedBy(project, ctx.path, opening.path, needs.imports, existing),
    style,
  );
  if (!imported) return undefined;
  const moved = helpers.map((helper) => {
    const range = statementRange(file, helper);
    return ctx.text.slice(range.start, range.end).trim();
  });
  const comment = commentOf(file, action);
  const code = `${comment}${exportedCode(file, action, name)}`;
  return withCode(imported, [...moved, code].join(`${style.eol}${style.eol}`), style);
}

/** The comments right above the action's statement, without their indentation. */
function commentOf(file: ParsedFile, { statement }: InlineAction): string {
  if (!statement) return '';
  const { start } = statementRange(file, statement);
  return file.text.slice(start, statement.getStart(file.tree)).replace(/^[ \t]+/gm, '');
}

function sourceWithout(
  ctx: AssistContext,
  { action, helpers }: Movable,
  name: string,
  path: FilePath,
): ParsedFile | undefined {
  const file = ctx.syntax();
  const style = detectFileStyle(ctx.text);
  const needs = needsOf(file, [action.statement ?? action.node, ...helpers]);
  const names = action.captures.map((capture) => capture.name);
  const bound = boundTo(name, names);
  const gone = action.statement ? [...helpers, action.statement] : helpers;
  const edits = [...removals(file, gone)];
  if (!action.statement) edits.push(expressionEdit(file, action.node, name, names));
  for (const { node, ancestors } of action.uses) {
    const parent = ancestors.at(-1);
    const range = { start: node.getStart(file.tree), end: node.end };
    const isCall = parent && isCallExpression(parent) && parent.expression === node;
    if (isCall && names.length > 0) {
      const gap = parent.arguments.length > 0 ? ', ' : '';
      const inside = file.text.indexOf('(', node.end) + 1;
      edits.push({ range: { start: inside, end: inside }, text: `${names.join(', ')}${gap}` });
    }
    const written = isCall ? name : bound;
    if (parent && isShorthandPropertyAssignment(parent)) {
      if (written !== node.text) edits.push({ range, text: `${node.text}: ${written}` });
    } else if (written !== node.text) edits.push({ range, text: written });
  }
  const without = edited(file, edits);
  const specifier = specifierFor(
    ctx.program().project,
    ctx.path,
    path,
    importsOf(file).map((one) => one.specifier),
  );
  const imported = withImports(without, [{ specifier, name }], style);
  // An action that nothing here uses needs no import, either.
  const candidates = new Set([name, ...needs.imports.map(({ local }) => local)]);
  return imported && edited(imported, unusedImportRemovals(imported, candidates));
}
