/** Rewrites the uses of an action as uses of a request: forms that post by themselves, and client code that calls a function. */
import { type AssistContext } from '../../core/assist/assist';
import { removals, withoutNames } from '../../core/edit/removal';
import { specifierFor } from '../../core/edit/specifier';
import {
  isArrowFunction,
  isAwaitExpression,
  isBlock,
  isCallExpression,
  isExpressionStatement,
  isFunctionDeclaration,
  isFunctionExpression,
  isIdentifier,
  isImportDeclaration,
  isJsxAttribute,
  isJsxExpression,
  isVariableDeclaration,
  isVoidExpression,
  isPropertyAccessExpression,
  type Node,
  SyntaxKind,
} from '../../core/syntax/ast';
import { bodyStart } from '../../core/syntax/endpointFunction';
import { usesOf } from '../../core/syntax/references';
import { isAsyncFunction, isFunctionNode } from '../../core/syntax/functions';
import { type ParsedFile } from '../../core/syntax/parse';
import { isTypeQueryNode } from '../../core/syntax/types';
import { type Placed, walk } from '../../core/syntax/walk';
import { boundAtTopLevel, importsOf } from '../../core/syntax/topLevelNames';
import { detectFileStyle } from '../../core/text/fileStyle';
import { type FilePath } from '../../core/text/filePath';
import { insertion, type TextEdit } from '../../core/text/textEdit';
import { onOneLine } from '../moving/expressionEdit';
import { type ActionImport } from './actionImports';

/** A file that uses the action, with what it does with it. */
export interface ActionUser {
  readonly path: FilePath;
  readonly local: string;
  readonly file: ParsedFile;
  /** `form`: only forms receive it, in a file that may run on the server. `client`: client code holds it. */
  readonly kind: 'form' | 'client';
  readonly uses: readonly Placed[];
  /** It does something with what the action returns. */
  readonly readsResult: boolean;
  /** React gives the action the previous state. */
  readonly hasState: boolean;
}

/** How the file uses the action; a message where nobody knows whether a request could take its place. */
export function actionUser(ctx: AssistContext, { path, local, callers }: ActionImport): ActionUser | string {
  const file = ctx.syntaxOf(path);
  if (!file) return `${path} can't be read`;
  const uses = placedUses(file, local);
  const directive = ctx.program().linkFactsOf(path)?.directive;
  const hasState = callers.some(
    ({ kind, label }) => kind === 'hook' && /^use(?:Action|Form)State$/.test(label),
  );
  const isClient =
    directive === 'use client' ||
    callers.some(({ kind }) => kind === 'hook' || kind === 'event') ||
    importsOf(file).some(({ specifier, imported }) => specifier === 'react' && CLIENT_HOOKS.test(imported));
  const shared = { path, local, file, uses, hasState };
  if (isClient) return { ...shared, kind: 'client', readsResult: uses.some(readsResult) };
  if (uses.every(isFormAttribute)) return { ...shared, kind: 'form', readsResult: false };
  return 'Code that runs on the server uses it';
}

const CLIENT_HOOKS =
  /^use(?:State|Effect|LayoutEffect|InsertionEffect|Transition|ActionState|Reducer|Ref|SyncExternalStore|Optimistic)$|^startTransition$/;

function placedUses(file: ParsedFile, local: string): readonly Placed[] {
  const outside = file.tree.statements.filter((statement) => !isImportDeclaration(statement));
  return placesOf(file, usesOf(outside, local));
}

/** The nodes with what is around each of them, in source order. */
export function placesOf(file: ParsedFile, nodes: Iterable<Node>): readonly Placed[] {
  const wanted = new Set(nodes);
  const found: Placed[] = [];
  walk(file.tree, (placed) => {
    if (wanted.has(placed.node)) found.push(placed);
  });
  return found;
}

/** `<form action={save}>` and `<button formAction={save}>`. */
export function isFormAttribute({ around }: Placed): boolean {
  const [holder, attribute, , element] = around;
  if (!holder || !attribute || !isJsxExpression(holder) || !isJsxAttribute(attribute)) return false;
  const name = isIdentifier(attribute.name) ? attribute.name.text : '';
  const tag = element && 'tagName' in element ? (element.tagName as Node) : undefined;
  const isForm = tag !== undefined && isIdentifier(tag) && tag.text === 'form';
  // A form has an action, its buttons have a form action.
  return name === (isForm ? 'action' : 'formAction');
}

/** A call whose result nothing takes. */
function readsResult(placed: Placed): boolean {
  if (isFormAttribute(placed)) return false;
  let [inner, ...outer]: readonly (Node | undefined)[] = placed.around;
  if (!inner || !isCallExpression(inner) || inner.expression !== placed.node) return true;
  for (; inner; [inner, ...outer] = outer) {
    const parent: Node | undefined = outer[0];
    if (!parent) return true;
    if (isAwaitExpression(parent) || isVoidExpression(parent)) continue;
    if (isExpressionStatement(parent)) return false;
    if (isArrowFunction(parent)) {
      const call = outer[1];
      return !(call && isCallExpression(call) && /^start\w*Transition$/.test(calleeName(call.expression)));
    }
    return true;
  }
  return true;
}

function calleeName(node: Node): string {
  return isIdentifier(node) ? node.text : isPropertyAccessExpression(node) ? node.name.text : '';
}

/** The function that client code is to call instead. */
export interface RequestModule {
  readonly path: FilePath;
  readonly exported: string;
  readonly isHook: boolean;
}

/** The edits of a file whose client code uses the action; a message where a hook has no place. */
export function clientEdits(
  ctx: AssistContext,
  user: ActionUser,
  module: RequestModule,
): readonly TextEdit[] | string {
  const { file, path, local, uses } = user;
  const style = detectFileStyle(file.text);
  const { project } = ctx.program();
  const isGone = (name: string): boolean => name === local;
  if (uses.length === 0) return removals(file, [], isGone);
  const specifiers = importsOf(file).map(({ specifier }) => specifier);
  const specifier = specifierFor(project, path, module.path, specifiers);
  const name =
    module.isHook || local === module.exported ? module.exported : `${module.exported} as ${local}`;
  if (module.isHook && boundAtTopLevel(file).includes(module.exported))
    return 'The name of its hook is taken';
  const { quote, semicolons, eol } = style;
  const line = `import { ${name} } from ${quote}${specifier}${quote}${semicolons ? ';' : ''}`;
  const edits: TextEdit[] = [];
  if (module.isHook) {
    const hosts = new Map<number, string>();
    for (const use of uses) {
      if (use.around.some(isTypeQueryNode)) return 'Its type is used where it can no longer be had';
      const host = componentOf(use);
      const start = host && isFunctionNode(host) ? bodyStart(file, host) : undefined;
      if (!host || !start || start.isExpression) return 'It is used where no hook can be called';
      hosts.set(start.offset, local);
      if (start.firstStatement === undefined) return 'It is used where no hook can be called';
      const blanks = /[ \t]*$/.exec(file.text.slice(0, start.firstStatement))?.[0] ?? style.indent;
      const end = style.semicolons ? ';' : '';
      if (!edits.some(({ range }) => range.start === start.offset))
        edits.push(
          insertion(start.offset, `${style.eol}${blanks}const ${local} = ${module.exported}()${end}`),
        );
    }
  }
  const declarations = file.tree.statements.filter(isImportDeclaration);
  const declaration = declarations.find((one) => withoutNames(file, one, isGone) !== undefined);
  const rest = declaration && withoutNames(file, declaration, isGone);
  if (!rest) return 'Its import can not be found';
  // The new import takes the old one's place, or stands behind what is left of it.
  const { end } = declaration;
  if (rest === 'nothing') edits.push({ range: { start: declaration.getStart(file.tree), end }, text: line });
  else edits.push(rest, insertion(end, `${eol}${line}`));
  return edits;
}

/** The component or hook around a use: the outermost function, by its name. */
function componentOf({ around }: Placed): Node | undefined {
  const functions = around.filter(isFunctionNode);
  const outermost = functions.at(-1);
  if (!outermost || isAsyncFunction(outermost)) return undefined;
  const parent = around[around.indexOf(outermost) + 1];
  const ownName =
    (isFunctionDeclaration(outermost) || isFunctionExpression(outermost)) && outermost.name
      ? outermost.name.text
      : undefined;
  const holder = around.slice(around.indexOf(outermost)).find(isVariableDeclaration);
  const name = ownName ?? (holder && isIdentifier(holder.name) ? holder.name.text : undefined);
  const isDefault =
    parent?.kind === SyntaxKind.ExportAssignment || (isFunctionDeclaration(outermost) && !outermost.name);
  if (!outermost.body || !isBlock(outermost.body)) return undefined;
  return isDefault || (name !== undefined && /^(?:[A-Z]|use[A-Z])/.test(name)) ? outermost : undefined;
}

/** What a form posts to. */
export interface FormTarget {
  /** With the base path. */
  readonly url: string;
  /** Whether files are sent with it. */
  readonly hasFiles: boolean;
  /** Names of strings around the form that it is to send. */
  readonly hidden: readonly string[];
}

/** The edits of a file whose forms receive the action: they post by themselves. */
export function formEdits(
  { file, local, uses }: ActionUser,
  { url, hasFiles, hidden }: FormTarget,
): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  for (const { around } of uses) {
    const attribute = around.find(isJsxAttribute);
    if (!attribute) continue;
    const start = attribute.getStart(file.tree);
    const element = around[around.indexOf(attribute) + 3];
    const opening = around[around.indexOf(attribute) + 2];
    const isButton = isIdentifier(attribute.name) && attribute.name.text === 'formAction';
    const before = /\s+$/.exec(file.text.slice(0, start))?.[0] ?? ' ';
    const gap = before.includes('\n') ? before : ' ';
    const files = hasFiles || (element !== undefined && /type=["']file["']/.test(element.getText(file.tree)));
    const names = isButton ? ['formAction', 'formMethod', 'formEncType'] : ['action', 'method', 'encType'];
    const parts = [
      `${names[0]}="${url}"`,
      `${names[1]}="post"`,
      ...(files ? [`${names[2]}="multipart/form-data"`] : []),
    ];
    const line = onOneLine(file, attribute, parts.join(' '));
    const isOneLine = line.range.start !== start;
    edits.push({
      ...(isOneLine ? line : { range: { start, end: attribute.end }, text: parts.join(gap) }),
      uncertain: 'The form now loads the page anew',
    });
    if (!opening || hidden.length === 0) continue;
    const lead = /^\s*\n[ \t]*/.exec(file.text.slice(opening.end))?.[0] ?? '';
    const inputs = hidden.map((name) => `${lead}<input type="hidden" name="${name}" value={${name}} />`);
    edits.push(insertion(opening.end, inputs.join('')));
  }
  return [...edits, ...removals(file, [], (name) => name === local)];
}
