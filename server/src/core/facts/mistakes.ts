/** Finds what the compiler rejects by syntax alone: directives that are misspelt, misplaced or at odds, and `this` in actions. */
import {
  forEachChild,
  isArrowFunction,
  isBlock,
  isClassDeclaration,
  isClassExpression,
  isExpressionStatement,
  isIdentifier,
  isParameter,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isStringLiteral,
  isTypeNode,
  type Node,
  type Statement,
  SyntaxKind,
} from '../syntax/ast';
import { bodyDirectives, directivePrologue, type FunctionNode, isFunctionNode } from '../syntax/functions';
import { type ParsedFile } from '../syntax/parse';
import { type TextRange } from '../text/textRange';
import { type ExtractedExport } from './exports';
import { similarDirective } from './similarDirective';

/** One thing that the compiler rejects, with its place. */
export interface Mistake {
  /**
   * `misspelt`: a string statement that is nearly a directive. `late`: a directive behind other statements. `wrapped`: one
   * in parentheses. `conflict`: one that does not go with an earlier one. `self`: `this`, `super` or `arguments` in an action.
   * `instance`: an action that is a method of instances.
   */
  readonly kind: 'misspelt' | 'late' | 'wrapped' | 'conflict' | 'self' | 'instance';
  /** The directive that is meant, or stands there; for `self` the word itself. */
  readonly word: string;
  /** The directive that it is at odds with. */
  readonly other?: string;
  /** The directive is a function's, not the file's. */
  readonly inFunction: boolean;
  readonly range: TextRange;
}

/**
 * A string that stands alone on its line, perhaps in parentheses: only such files are worth a walk. What comes before it is
 * looked at last, since every line begins somehow, and few hold such a string.
 */
const STRING_STATEMENT = /(['"])(?<=(?:^|[{;}])[ \t]*\(*[ \t]*\1)(u[^'"\n]{5,20})\1/gim;

/** `this` and its like, somewhere. */
const SELF = /\b(?:this|super|arguments)\b/;

/** All mistakes of a file, in source order. `exported` tells which functions a `'use server'` file makes actions of. */
export function extractMistakes(
  { tree, text }: ParsedFile,
  exported: readonly ExtractedExport[],
): readonly Mistake[] {
  const candidates = [...text.matchAll(STRING_STATEMENT)].filter(
    ([, , value = '']) => isDirective(value) || similarDirective(value) !== undefined,
  );
  if (candidates.length === 0) return [];
  const found: Mistake[] = [];
  const prologue = directivePrologue(tree.statements);
  const [own] = prologue;
  // One directive, right at the top: what nearly every file has.
  const isPlain = candidates.length === 1 && own !== undefined && isDirective(own.text);
  const isActions = prologue.some((literal) => literal.text === 'use server');
  if (isPlain && !(isActions && SELF.test(text))) return [];
  const rangeOf = (node: Node): TextRange => ({ start: node.getStart(tree), end: node.end });
  found.push(...ofStatements(tree.statements, false, rangeOf));
  const actions = new Set<Node>(
    isActions ? exported.flatMap(({ node }) => (node && !isCached(node) ? [node] : [])) : [],
  );
  const visit = (node: Node, inInstance: boolean): void => {
    if (isFunctionNode(node) && node.kind !== SyntaxKind.Constructor) {
      const body = 'body' in node ? node.body : undefined;
      if (body && isBlock(body)) found.push(...ofStatements(body.statements, true, rangeOf));
      const isAction =
        actions.has(node) || bodyDirectives(node).some(({ text: word }) => word === 'use server');
      if (isAction && inInstance) {
        const name = 'name' in node && node.name ? node.name : node;
        found.push({ kind: 'instance', word: 'use server', inFunction: true, range: rangeOf(name) });
      } else if (isAction) found.push(...selvesIn(node, rangeOf));
    }
    const isClass = isClassDeclaration(node) || isClassExpression(node);
    forEachChild(node, (child) => visit(child, isClass && isInstanceMember(child)));
  };
  visit(tree, false);
  return found.sort((a, b) => a.range.start - b.range.start);
}

function isDirective(word: string): boolean {
  return /^use (?:server|client|cache(?:: \S+)?)$/.test(word);
}

function isCached(node: FunctionNode): boolean {
  return bodyDirectives(node).some(({ text }) => text.startsWith('use cache'));
}

/** Methods and accessors; functions that are values of fields are allowed. */
function isInstanceMember(node: Node): boolean {
  const isMethod =
    node.kind === SyntaxKind.MethodDeclaration ||
    node.kind === SyntaxKind.GetAccessor ||
    node.kind === SyntaxKind.SetAccessor;
  const modifiers = 'modifiers' in node ? (node.modifiers as readonly Node[] | undefined) : undefined;
  return isMethod && !modifiers?.some(({ kind }) => kind === SyntaxKind.StaticKeyword);
}

/** Only the statements right in a module or a function's body count: deeper ones are passed over in silence. */
function ofStatements(
  statements: readonly Statement[],
  inFunction: boolean,
  rangeOf: (node: Node) => TextRange,
): readonly Mistake[] {
  const found: Mistake[] = [];
  const prologue: readonly Node[] = directivePrologue(statements);
  const known: string[] = [];
  for (const statement of statements) {
    if (!isExpressionStatement(statement)) continue;
    let inner = statement.expression;
    while (isParenthesizedExpression(inner)) inner = inner.expression;
    if (!isStringLiteral(inner)) continue;
    const isWrapped = inner !== statement.expression;
    const { text } = inner;
    const range = rangeOf(statement.expression);
    if (!isDirective(text)) {
      const word = isWrapped ? undefined : similarDirective(text);
      if (word !== undefined) found.push({ kind: 'misspelt', word, inFunction, range });
      continue;
    }
    // In a function, `use client` says nothing at all to this compiler.
    if (text === 'use client' && inFunction) continue;
    const isFirst = prologue.includes(inner);
    const kind = isWrapped ? 'wrapped' : isFirst ? undefined : 'late';
    if (kind) found.push({ kind, word: text, inFunction, range });
    else {
      const other = known.find((word) => familyOf(word) !== familyOf(text));
      if (other !== undefined) found.push({ kind: 'conflict', word: text, other, inFunction, range });
      known.push(text);
    }
  }
  return found;
}

function familyOf(word: string): string {
  return word.startsWith('use cache') ? 'use cache' : word;
}

/** `this`, `super` and `arguments` of the action itself: functions within it have their own, arrows have not. */
function selvesIn(action: FunctionNode, rangeOf: (node: Node) => TextRange): readonly Mistake[] {
  const found: Mistake[] = [];
  const visit = (node: Node): void => {
    if (node !== action && isFunctionNode(node) && !isArrowFunction(node)) return;
    if (isClassDeclaration(node) || isClassExpression(node) || isTypeNode(node)) return;
    const word = selfOf(node);
    if (word !== undefined) found.push({ kind: 'self', word, inFunction: true, range: rangeOf(node) });
    if (isPropertyAccessExpression(node)) visit(node.expression);
    else if (isPropertyAssignment(node)) visit(node.initializer);
    // TypeScript's `this` parameter is a type.
    else if (!(isParameter(node) && isIdentifier(node.name) && node.name.text === 'this'))
      forEachChild(node, visit);
  };
  visit(action);
  return found;
}

function selfOf(node: Node): string | undefined {
  if (node.kind === SyntaxKind.ThisKeyword) return 'this';
  if (node.kind === SyntaxKind.SuperKeyword) return 'super';
  return isIdentifier(node) && node.text === 'arguments' ? 'arguments' : undefined;
}
