/** What one reading of values carries along: its limits and its policy for calls that cannot be followed. */
import type * as ts from 'typescript';
import { type Mutation } from './mutations';
import { type Scope, type ScopeNode } from './scope';
import { type Value } from './value';

/** A call of something whose code is not in the file. */
export interface ForeignCall {
  /** The last name of the callee, its own callee's where that is a call: `withX` of `a.withX(c)` and of `withX(o)(c)`. */
  readonly name: string;
  /** The module that the callee comes from, where that is known. */
  readonly module: string | undefined;
  /** The callee is itself the result of a call. */
  readonly curried: boolean;
  readonly arguments: readonly Value['kind'][];
}

/** What a call that cannot be followed is taken to return: one of its arguments, if that is an object, with more keys. */
export interface Wrapping {
  /** 0-based. */
  readonly argument: number;
  /** Keys whose values may differ afterwards. */
  readonly unsettled: readonly string[];
}

/** Says what a call of a foreign function returns; undefined where nothing is known. */
export type WrapperPolicy = (call: ForeignCall) => Wrapping | undefined;

/** The state of one reading. */
export interface Evaluation {
  readonly wrapping: WrapperPolicy;
  readonly mutations: Map<ScopeNode, ReadonlyMap<string, readonly Mutation[]>>;
  steps: number;
  depth: number;
  /** The value of an expression; here so that names and calls need not know how expressions are read. */
  readonly evaluate: (run: Evaluation, expression: ts.Expression, scope: Scope) => Value;
}

/** The work that one reading may do; beyond it everything is unknown. */
const MAX_STEPS = 50_000;
/** How deeply readings may nest, far below what the call stack allows. */
const MAX_DEPTH = 150;

/** True when the reading has to stop; `cost` is what the work to come costs. */
export function isExhausted(run: Evaluation, cost = 1): boolean {
  run.steps += cost;
  return run.steps > MAX_STEPS || run.depth > MAX_DEPTH;
}
