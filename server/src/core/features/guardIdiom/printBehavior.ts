/** Writes behavior as code again, in the house's style: what an endpoint's first statements do, another one's can do too. */
import { type Expr, type Member, type Pattern, type Stmt } from '../../behavior/ir';

/** How names are written. */
export interface PrintNames {
  /** A name of the function itself; undefined when the code can't do without it. `up` counts functions outwards. */
  local(name: string, up: number): string | undefined;
  /** A binding of the module; undefined when it can't be used elsewhere. */
  module(name: string): string | undefined;
}

/** Thrown inside this file for code that has no text, and caught by its exported functions. */
class Unprintable extends Error {}

/** The expression as code; undefined where some part of it can't be written or named elsewhere. */
export function printExpression(expr: Expr, names: PrintNames): string | undefined {
  return attempt(() => expression(expr, names));
}

/** The statement as code, its lines indented by two blanks within blocks; undefined as above. */
export function printStatement(stmt: Stmt, names: PrintNames): string | undefined {
  return attempt(() => statement(stmt, names));
}

function attempt(print: () => string): string | undefined {
  try {
    return print();
  } catch (error) {
    if (error instanceof Unprintable) return undefined;
    throw error;
  }
}

function given(name: string | undefined): string {
  if (name === undefined) throw new Unprintable();
  return name;
}

function expression(expr: Expr, names: PrintNames): string {
  switch (expr.k) {
    case 'lit':
      return typeof expr.v === 'string' ? quoted(expr.v) : String(expr.v);
    case 'undef':
      return 'undefined';
    case 'tmpl':
      return template(expr.q, expr.e, names);
    case 'loc':
      return given(names.local(expr.n, expr.up));
    case 'mod':
      return given(names.module(expr.n));
    case 'glob':
      return expr.n;
    case 'mem':
      return `${operand(expr.o, names)}${expr.opt ? '?.' : '.'}${expr.n}`;
    case 'idx':
      return `${operand(expr.o, names)}${expr.opt ? '?.' : ''}[${expression(expr.i, names)}]`;
    case 'call':
      return `${operand(expr.f, names)}${expr.opt ? '?.' : ''}(${list(expr.a, names)})`;
    case 'new':
      return `new ${operand(expr.f, names)}(${list(expr.a, names)})`;
    case 'spread':
      return `...${operand(expr.e, names)}`;
    case 'obj':
      return expr.m.length === 0 ? '{}' : `{ ${expr.m.map((member) => property(member, names)).join(', ')} }`;
    case 'arr':
      return `[${list(expr.i, names)}]`;
    case 'and':
      return `${within(expr.l, names, ['or', 'nn', 'cond'])} && ${within(expr.r, names, ['or', 'nn', 'cond'])}`;
    case 'or':
      return `${within(expr.l, names, ['nn', 'cond'])} || ${within(expr.r, names, ['nn', 'cond'])}`;
    case 'nn':
      return `${within(expr.l, names, ['and', 'or', 'cond'])} ?? ${within(expr.r, names, ['and', 'or', 'cond'])}`;
    case 'not':
      return `!${operand(expr.e, names)}`;
    case 'bin':
      return `${within(expr.l, names, ['and', 'or', 'nn', 'cond'])} ${expr.op} ${within(expr.r, names, ['and', 'or', 'nn', 'cond'])}`;
    case 'await':
      return `await ${operand(expr.e, names)}`;
    default:
      throw new Unprintable();
  }
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`;
}

function template(quasis: readonly string[], parts: readonly Expr[], names: PrintNames): string {
  const texts = quasis.map((text, at) => {
    const part = parts[at];
    return text.replace(/[`\\]|\$\{/g, '\\$&') + (part ? `\${${expression(part, names)}}` : '');
  });
  return `\`${texts.join('')}\``;
}

/** What stands before a dot, a call or after an operator. */
function operand(expr: Expr, names: PrintNames): string {
  return within(expr, names, ['await', 'and', 'or', 'nn', 'bin', 'cond', 'not', 'set', 'seq', 'fn']);
}

function within(expr: Expr, names: PrintNames, kinds: readonly Expr['k'][]): string {
  const text = expression(expr, names);
  return kinds.includes(expr.k) ? `(${text})` : text;
}

function list(items: readonly Expr[], names: PrintNames): string {
  return items.map((item) => expression(item, names)).join(', ');
}

function property(member: Member, names: PrintNames): string {
  if ('spread' in member) return `...${operand(member.spread, names)}`;
  if (!('e' in member) || typeof member.n !== 'string') throw new Unprintable();
  const value = expression(member.e, names);
  return value === member.n ? member.n : `${key(member.n)}: ${value}`;
}

function key(name: string): string {
  return /^[\w$]+$/.test(name) ? name : quoted(name);
}

function pattern(target: Pattern, names: PrintNames): string {
  switch (target.k) {
    case 'name':
      return target.up === 0 ? target.n : given(undefined);
    case 'props': {
      const parts = target.m.map(({ n, p }) => {
        if (typeof n !== 'string') throw new Unprintable();
        const inner = pattern(p, names);
        return inner === n || inner.startsWith(`${n} = `) ? inner : `${key(n)}: ${inner}`;
      });
      if (target.rest) parts.push(`...${pattern(target.rest, names)}`);
      return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
    }
    case 'items':
      return `[${target.i.map((item) => (item ? pattern(item, names) : '')).join(', ')}]`;
    case 'default':
      return `${pattern(target.p, names)} = ${expression(target.d, names)}`;
    default:
      throw new Unprintable();
  }
}

function statement(stmt: Stmt, names: PrintNames): string {
  switch (stmt.k) {
    case 'do':
      return `${expression(stmt.e, names)};`;
    case 'let':
      return `const ${pattern(stmt.t, names)} = ${expression(stmt.e ?? { k: 'undef' }, names)};`;
    case 'return':
      return stmt.e ? `return ${expression(stmt.e, names)};` : 'return;';
    case 'throw':
      return `throw ${expression(stmt.e, names)};`;
    case 'block':
      return block(stmt.b, names);
    case 'if':
      return `if (${expression(stmt.c, names)}) {\n  ${block(stmt.t, names).split('\n').join('\n  ')}\n}`;
    default:
      throw new Unprintable();
  }
}

function block(statements: readonly Stmt[], names: PrintNames): string {
  return statements.map((each) => statement(each, names)).join('\n');
}
