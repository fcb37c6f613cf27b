/** Builder chains: middleware and schemas are collected step by step, and run in order when the built function is called. */
import { type Key, type Pattern } from '../behavior/ir';
import { type BuilderMethod } from '../catalogue/entry';
import { callValue } from './call';
import { awaited } from './evaluate';
import { spreadInto } from './literals';
import { promise } from './promises';
import { type Run } from './run';
import {
  array,
  type Atom,
  Bits,
  bitsOf,
  type BuilderStep,
  constant,
  constantOf,
  join,
  mark,
  native,
  object,
  type Site,
  unknown,
  type Value,
} from './value';

type Builder = Extract<Atom, { k: 'builder' }>;

/** The start of a chain. */
export function builderOf(
  atom: Extract<Atom, { k: 'lib' }>,
  methods: Readonly<Record<string, BuilderMethod>>,
): Value {
  // A procedure that is built on another one inherits its middleware.
  const parents = atom.given.length > 0 ? atom.given : [];
  const steps = parents.flatMap((parent) =>
    parent.flatMap((part) => (part.k === 'builder' ? part.steps : [])),
  );
  return [
    { k: 'builder', spec: atom.spec, name: atom.name, methods, steps, bits: 0, gates: 0, cause: undefined },
  ];
}

/** A method of a chain. */
export function builderMember(atom: Builder, name: string): Value {
  const method = Object.hasOwn(atom.methods, name) ? atom.methods[name] : undefined;
  return native(name, (args, site, run) => {
    if (!method) return [atom];
    if (method.does === 'chain') return [{ ...atom, methods: method.methods ?? atom.methods }];
    const step: BuilderStep = { method, given: args, site };
    if (method.does !== 'handler') return [{ ...atom, steps: [...atom.steps, step] }];
    return built(run, atom, args.at(0) ?? unknown(), method.input);
  });
}

/** The function that a chain comes to. */
function built(run: Run, atom: Builder, handler: Value, input: 'parsedInput' | 'input' | 'arguments'): Value {
  for (const part of handler) if (part.k === 'fn') run.own.add(part.closure.id);
  return native('action', (args, site, run) => {
    const sent = args.reduce(join, [] as Value);
    const isParsed = atom.steps.some((step) => step.method.does === 'schema');
    const bits = Bits.INPUT | (isParsed ? Bits.PARSED : 0);
    const raw = sent.length > 0 ? unknown(bitsOf(sent) | Bits.INPUT) : unknown(Bits.INPUT);
    const parsed = unknown(bits);
    return runFrom(run, { atom, handler, input, args, site, raw, parsed }, 0, emptyContext());
  });
}

/**
 * A client that is itself the function which builds: it is given a schema and a handler. Where an option `asked` has to
 * ask for the middleware, it stands beside the schema.
 */
export function builderFunction(middleware: Value | undefined, asked?: string): Value {
  return native('client', ([options, handler = unknown()], site, run) => {
    const asks = asked === undefined || isOn(options, asked);
    for (const part of handler) if (part.k === 'fn') run.own.add(part.closure.id);
    return native('action', (_args, at, run) => {
      run.note({ k: 'schema', site, bits: Bits.INPUT });
      run.note({ k: 'input', what: 'arguments' });
      const parsed = unknown(Bits.INPUT | Bits.PARSED);
      const context =
        asks && middleware && awaited(run, callValue(run, middleware, [parsed], site, 'middleware'));
      return run.path.dead ? [] : callValue(run, handler, [parsed, context || unknown()], at, 'handler');
    });
  });
}

function isOn(options: Value | undefined, name: string): boolean {
  const [only] = options ?? [];
  const value = only?.k === 'obj' ? only.props.get(name) : undefined;
  return value !== undefined && constantOf(value)?.v === true;
}

interface Call {
  readonly atom: Builder;
  readonly handler: Value;
  readonly input: 'parsedInput' | 'input' | 'arguments';
  readonly args: readonly Value[];
  readonly site: Site;
  readonly raw: Value;
  readonly parsed: Value;
}

interface Context {
  readonly props: Map<string, Value>;
  readonly rest: Value | undefined;
}

function emptyContext(): Context {
  return { props: new Map(), rest: undefined };
}

/** What a handler is given of what the caller sent. */
const INPUTS: ReadonlySet<Key> = new Set([
  'parsedInput',
  'input',
  'clientInput',
  'bindArgsParsedInputs',
  'bindArgsClientInputs',
]);

/** True unless a handler's parameters name what they take, and that is nothing which the caller sent. */
function takesInput([first]: readonly Pattern[], input: Call['input']): boolean {
  if (!first) return false;
  if (input === 'arguments' || first.k !== 'props' || first.rest) return true;
  return first.m.some(({ n }) => typeof n !== 'string' || INPUTS.has(n));
}

function runFrom(run: Run, call: Call, index: number, context: Context): Value {
  const step = call.atom.steps[index];
  const ctx = object(new Map(context.props), context.rest);
  if (!step) {
    if (call.handler.some((part) => part.k !== 'fn' || takesInput(part.closure.fn.params, call.input)))
      run.note({ k: 'input', what: 'arguments' });
    if (call.input === 'arguments') return callValue(run, call.handler, call.args, call.site, 'handler');
    const given = object(
      new Map<string, Value>([
        ['ctx', ctx],
        ['context', ctx],
        [call.input, call.parsed],
        ['input', call.parsed],
        ['clientInput', call.raw],
        ['bindArgsParsedInputs', array([], call.parsed)],
        ['bindArgsClientInputs', array([], call.raw)],
      ]),
      unknown(Bits.INPUT),
    );
    return callValue(run, call.handler, [given, unknown()], call.site, 'handler');
  }
  const { method, given, site } = step;
  if (method.does === 'schema') {
    run.note({ k: 'schema', site, bits: Bits.INPUT });
    return runFrom(run, call, index + 1, context);
  }
  if (method.does !== 'middleware') return runFrom(run, call, index + 1, context);
  const fn = given[0] ?? unknown();
  const next = native('next', ([options], _site, run) => {
    const merged = mergeContext(context, options, method.style);
    return promise(awaited(run, runFrom(run, call, index + 1, merged)), [], !run.path.dead);
  });
  if (method.style === 'procedure') {
    const options = object(
      new Map([
        ['ctx', ctx],
        ['input', call.parsed],
      ]),
      unknown(Bits.INPUT),
    );
    const result = awaited(run, callValue(run, fn, [options], site, 'middleware'));
    if (run.path.dead) return [];
    return runFrom(run, call, index + 1, { props: new Map(), rest: mark(result, 0) });
  }
  if (method.style === 'express') return callValue(run, fn, [...call.args, next], site, 'middleware');
  const options = object(
    new Map<string, Value>([
      ['next', next],
      ['ctx', ctx],
      ['context', ctx],
      ['clientInput', call.raw],
      ['bindArgsClientInputs', array([], call.raw)],
      ['metadata', unknown()],
    ]),
    unknown(),
  );
  return callValue(run, fn, [options, call.raw], site, 'middleware');
}

function mergeContext(context: Context, options: Value | undefined, style: string): Context {
  const [only] = options ?? constant(undefined);
  const added =
    style === 'object' && only?.k === 'obj'
      ? (only.props.get('ctx') ?? only.props.get('context'))
      : undefined;
  if (!added) return context;
  const props = new Map(context.props);
  const rest = spreadInto(added, props, context.rest);
  return { props, rest };
}
