/** Reads the wrapper or the builder's chain that an endpoint's function is handed to, as code around another function. */
import { type Expr, type FunctionIr, type ModuleBehavior, type Pattern } from '../../behavior/ir';
import { type Parameter, type Printer, type Sighting } from './ownIdioms';
import { printExpression } from './printBehavior';
import { nameOf } from './walkBehavior';

/** Methods that take a builder's function. */
const HANDLER_METHODS: ReadonlySet<string> = new Set(['action', 'handler', 'stateAction', 'actionable']);
/** Methods that take a builder's schema. */
const SCHEMA_METHODS: ReadonlySet<string> = new Set(['inputSchema', 'schema', 'input', 'body']);

type Wrapped = Pick<Sighting, 'form' | 'group' | 'label' | 'imports' | 'identity' | 'wrapper'>;

/** The wrapper of `expr`, where it is a call with a function among its arguments. */
export function wrapperSighting(expr: Expr, behavior: ModuleBehavior, printer: Printer): Wrapped | undefined {
  if (expr.k !== 'call') return undefined;
  const at = expr.a.findIndex((argument) => functionOf(argument, behavior) !== undefined);
  const given = expr.a[at];
  const fn = given && functionOf(given, behavior);
  if (!fn) return undefined;
  const parameters = fn.params.map(parameterOf);
  printer.takeImports();
  const callee = calleeOf(expr.f, printer);
  const print = (argument: Expr): string | undefined => printExpression(argument, printer.names);
  const before = expr.a.slice(0, at).map(print);
  const after = expr.a.slice(at + 1).map(print);
  const imports = printer.takeImports();
  if (callee === undefined || [...before, ...after].includes(undefined)) return undefined;
  const helper = imports[0];
  if (!helper) return undefined;
  const form = callee.handlerMethod === undefined ? 'wrap' : 'builder';
  const { head, handlerMethod, schemaMethod } = callee;
  return {
    form,
    group: `${form} ${helper.path ?? helper.specifier}#${helper.imported}`,
    label: helper.local,
    imports,
    identity: undefined,
    wrapper: {
      before: form === 'builder' ? head : `${head}(${before.map((text) => `${text}, `).join('')}`,
      after: `${after.map((text) => `, ${text}`).join('')})`,
      parameters,
      ...(handlerMethod !== undefined && { handlerMethod }),
      ...(schemaMethod !== undefined && { schemaMethod }),
    },
  };
}

function parameterOf(pattern: Pattern): Parameter {
  const name = nameOf(pattern);
  if (name !== undefined) return { name };
  const members = pattern.k === 'props' ? pattern.m : [];
  return { keys: members.flatMap(({ n }) => (typeof n === 'string' ? [n] : [])) };
}

function functionOf(argument: Expr, behavior: ModuleBehavior): FunctionIr | undefined {
  if (argument.k === 'fn') return behavior.functions[argument.id];
  const binding = argument.k === 'mod' ? behavior.bindings[argument.n] : undefined;
  if (binding?.k === 'function') return behavior.functions[binding.id];
  const init = binding?.k === 'init' ? behavior.inits[binding.i]?.e : undefined;
  return init?.k === 'fn' ? behavior.functions[init.id] : undefined;
}

/** What is called: a name, a member, a curried call; a builder's head apart from its schema and handler methods. */
function calleeOf(
  callee: Expr,
  printer: Printer,
): { head: string; handlerMethod?: string; schemaMethod?: string } | undefined {
  if (callee.k !== 'mem' || !HANDLER_METHODS.has(callee.n)) {
    const head = printExpression(callee, printer.names);
    return head === undefined ? undefined : { head };
  }
  let head = callee.o;
  let schemaMethod: string | undefined;
  // The schema is the endpoint's own, and so is what it is called in logs.
  while (
    head.k === 'call' &&
    head.f.k === 'mem' &&
    (SCHEMA_METHODS.has(head.f.n) || head.f.n === 'metadata')
  ) {
    if (SCHEMA_METHODS.has(head.f.n)) schemaMethod = head.f.n;
    head = head.f.o;
  }
  const printed = printExpression(head, printer.names);
  if (printed === undefined) return undefined;
  return {
    head: printed,
    handlerMethod: callee.n,
    ...(schemaMethod !== undefined && { schemaMethod }),
  };
}
