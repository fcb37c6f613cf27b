/** Finds where an action's own code leaves it, and which calls of Next.js mean something else in a route handler. */
import {
  type CallExpression,
  type Expression,
  isArrowFunction,
  isAwaitExpression,
  isBlock,
  isCallExpression,
  isExpressionStatement,
  isIdentifier,
  isReturnStatement,
  type Node,
  type Statement,
} from '../../core/syntax/ast';
import { isThrowStatement, isTryStatement } from '../../core/syntax/code';
import { type ParsedFile } from '../../core/syntax/parse';
import { type Placed, walk } from '../../core/syntax/walk';
import { importsOf } from '../../core/syntax/topLevelNames';
import { type PlainFunction } from './actionSource';

/** A way out of the function. */
export interface Exit {
  readonly kind: 'return' | 'redirect' | 'throw';
  readonly statement: Statement;
  /** What is returned or thrown, or where it redirects to. */
  readonly value: Expression | undefined;
  /** The nodes around the statement, innermost first. */
  readonly around: readonly Node[];
}

/** A statement that only asks for something of Next.js: `refresh();`. */
export interface CacheCall {
  readonly name: 'refresh' | 'updateTag' | 'revalidateTag' | 'revalidatePath';
  readonly call: CallExpression;
  /** The statement that is nothing but the call; undefined where it is part of something. */
  readonly statement: Statement | undefined;
  readonly around: readonly Node[];
}

/** All of them, in source order. */
export interface Exits {
  readonly exits: readonly Exit[];
  readonly cacheCalls: readonly CacheCall[];
  /** It ends with Next.js's not-found page somewhere. */
  readonly notFound: boolean;
}

const NAVIGATION = 'next/navigation';
const REDIRECTS: ReadonlySet<string> = new Set(['redirect', 'permanentRedirect']);
const CACHE: ReadonlySet<string> = new Set(['refresh', 'updateTag', 'revalidateTag', 'revalidatePath']);

/** The exits of the function; a message where its control flow can't be written as answers. */
export function findExits(file: ParsedFile, node: PlainFunction): Exits | string {
  const imports = importsOf(file);
  const nextName = (call: Node, module: string): string | undefined => {
    if (!isCallExpression(call) || !isIdentifier(call.expression)) return undefined;
    const { text } = call.expression;
    const found = imports.find(({ local, specifier }) => local === text && specifier === module);
    return found?.imported;
  };
  const { body } = node;
  if (!body) return 'It has no body';
  const exits: Exit[] = [];
  const cacheCalls: CacheCall[] = [];
  let notFound = false;
  let problem: string | undefined;
  const seen = new Set<Node>();
  const see = ({ node: inner, around }: Placed, nested: boolean): void => {
    if (isReturnStatement(inner) && !nested) {
      const value = inner.expression;
      const target = value && redirectTarget(unawaited(value));
      if (target) {
        seen.add(unawaited(value));
        exits.push({ kind: 'redirect', statement: inner, value: target, around });
      } else exits.push({ kind: 'return', statement: inner, value, around });
    } else if (isThrowStatement(inner) && !nested) {
      exits.push({ kind: 'throw', statement: inner, value: inner.expression, around });
    } else if (isExpressionStatement(inner) && !nested) {
      const target = redirectTarget(unawaited(inner.expression));
      if (target) {
        seen.add(unawaited(inner.expression));
        exits.push({ kind: 'redirect', statement: inner, value: target, around });
      }
    }
    if (isCallExpression(inner)) {
      const navigation = nextName(inner, NAVIGATION);
      if (navigation === 'notFound') notFound = true;
      if (navigation !== undefined && REDIRECTS.has(navigation) && !seen.has(inner))
        problem ??= 'It redirects from within an expression or a function of its own';
      const cache = nextName(inner, 'next/cache');
      if (cache !== undefined && CACHE.has(cache)) {
        const [parent, ...outer] = around.filter((node) => !isAwaitExpression(node));
        const statement = parent && isExpressionStatement(parent) ? parent : undefined;
        cacheCalls.push({
          // The set holds these names alone.
          name: cache as CacheCall['name'],
          call: inner,
          statement,
          around: outer,
        });
      }
    }
  };
  const redirectTarget = (value: Expression): Expression | undefined => {
    const name = nextName(value, NAVIGATION);
    return name !== undefined && REDIRECTS.has(name) && isCallExpression(value)
      ? value.arguments[0]
      : undefined;
  };
  const isArrowValue = isArrowFunction(node) && !isBlock(body);
  if (isArrowValue) {
    const target = redirectTarget(unawaited(body as Expression));
    if (target) return 'It is nothing but a redirect';
  }
  walk(node, (placed, nested) => {
    // Parameters and types hold no exits, and the walk does not mind them.
    see(placed, nested);
  });
  for (const exit of exits) {
    if (exit.kind === 'redirect' && isCaught(exit)) problem ??= 'A `try` would catch its redirect';
  }
  for (const { name, statement, around } of cacheCalls) {
    if (name !== 'refresh') continue;
    if (!statement || !around[0] || !isBlock(around[0])) problem ??= 'It refreshes from within an expression';
  }
  return problem ?? { exits, cacheCalls, notFound };
}

function unawaited(value: Expression): Expression {
  return isAwaitExpression(value) ? unawaited(value.expression) : value;
}

/** Redirects are thrown: a `try` with a `catch` around one catches it. https://nextjs.org/docs/app/api-reference/functions/redirect */
function isCaught({ statement, around }: Exit): boolean {
  const path: readonly Node[] = [statement, ...around];
  return path.some((node, index) => {
    const inner = path[index - 1];
    return isTryStatement(node) && node.catchClause !== undefined && inner === node.tryBlock;
  });
}
