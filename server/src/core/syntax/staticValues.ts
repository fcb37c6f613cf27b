/** Reads values out of a file without running it: of any expression, and of what a configuration file exports. */
import * as ts from 'typescript';
import { hasModifier } from './functions';
import { type ParsedFile } from './parse';
import { type StaticValue } from './staticValue';
import { resultOf } from './values/calls';
import { type Evaluation, type WrapperPolicy } from './values/evaluation';
import { evaluate, literalValue, startEvaluation, withResults } from './values/expressions';
import { mutationsIn } from './values/mutations';
import { valueOfName } from './values/names';
import { isScopeNode, MODULE_EXPORTS, openScope, type Scope } from './values/scope';
import { toStaticValue, UNKNOWN, type Value } from './values/value';

export type { ForeignCall, Wrapping } from './values/evaluation';

/** Which expressions count as readable. */
export interface StaticValueOptions {
  /**
   * `literals`: only what Next.js's compiler itself takes for a route segment's config, so neither `60 * 60` nor a name
   * nor parentheses: https://nextjs.org/docs/app/api-reference/file-conventions/route-segment-config
   * `everything`: whatever has one certain value, through names, operators, spreads and the file's own functions.
   */
  readonly accept: 'literals' | 'everything';
}

/** The value of an expression of `file` as code at its place sees it; `unknown` where that is not certain. Never runs code. */
export function staticValueOf(
  file: ParsedFile,
  expression: ts.Expression,
  options: StaticValueOptions,
): StaticValue {
  if (options.accept === 'literals') return literalsOf(expression);
  return toStaticValue(evaluate(startEvaluation(), expression, scopeAt(file.tree, expression)));
}

/** How the default export of a configuration file is read. */
export interface DefaultExportOptions {
  /** What calls of other modules' functions return. */
  readonly wrapping: WrapperPolicy;
  /** Keys whose functions the framework calls: the value of such a key is what its function returns. */
  readonly calledKeys: readonly string[];
}

/**
 * The value of `export default`, `export { x as default }` or `module.exports`; a function there counts as what it
 * returns. `unknown` without such an export.
 */
export function staticDefaultExport(file: ParsedFile, options: DefaultExportOptions): StaticValue {
  const run = startEvaluation(options.wrapping);
  const exported = defaultExport(run, file.tree, openScope(file.tree, undefined));
  const value = exported.kind === 'function' ? resultOf(run, exported, undefined) : exported;
  return toStaticValue(withResults(run, value, options.calledKeys));
}

function defaultExport(run: Evaluation, tree: ts.SourceFile, scope: Scope): Value {
  for (const statement of tree.statements) {
    if (ts.isExportAssignment(statement)) {
      const { expression } = statement;
      // Whoever reads the export gets the object as the whole module left it.
      return ts.isIdentifier(expression)
        ? valueOfName(run, expression.text, scope, Infinity)
        : evaluate(run, expression, scope);
    }
    if (ts.isFunctionDeclaration(statement) && hasModifier(statement, ts.SyntaxKind.DefaultKeyword)) {
      return { kind: 'function', node: statement, scope };
    }
    if (!ts.isExportDeclaration(statement) || !statement.exportClause) continue;
    if (!ts.isNamedExports(statement.exportClause)) continue;
    const element = statement.exportClause.elements.find(({ name }) => name.text === 'default');
    if (!element) continue;
    if (statement.moduleSpecifier) return UNKNOWN;
    return valueOfName(run, (element.propertyName ?? element.name).text, scope, Infinity);
  }
  if (!mutationsIn(tree).has(MODULE_EXPORTS)) return UNKNOWN;
  const value = valueOfName(run, MODULE_EXPORTS, scope, Infinity);
  // A module that was compiled from one with a default export has it beside the others.
  return (value.kind === 'object' ? value.entries.get('default') : undefined) ?? value;
}

/** The scope of a node's place: those of the functions and blocks around it. Nothing links a node to its parent. */
function scopeAt(tree: ts.SourceFile, place: ts.Node): Scope {
  let scope = openScope(tree, undefined);
  let node: ts.Node | undefined = tree;
  while (node && node !== place) {
    const parent: ts.Node = node;
    node = ts.forEachChild(parent, (child) =>
      child.pos <= place.pos && place.end <= child.end ? child : undefined,
    );
    const body = node && ts.isBlock(node) && ts.isFunctionLike(parent);
    if (node && node !== place && isScopeNode(node) && !body) scope = openScope(node, scope);
  }
  return scope;
}

function literalsOf(expression: ts.Expression): StaticValue {
  if (ts.isAsExpression(expression) || ts.isSatisfiesExpression(expression))
    return literalsOf(expression.expression);
  if (ts.isIdentifier(expression) && expression.text === 'undefined')
    return { kind: 'literal', value: undefined };
  if (ts.isArrayLiteralExpression(expression)) {
    const items = expression.elements.map(literalsOf);
    return items.some((item) => item.kind === 'unknown') ? UNKNOWN : { kind: 'array', items };
  }
  if (!ts.isObjectLiteralExpression(expression)) return literalValue(expression) ?? UNKNOWN;
  const entries: [string, StaticValue][] = [];
  for (const property of expression.properties) {
    if (!ts.isPropertyAssignment(property)) return UNKNOWN;
    if (!ts.isIdentifier(property.name) && !ts.isStringLiteral(property.name)) return UNKNOWN;
    const value = literalsOf(property.initializer);
    if (value.kind === 'unknown') return UNKNOWN;
    entries.push([property.name.text, value]);
  }
  return { kind: 'object', entries: Object.fromEntries(entries), open: false };
}
