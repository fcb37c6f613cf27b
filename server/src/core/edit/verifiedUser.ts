/** Makes server code ask Supabase for the verified user instead of reading the session as the cookie has it. */
import {
  type BindingName,
  type Expression,
  isAwaitExpression,
  isBinaryExpression,
  isBindingElement,
  isBlock,
  isCallExpression,
  isConditionalExpression,
  isIdentifier,
  isNonNullExpression,
  isObjectBindingPattern,
  isParenthesizedExpression,
  isPrefixUnaryExpression,
  isPropertyAccessExpression,
  isVariableDeclaration,
  isVariableStatement,
  type Node,
  type Statement,
  SyntaxKind,
} from '../syntax/ast';
import { isElementAccessExpression, isIfStatement } from '../syntax/code';
import { boundNames, isFunctionNode } from '../syntax/functions';
import { namesBoundIn } from '../syntax/names';
import { type ParsedFile } from '../syntax/parse';
import { nodesAt, referencesIn } from '../syntax/references';
import { boundAtTopLevel } from '../syntax/topLevelNames';
import { type TextEdit } from '../text/textEdit';
import { type TextRange } from '../text/textRange';
import { changesBetween, edited } from './draft';
import { removals } from './removal';

/**
 * The edits that make `auth.getUser()` of the `auth.getSession()` at `range` (UTF-16 offsets), and the user of the session
 * wherever the result is used. Undefined where something else of the session is used, or the result goes elsewhere.
 * https://supabase.com/docs/guides/auth/server-side/creating-a-client
 */
export function verifiedUserEdits(file: ParsedFile, range: TextRange): readonly TextEdit[] | undefined {
  const around = nodesAt(file.tree, range.start);
  const at = around.findIndex((node) => isCallExpression(node) && isGetSession(node.expression));
  const call = around[at];
  const awaited = around[at - 1];
  const declaration = around[at - 2];
  const scope = around.filter(isFunctionNode).at(-1);
  if (!call || !isCallExpression(call) || !isPropertyAccessExpression(call.expression)) return undefined;
  if (!awaited || !isAwaitExpression(awaited) || !scope || !('body' in scope) || !scope.body)
    return undefined;
  if (!declaration || !isVariableDeclaration(declaration)) return undefined;
  const data = dataOf(declaration.name);
  if (!data) return undefined;
  const found = usesOf(file, scope.body, data.local, data.depth);
  if (!found) return undefined;
  const named = found.find(({ named: name }) => name)?.named;
  const user = named?.name ?? 'user';
  if (data.depth === 'session') {
    const isTaken = namesBoundIn(scope).has(user) || boundAtTopLevel(file).includes(user);
    const block = around.filter(isBlock).at(-1);
    const isBeside = named !== undefined && block?.statements.includes(named.statement) === true;
    const count = found.filter(({ named: name }) => name).length;
    if (named ? count > 1 || !isBeside : isTaken) return undefined;
  }
  const value = data.depth === 'session' ? user : `${data.local}.user`;
  const edits: TextEdit[] = [{ range: rangeOf(file, call.expression.name), text: 'getUser' }];
  if (data.depth === 'session')
    edits.push({ range: rangeOf(file, data.element), text: user === 'user' ? 'user' : `user: ${user}` });
  for (const { replaced, suffix, next, named: name } of found) {
    // What is taken out of the session under a name of its own is that name from the beginning.
    if (name && data.depth === 'session') edits.push(...removals(file, [name.statement]));
    else {
      edits.push({ range: rangeOf(file, replaced), text: `${value}${suffix}` });
      if (next !== undefined) edits.push({ range: { start: next, end: next }, text: '?' });
    }
  }
  return changesBetween(file.text, withoutRepeats(edited(file, edits).text, value));
}

function isGetSession(callee: Expression): boolean {
  if (!isPropertyAccessExpression(callee) || callee.name.text !== 'getSession') return false;
  return isPropertyAccessExpression(callee.expression) && callee.expression.name.text === 'auth';
}

function rangeOf({ tree }: ParsedFile, node: Node): TextRange {
  return { start: node.getStart(tree), end: node.end };
}

interface DataName {
  /** The name that the code goes on with. */
  readonly local: string;
  readonly depth: 'session' | 'data';
  /** The part of the pattern that names it. */
  readonly element: Node;
}

/** `{ data: { session } }`, `{ data: { session: own } }`, `{ data }`, `{ data: own }`, each perhaps beside `error`. */
function dataOf(name: BindingName): DataName | undefined {
  const data = partOf(name, 'data');
  if (!data) return undefined;
  if (isIdentifier(data.name)) return { local: data.name.text, depth: 'data', element: data };
  const session = partOf(data.name, 'session');
  if (!session || !isIdentifier(session.name) || boundNames(data.name).length > 1) return undefined;
  return { local: session.name.text, depth: 'session', element: session };
}

function partOf(pattern: BindingName, key: string) {
  if (!isObjectBindingPattern(pattern)) return undefined;
  return pattern.elements.find((element) => {
    const name = element.propertyName ?? element.name;
    const isPlain = isBindingElement(element) && !element.dotDotDotToken && !element.initializer;
    return isPlain && isIdentifier(name) && name.text === key;
  });
}

/** One use of the session. */
interface Use {
  /** What the user's name takes the place of: `session`, `session?.user`, `data.session.user`. */
  readonly replaced: Node;
  /** `!` where the code says that there is one. */
  readonly suffix: string;
  /** Where a `?` must be written, so that `session?.user.id` does not ask nobody for an id. */
  readonly next: number | undefined;
  /** The statement that does nothing but name the user. */
  readonly named: { readonly name: string; readonly statement: Statement } | undefined;
}

function usesOf(
  file: ParsedFile,
  body: Node,
  local: string,
  depth: DataName['depth'],
): readonly Use[] | undefined {
  const uses: Use[] = [];
  const references = referencesIn(body).filter(({ name }) => name === local);
  for (const { node, ancestors, inType, scope } of references) {
    // Another variable of the same name is none of ours.
    if (scope !== references[0]?.scope) return undefined;
    const path = [...ancestors, node];
    const session = depth === 'session' ? path : sessionOf(path);
    const use = session && !inType ? useOf(file, session) : undefined;
    if (!use) return undefined;
    uses.push(use);
  }
  return uses.length === 0 ? undefined : uses;
}

/** The way down to `data.session`. */
function sessionOf(path: readonly Node[]): readonly Node[] | undefined {
  const data = outerOf(path);
  const access = data.at(-2);
  const isSession = access && isPropertyAccessExpression(access) && access.name.text === 'session';
  return isSession ? data.slice(0, -1) : undefined;
}

/** Without the `!` and the parentheses around the last node. */
function outerOf(path: readonly Node[]): readonly Node[] {
  let outer = path;
  for (;;) {
    const parent = outer.at(-2);
    if (!parent || !(isNonNullExpression(parent) || isParenthesizedExpression(parent))) return outer;
    outer = outer.slice(0, -1);
  }
}

function useOf(file: ParsedFile, path: readonly Node[]): Use | undefined {
  const session = outerOf(path);
  const self = path.at(-1);
  const parent = session.at(-2);
  const last = session.at(-1);
  if (!self || !parent || !last) return undefined;
  if (isPropertyAccessExpression(parent) && parent.expression === last) {
    if (parent.name.text !== 'user') return undefined;
    const isOptional = parent.questionDotToken !== undefined;
    const isSure = isNonNullExpression(last);
    const holder = session.at(-3);
    const isReached = holder !== undefined && isAccess(holder) && holder.expression === parent;
    if (isReached && isOptional && isElementAccessExpression(holder)) return undefined;
    const asks = isReached && isOptional && isPropertyAccessExpression(holder) && !holder.questionDotToken;
    return {
      replaced: parent,
      suffix: isSure ? '!' : '',
      next: asks ? file.text.indexOf('.', parent.end) : undefined,
      named: namedBy(session.slice(0, -1)),
    };
  }
  return isTested(path) ? { replaced: self, suffix: '', next: undefined, named: undefined } : undefined;
}

function isAccess(node: Node): node is Node & { readonly expression: Expression } {
  return isPropertyAccessExpression(node) || isElementAccessExpression(node);
}

/** `const user = session?.user;` with nothing beside it. */
function namedBy(path: readonly Node[]): Use['named'] {
  const [statement, , declaration] = path.slice(-4);
  if (!statement || !isVariableStatement(statement) || statement.declarationList.declarations.length > 1)
    return undefined;
  if (!declaration || !isVariableDeclaration(declaration) || declaration.initializer !== path.at(-1))
    return undefined;
  return isIdentifier(declaration.name) ? { name: declaration.name.text, statement } : undefined;
}

/** Only whether there is one matters: in a condition, behind `!`, before `&&`. */
function isTested(path: readonly Node[]): boolean {
  const child = path.at(-1);
  const parent = path.at(-2);
  if (!child || !parent) return false;
  if (isPrefixUnaryExpression(parent)) return parent.operator === SyntaxKind.ExclamationToken;
  if (isIfStatement(parent)) return parent.expression === child;
  if (isConditionalExpression(parent)) return parent.condition === child;
  if (isParenthesizedExpression(parent)) return isTested(path.slice(0, -1));
  if (!isBinaryExpression(parent)) return false;
  const { kind } = parent.operatorToken;
  if (kind === SyntaxKind.AmpersandAmpersandToken && parent.left === child) return true;
  const isLogical = kind === SyntaxKind.AmpersandAmpersandToken || kind === SyntaxKind.BarBarToken;
  return isLogical && isTested(path.slice(0, -1));
}

/** `!user || !user` is what is left of `!session || !session.user`. */
function withoutRepeats(text: string, value: string): string {
  const name = value.replace('.', '\\??\\.');
  return text
    .replace(new RegExp(`!${name} \\|\\| !${name}(?![\\w.?[(])`, 'g'), `!${value}`)
    .replace(new RegExp(`(?<![\\w.])${name} && ${name}(?![\\w.?[(])`, 'g'), value);
}
