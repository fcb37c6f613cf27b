/** Splits an action's body behind its guard: what checks the caller stays in front, the work can be shared. */
import { type AssistContext } from '../../core/assist/assist';
import {
  isBinaryExpression,
  isBlock,
  isCallExpression,
  isIdentifier,
  isObjectBindingPattern,
  isPrefixUnaryExpression,
  isPropertyAccessExpression,
  isVariableStatement,
  isAwaitExpression,
  type Expression,
  type Node,
  type Statement,
  SyntaxKind,
} from '../../core/syntax/ast';
import { isIfStatement } from '../../core/syntax/code';
import { withoutCasts } from '../../core/syntax/casts';
import { boundNames, dottedName } from '../../core/syntax/functions';
import { freeNames, referencesIn } from '../../core/syntax/references';
import { declaredNames } from '../../core/syntax/topLevelNames';
import { endsFlow } from '../../core/syntax/walk';
import { type TextEdit } from '../../core/text/textEdit';
import { type ActionSource } from './actionSource';
import { functionOf } from './guardInline';
import { resolveName } from './moduleNames';

/** Something that the work is given. */
export interface WorkInput {
  /** The parameter as the shared function declares it. */
  readonly parameter: string;
  /** What its callers hand over. */
  readonly argument: string;
}

/** The two halves. */
export interface BodySplit {
  readonly guard: readonly Statement[];
  /** Never empty. */
  readonly work: readonly Statement[];
  readonly inputs: readonly WorkInput[];
  /** What the guard found is called otherwise in the work: edits of the action's file. */
  readonly renames: readonly TextEdit[];
}

/** The split; a message where the work can't stand on its own. Names in `passed` get to the work in another way. */
export function splitBody(
  ctx: AssistContext,
  action: ActionSource,
  passed: ReadonlySet<string> = new Set(),
): BodySplit | string {
  const { node, file } = action;
  const { body } = node;
  if (!body || !isBlock(body)) return 'It is a single expression';
  const end = guardEnd(ctx, action);
  if (typeof end === 'string') return end;
  const guard = body.statements.filter((statement) => statement.pos < end);
  const work = body.statements.filter((statement) => statement.pos >= end);
  if (work.length === 0) return 'Nothing stands behind its guard';
  const [only] = work;
  if (work.length === 1 && only && handsOn(only)) return 'It hands its work on already';
  const typescript = /\.[cm]?tsx?$/.test(file.path);
  const used = freeNames(work);
  const inputs: WorkInput[] = [];
  const renames: TextEdit[] = [];
  const taken = new Set([
    ...work.flatMap((statement) => referencesIn(statement).map(({ name }) => name)),
    ...node.parameters.flatMap(({ name }) => boundNames(name).map(({ text }) => text)),
  ]);
  for (const name of guard.flatMap(declaredNames).filter((each) => used.has(each) && !passed.has(each))) {
    const known = knownAs(guard, work, name);
    if (!known) return `\`${name}\` is known to be there by the guard alone`;
    const base = typescript ? typeOf(ctx, action, guard, name) : '';
    if (base === undefined) return `Nobody knows the type of \`${name}\``;
    const [last = name, before = name] = [...known.path].reverse();
    const called = known.path.length === 0 ? name : last === 'id' ? `${before}Id` : last;
    if (called !== name && taken.has(called)) return `The name \`${called}\` is taken`;
    inputs.push({
      parameter: typescript ? `${called}: ${memberType(base, known)}` : called,
      argument: [name, ...known.path].join('.'),
    });
    for (const use of known.uses)
      if (called !== name)
        renames.push({ range: { start: use.getStart(file.tree), end: use.end }, text: called });
  }
  for (const parameter of node.parameters) {
    const names = boundNames(parameter.name).map(({ text }) => text);
    if (!names.some((name) => used.has(name) && !passed.has(name))) continue;
    const argument = isIdentifier(parameter.name) ? parameter.name.text : rebuilt(parameter.name, names);
    if (argument === undefined)
      return 'It takes a parameter apart in a way that can not be put together again';
    inputs.push({ parameter: parameter.getText(file.tree), argument });
  }
  return { guard, work, inputs, renames };
}

/** The offset behind the last statement of the guard; that of the body's beginning where nothing is guarded. */
function guardEnd(ctx: AssistContext, { node, file, endpoint, local }: ActionSource): number | string {
  const { guard } = ctx.assessmentOf(endpoint);
  if (!node.body || !isBlock(node.body)) return 'It has no body';
  const start = node.body.statements[0]?.pos ?? node.body.end;
  // Whatever it checks is checked in the shared function, for both.
  if (guard.verdict !== 'guarded') return start;
  const own = [guard.at, ...guard.steps.map(({ site }) => site)].filter(
    (site) => site?.path === file.path && site.fn === (local ?? 'default'),
  );
  const offsets = own.map((site) => site && ctx.rangeOf(site.path, `at:${site.fn}:${site.place}`)?.start);
  const statements = node.body.statements.filter((statement) =>
    offsets.some((offset) => offset !== undefined && statement.pos <= offset && offset < statement.end),
  );
  const last = statements.at(-1);
  if (!last) return 'Nobody knows where its guard ends';
  // The test of what a call found may be the next statement.
  const following = node.body.statements[node.body.statements.indexOf(last) + 1];
  const found = new Set(declaredNames(last));
  const tests =
    following &&
    isIfStatement(following) &&
    endsFlow(following.thenStatement) &&
    !following.elseStatement &&
    [...freeNames([following.expression]).keys()].some((name) => found.has(name));
  return tests ? following.end : last.end;
}

/** `return save(input);`, `await save(input);` */
function handsOn(statement: Statement): boolean {
  if (!('expression' in statement) || !statement.expression) return false;
  // Only statements of an expression have one.
  let value = statement.expression as Expression;
  if (isAwaitExpression(value)) value = value.expression;
  return isCallExpression(value) && isIdentifier(value.expression) && value.arguments.every(isIdentifier);
}

interface Known {
  /** Members behind the name that the guard tests: `user` of `session?.user`. */
  readonly path: readonly string[];
  /** The guard lets nobody by where it is missing. */
  readonly isThere: boolean;
  /** What stands in the work for the tested member. */
  readonly uses: readonly Node[];
}

/** What the guard's tests say of a name; undefined where the work uses more of it than they name. */
function knownAs(guard: readonly Statement[], work: readonly Statement[], name: string): Known | undefined {
  const tests = guard.flatMap((statement) =>
    isIfStatement(statement) && endsFlow(statement.thenStatement) ? alternatives(statement.expression) : [],
  );
  const paths = tests.flatMap((test) => {
    const value =
      isPrefixUnaryExpression(test) && test.operator === SyntaxKind.ExclamationToken
        ? withoutCasts(test.operand)
        : undefined;
    const dotted = value && dottedName(value)?.split('.');
    return dotted?.[0] === name ? [dotted.slice(1)] : [];
  });
  const path = [...paths].sort((a, b) => b.length - a.length)[0];
  if (!path || path.length === 0) return { path: [], isThere: path !== undefined, uses: [] };
  const uses: Node[] = [];
  for (const { name: mentioned, scope, ancestors, node } of work.flatMap((each) => referencesIn(each))) {
    if (mentioned !== name || scope) continue;
    let at: Node = node;
    let depth = 0;
    for (const parent of [...ancestors].reverse()) {
      if (depth === path.length) break;
      if (!isPropertyAccessExpression(parent) || parent.expression !== at || parent.name.text !== path[depth])
        return undefined;
      at = parent;
      depth++;
    }
    if (depth < path.length) return undefined;
    uses.push(at);
  }
  return { path, isThere: true, uses };
}

/** `a` and `b` of `a || b`. */
function alternatives(condition: Expression): readonly Expression[] {
  const inner = withoutCasts(condition);
  return isBinaryExpression(inner) && inner.operatorToken.kind === SyntaxKind.BarBarToken
    ? [...alternatives(inner.left), ...alternatives(inner.right)]
    : [inner];
}

function memberType(base: string, { path, isThere }: Known): string {
  const type = path.reduce((whole, member) => `NonNullable<${whole}>['${member}']`, base);
  return isThere ? `NonNullable<${type}>` : type;
}

/** The type of a constant that the guard declares, by the function of the workspace that gives it. */
function typeOf(
  ctx: AssistContext,
  { file }: ActionSource,
  guard: readonly Statement[],
  name: string,
): string | undefined {
  const statement = guard.find((each) => declaredNames(each).includes(name));
  if (!statement || !isVariableStatement(statement)) return undefined;
  const [declaration, ...others] = statement.declarationList.declarations;
  if (!declaration?.initializer || others.length > 0) return undefined;
  if (declaration.type)
    return isIdentifier(declaration.name) ? declaration.type.getText(file.tree) : undefined;
  const awaited = isAwaitExpression(declaration.initializer);
  const call = awaited ? declaration.initializer.expression : declaration.initializer;
  if (!isCallExpression(call) || !isIdentifier(call.expression)) return undefined;
  const declared = resolveName(ctx, file, call.expression.text);
  const made = declared && functionOf(declared);
  // Of overloads and generic functions TypeScript takes the wrong result.
  if (!made || ('typeParameters' in made && made.typeParameters)) return undefined;
  const returned = `ReturnType<typeof ${call.expression.text}>`;
  const whole = awaited ? `Awaited<${returned}>` : returned;
  if (isIdentifier(declaration.name)) return whole;
  if (!isObjectBindingPattern(declaration.name)) return undefined;
  const element = declaration.name.elements.find(
    (each) => isIdentifier(each.name) && each.name.text === name,
  );
  if (!element || element.initializer || element.dotDotDotToken) return undefined;
  const key = element.propertyName ?? element.name;
  return isIdentifier(key) ? `${whole}['${key.text}']` : undefined;
}

/** `{ a, b }` as the object that it was taken of. */
function rebuilt(pattern: Node, names: readonly string[]): string | undefined {
  if (!isObjectBindingPattern(pattern)) return undefined;
  const isPlain = pattern.elements.every(
    ({ name, propertyName, initializer, dotDotDotToken }) =>
      isIdentifier(name) && !propertyName && !initializer && !dotDotDotToken,
  );
  return isPlain ? `{ ${names.join(', ')} }` : undefined;
}
