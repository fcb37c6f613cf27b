/** Moves the check of the caller above what it comes too late for. */
import {
  isAwaitExpression,
  isBlock,
  isCallExpression,
  isExpressionStatement,
  isReturnStatement,
  isVariableStatement,
  type Block,
  type Node,
  type Statement,
} from '../syntax/ast';
import { isIfStatement, isThrowStatement } from '../syntax/code';
import { boundNames, isFunctionNode } from '../syntax/functions';
import { type ParsedFile } from '../syntax/parse';
import { nodesAt, referencesIn } from '../syntax/references';
import { detectFileStyle } from '../text/fileStyle';
import { insertion, type TextEdit } from '../text/textEdit';
import { type TextRange } from '../text/textRange';
import { indentAt } from './indentation';
import { removals, statementRange } from './removal';

/**
 * The edits that move the decision at `check` before the change at `effect` (UTF-16 offsets, both in one function), with the
 * declarations that it needs. Undefined where it needs what the change yields, or does more than to turn callers away.
 */
export function guardFirstEdits(
  file: ParsedFile,
  effect: TextRange,
  check: TextRange,
): readonly TextEdit[] | undefined {
  const place = meetingOf(file, effect, check);
  if (!place) return undefined;
  const { block, first, second } = place;
  const decision = block.statements[second];
  const late = block.statements[first];
  if (!late || !decision || !isDecision(decision)) return undefined;
  const moved = [decision];
  const needed = namesIn(decision);
  for (let at = second - 1; at >= first; at--) {
    const statement = block.statements[at];
    if (!statement) return undefined;
    if (writes(statement, needed)) return undefined;
    const names = declaredBy(statement);
    if (!names.some((name) => needed.has(name))) continue;
    if (at === first || !isVariableStatement(statement)) return undefined;
    moved.unshift(statement);
    for (const name of namesIn(statement)) needed.add(name);
  }
  const { eol } = detectFileStyle(file.text);
  const start = late.getStart(file.tree);
  const from = commentedStart(file, late);
  const indent = indentAt(file.text, start);
  const code = moved.map((statement) =>
    file.text.slice(commentedStart(file, statement), statement.end).trim(),
  );
  const isApart = /^[^\S\n]*\n[^\S\n]*\r?\n/.test(file.text.slice(decision.end));
  const gap = isApart ? `${eol}${eol}` : eol;
  return [insertion(from, `${code.join(`${eol}${indent}`)}${gap}${indent}`), ...removals(file, moved)];
}

/** Where the comments right above a statement begin, or the statement itself. */
function commentedStart(file: ParsedFile, statement: Statement): number {
  const { start } = statementRange(file, statement);
  return start + (/^\s*/.exec(file.text.slice(start))?.[0].length ?? 0);
}

interface Meeting {
  readonly block: Block;
  readonly first: number;
  readonly second: number;
}

/** The block that holds both places in two statements, the change's first; one function's, not one within it. */
function meetingOf(file: ParsedFile, effect: TextRange, check: TextRange): Meeting | undefined {
  const one = nodesAt(file.tree, effect.start);
  const other = nodesAt(file.tree, check.start);
  if (one.filter(isFunctionNode).at(-1) !== other.filter(isFunctionNode).at(-1)) return undefined;
  const parts = one.findIndex((node, depth) => node !== other[depth]);
  const block = one[parts - 1];
  if (!block || !isBlock(block)) return undefined;
  const first = block.statements.findIndex((statement) => statement === one[parts]);
  const second = block.statements.findIndex((statement) => statement === other[parts]);
  return first < 0 || second <= first ? undefined : { block, first, second };
}

/** Turns somebody away, or asks somebody to do it: `if (…) return …`, `await requireUser()`, `const user = await requireUser()`. */
function isDecision(statement: Statement): boolean {
  if (isIfStatement(statement)) return !statement.elseStatement && leaves(statement.thenStatement);
  if (isExpressionStatement(statement)) return isCalled(statement.expression);
  if (!isVariableStatement(statement)) return false;
  const [only, ...others] = statement.declarationList.declarations;
  return others.length === 0 && only?.initializer !== undefined && isCalled(only.initializer);
}

function isCalled(node: Node): boolean {
  return isCallExpression(isAwaitExpression(node) ? node.expression : node);
}

/** Ends with a `return`, a `throw`, or a call that is not waited for, such as `redirect('/login')`. */
function leaves(statement: Statement): boolean {
  const last = isBlock(statement) ? statement.statements.at(-1) : statement;
  if (!last) return false;
  return isReturnStatement(last) || isThrowStatement(last) || isExpressionStatement(last);
}

function namesIn(node: Node): Set<string> {
  return new Set(referencesIn(node).flatMap(({ name, scope }) => (scope ? [] : [name])));
}

function declaredBy(statement: Statement): readonly string[] {
  if (isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) =>
      boundNames(name).map(({ text }) => text),
    );
  // Declarations with a name have an identifier there.
  const name = 'name' in statement ? (statement.name as { readonly text?: string } | undefined) : undefined;
  return name?.text === undefined ? [] : [name.text];
}

function writes(statement: Statement, names: ReadonlySet<string>): boolean {
  return referencesIn(statement).some(({ name, written }) => written && names.has(name));
}
