/** Looks through behavior for names and places. Behavior is plain data, so its parts are found by their shape. */
import { type Expr, type Pattern, type PlaceNumber, type Stmt } from '../../behavior/ir';

/** The name that a pattern binds as a whole; undefined for one that takes apart. */
export function nameOf(pattern: Pattern | undefined): string | undefined {
  if (pattern?.k === 'default') return nameOf(pattern.p);
  return pattern?.k === 'name' && pattern.up === 0 ? pattern.n : undefined;
}

/** The function's own names that the code reads or binds, those of functions inside left out. */
export function localsOf(code: Expr | Stmt | Pattern): ReadonlySet<string> {
  const names = new Set<string>();
  visit(code, (node) => {
    if ((node.k === 'loc' || node.k === 'name') && typeof node.n === 'string' && node.up === 0)
      names.add(node.n);
  });
  return names;
}

/** The statement that the place is of: the innermost one, in whatever block. */
export function statementAt(statements: readonly Stmt[], place: PlaceNumber): Stmt | undefined {
  let found: Stmt | undefined;
  for (const statement of statements) {
    visit(statement, (node) => {
      // Statements are told from expressions by their kinds: what has a place and is one of these is a statement.
      if (STATEMENTS.has(String(node.k)) && holdsPlace(node as Stmt, place)) found = node as Stmt;
    });
  }
  return found;
}

/** True when the place is a call's. */
export function isCallAt(code: Stmt, place: PlaceNumber): boolean {
  let found = false;
  visit(code, (node) => {
    if (node.k === 'call' && node.p === place) found = true;
  });
  return found;
}

/** What the statements return, in whatever block; undefined for a `return` alone. */
export function returnsOf(statements: readonly Stmt[]): readonly (Expr | undefined)[] {
  const found: (Expr | undefined)[] = [];
  visit(statements, (node) => {
    // A node of this kind is a return statement.
    if (node.k === 'return') found.push((node as Extract<Stmt, { k: 'return' }>).e);
  });
  return found;
}

const STATEMENTS: ReadonlySet<string> = new Set<Stmt['k']>(['do', 'let', 'return', 'throw', 'if']);

/** True when the place is one of this code's own. */
export function holdsPlace(code: Stmt | Expr, place: PlaceNumber): boolean {
  let found = false;
  visit(code, (node) => {
    if (node.p === place) found = true;
  });
  return found;
}

/** A node of behavior, of whatever kind: statements, expressions and patterns are told apart by `k`. */
interface Node {
  readonly k?: unknown;
  readonly n?: unknown;
  readonly up?: unknown;
  readonly p?: unknown;
}

function visit(value: unknown, look: (node: Node) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) look(value);
  for (const part of Object.values(value)) visit(part, look);
}
