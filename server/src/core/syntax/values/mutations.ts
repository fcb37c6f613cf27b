/** Finds what changes a name after its declaration: assignments to it or into it, `push`, `Object.assign`, `delete`. */
import * as ts from 'typescript';
import { declaredNames, isScopeNode, MODULE_EXPORTS, type ScopeNode } from './scope';

/** One change of a name's value. */
export interface Mutation {
  /** What happens at the path: `spoil` is a change whose outcome is not read. */
  readonly effect: 'assign' | 'push' | 'merge' | 'spoil';
  /** The keys that lead to what is changed; undefined for a key that could not be read. */
  readonly path: readonly (string | undefined)[];
  readonly operands: readonly ts.Expression[];
  /** Where it is done, as a 0-based UTF-16 offset: the end, so that its operands still see the old value. */
  readonly position: number;
  /** It happens whenever the code around it runs, in the order of the text. */
  readonly certain: boolean;
  /** The scopes between the one that was asked about and the change, outermost first. */
  readonly scopes: readonly ScopeNode[];
}

interface Visit {
  readonly node: ts.Node;
  readonly certain: boolean;
  readonly hidden: ReadonlySet<string>;
  readonly scopes: readonly ScopeNode[];
  /** The node is a function's own block: its names are the function's. */
  readonly body: boolean;
}

/** The changes that the code of `root` makes to the names it can see, by name and in the order of the text. */
export function mutationsIn(root: ScopeNode): ReadonlyMap<string, readonly Mutation[]> {
  const found = new Map<string, Mutation[]>();
  // An explicit stack, because a chain of operators nests as deeply as it is long.
  const stack: Visit[] = [{ node: root, certain: true, hidden: new Set(), scopes: [], body: true }];
  for (let visit = stack.pop(); visit; visit = stack.pop()) {
    const { node, hidden } = visit;
    for (const { name, ...mutation } of mutationsOf(node)) {
      if (hidden.has(name)) continue;
      const list = found.get(name) ?? [];
      list.push({ ...mutation, position: node.end, certain: visit.certain, scopes: visit.scopes });
      found.set(name, list);
    }
    const inner = innerVisit(visit);
    ts.forEachChild(node, (child) => {
      stack.push({ ...inner, node: child, body: ts.isFunctionLike(node) && ts.isBlock(child) });
    });
  }
  for (const list of found.values()) list.sort((a, b) => a.position - b.position);
  return found;
}

/** The name at the root of `a.b.c` or `a['b'].c`, and the keys after it. */
export function targetOf(
  expression: ts.Expression,
): { readonly name: string; readonly path: readonly (string | undefined)[] } | undefined {
  const path: (string | undefined)[] = [];
  let node = withoutTypes(expression);
  for (;;) {
    if (ts.isPropertyAccessExpression(node)) path.unshift(node.name.text);
    else if (ts.isElementAccessExpression(node)) {
      const key = node.argumentExpression;
      path.unshift(ts.isStringLiteralLike(key) || ts.isNumericLiteral(key) ? key.text : undefined);
    } else break;
    node = withoutTypes(node.expression);
  }
  if (!ts.isIdentifier(node)) return undefined;
  if (node.text === 'exports') return { name: MODULE_EXPORTS, path };
  if (node.text === 'module' && path[0] === 'exports') return { name: MODULE_EXPORTS, path: path.slice(1) };
  return { name: node.text, path };
}

/** The expression inside parentheses, `as`, `satisfies`, `!` and `<T>`. */
export function withoutTypes(expression: ts.Expression): ts.Expression {
  let node = expression;
  while (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isTypeAssertionExpression(node)
  ) {
    node = node.expression;
  }
  return node;
}

type Change = Pick<Mutation, 'effect' | 'path' | 'operands'> & { readonly name: string };

const MUTATING_METHODS: ReadonlySet<string> = new Set([
  'splice',
  'pop',
  'shift',
  'unshift',
  'sort',
  'reverse',
  'fill',
]);

function mutationsOf(node: ts.Node): readonly Change[] {
  if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) {
    const plain = node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    const target = targetOf(node.left);
    if (!target) return plain ? namesIn(node.left).map((name) => spoil(name, [])) : [];
    return plain
      ? [{ ...target, effect: 'assign', operands: [node.right] }]
      : [spoil(target.name, target.path)];
  }
  if (ts.isDeleteExpression(node)) return spoiled(node.expression);
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    const { operator } = node;
    const counts = operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
    return counts ? spoiled(node.operand) : [];
  }
  if (ts.isForOfStatement(node) || ts.isForInStatement(node)) {
    return ts.isVariableDeclarationList(node.initializer) ? [] : spoiled(node.initializer);
  }
  return ts.isCallExpression(node) ? mutationsOfCall(node) : [];
}

function mutationsOfCall({ expression, arguments: operands }: ts.CallExpression): readonly Change[] {
  if (!ts.isPropertyAccessExpression(expression)) return [];
  const method = expression.name.text;
  const receiver = expression.expression;
  if (method === 'assign' && ts.isIdentifier(receiver) && receiver.text === 'Object') {
    const [first, ...rest] = operands;
    const target = first && targetOf(first);
    return target ? [{ ...target, effect: 'merge', operands: rest }] : [];
  }
  if (method !== 'push' && !MUTATING_METHODS.has(method)) return [];
  const target = targetOf(receiver);
  if (!target) return [];
  return method === 'push' ? [{ ...target, effect: 'push', operands }] : [spoil(target.name, target.path)];
}

function spoiled(expression: ts.Expression): readonly Change[] {
  const target = targetOf(expression);
  return target ? [spoil(target.name, target.path)] : [];
}

function spoil(name: string, path: readonly (string | undefined)[]): Change {
  return { name, path, effect: 'spoil', operands: [] };
}

/** The names that an assignment pattern may assign to: every identifier in it, which is more than enough. */
function namesIn(pattern: ts.Expression): readonly string[] {
  const names: string[] = [];
  const stack: ts.Node[] = [pattern];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (ts.isIdentifier(node)) names.push(node.text);
    ts.forEachChild(node, (child) => {
      stack.push(child);
    });
  }
  return names;
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** What holds for the children of a node: whether they certainly run, and which names they see differently. */
function innerVisit(visit: Visit): Visit {
  const { node } = visit;
  if (visit.scopes.length === 0 && visit.body) return visit;
  const certain = visit.certain && !mayNotRun(node);
  if (visit.body || !isScopeNode(node)) return { ...visit, certain };
  const names = declaredNames(node);
  const hidden = names.size === 0 ? visit.hidden : new Set([...visit.hidden, ...names.keys()]);
  return { ...visit, certain, hidden, scopes: [...visit.scopes, node] };
}

function mayNotRun(node: ts.Node): boolean {
  switch (node.kind) {
    case ts.SyntaxKind.IfStatement:
    case ts.SyntaxKind.ConditionalExpression:
    case ts.SyntaxKind.SwitchStatement:
    case ts.SyntaxKind.TryStatement:
    case ts.SyntaxKind.WhileStatement:
    case ts.SyntaxKind.DoStatement:
    case ts.SyntaxKind.ForStatement:
    case ts.SyntaxKind.ForInStatement:
    case ts.SyntaxKind.ForOfStatement:
    case ts.SyntaxKind.ClassDeclaration:
    case ts.SyntaxKind.ClassExpression:
      return true;
    case ts.SyntaxKind.BinaryExpression:
      return ts.isBinaryExpression(node) && isShortCircuit(node.operatorToken.kind);
    default:
      return ts.isFunctionLike(node);
  }
}

function isShortCircuit(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.QuestionQuestionToken
  );
}
