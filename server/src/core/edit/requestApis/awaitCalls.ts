/** Finds the calls of `cookies()`, `headers()` and `draftMode()` whose result is used as if it were no promise. */
import {
  type CallExpression,
  type Expression,
  forEachChild,
  isArrowFunction,
  isAsExpression,
  isAwaitExpression,
  isCallExpression,
  isIdentifier,
  isNonNullExpression,
  isObjectBindingPattern,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isVariableDeclaration,
  type Node,
} from '../../syntax/ast';
import { isForOfStatement, isNewExpression, isSpreadElement } from '../../syntax/code';
import { dottedName, type FunctionNode } from '../../syntax/functions';
import { type ParsedFile } from '../../syntax/parse';
import { enclosingFunction, type Reference, referencesIn } from '../../syntax/references';
import { type TextEdit } from '../../text/textEdit';
import { type TextRange } from '../../text/textRange';
import { type ImportFact } from '../../facts/fileFacts';

/** One call, and the edit that awaits it. */
export interface SyncCall {
  /** `cookies()`. */
  readonly label: string;
  readonly site: TextRange;
  readonly edit: TextEdit;
  /** The function that has to be async. */
  readonly owner: FunctionNode;
}

const APIS: ReadonlySet<string> = new Set(['cookies', 'headers', 'draftMode']);
const ITERATORS: ReadonlySet<string> = new Set(['Object.fromEntries', 'Array.from']);
const COLLECTIONS: ReadonlySet<string> = new Set(['Headers', 'Map', 'URLSearchParams']);

/** The calls that are certainly used at once; https://nextjs.org/docs/app/api-reference/functions/cookies#good-to-know */
export function syncCalls(file: ParsedFile, imports: readonly ImportFact[]): readonly SyncCall[] {
  const locals = new Map<string, string>();
  for (const { local, imported, specifier, typeOnly } of imports) {
    if (specifier === 'next/headers' && !typeOnly && APIS.has(imported)) locals.set(local, imported);
  }
  if (locals.size === 0) return [];
  const all = referencesIn(file.tree);
  return all.flatMap((reference): readonly SyncCall[] => {
    const imported = locals.get(reference.name);
    if (imported === undefined || reference.scope !== file.tree) return [];
    const call = reference.ancestors.at(-1);
    if (!call || !isCallExpression(call) || call.expression !== reference.node) return [];
    const found = syncCall(file, call, reference.ancestors.slice(0, -1), all);
    return found ? [{ label: `${imported}()`, ...found }] : [];
  });
}

function syncCall(
  file: ParsedFile,
  call: CallExpression,
  outside: readonly Node[],
  all: readonly Reference[],
): Omit<SyncCall, 'label'> | undefined {
  // `(cookies() as unknown as UnsafeUnwrappedCookies)`: the codemod's way to put it off.
  const ancestors = [...outside];
  let value: Node = call;
  let parent = ancestors.at(-1);
  while (
    parent &&
    (isParenthesizedExpression(parent) || isAsExpression(parent) || isNonNullExpression(parent))
  ) {
    value = parent;
    ancestors.pop();
    parent = ancestors.at(-1);
  }
  const owner = enclosingFunction(ancestors);
  if (!parent || !owner || inParameter(ancestors, owner)) return undefined;
  const text = call.getText(file.tree);
  const site = { start: call.getStart(file.tree), end: call.end };
  const replace = (waited: string): Omit<SyncCall, 'label'> => ({
    site,
    owner,
    edit: { range: { start: value.getStart(file.tree), end: value.end }, text: waited },
  });
  if (isPropertyAccessExpression(parent)) {
    return isPromiseMember(parent.name.text) ? undefined : replace(`(await ${text})`);
  }
  if (isVariableDeclaration(parent) && parent.initializer === value) {
    return isObjectBindingPattern(parent.name) || isUsedAtOnce(parent.name, all, ancestors)
      ? replace(`await ${text}`)
      : undefined;
  }
  const iterates =
    isSpreadElement(parent) ||
    (isForOfStatement(parent) && parent.expression === value && !parent.awaitModifier) ||
    (isCallExpression(parent) && ITERATORS.has(dottedName(parent.expression) ?? '')) ||
    (isNewExpression(parent) && COLLECTIONS.has(dottedName(parent.expression) ?? ''));
  return iterates ? replace(`await ${text}`) : undefined;
}

function isPromiseMember(name: string): boolean {
  return name === 'then' || name === 'catch' || name === 'finally';
}

/** A default value can't wait. */
function inParameter(ancestors: readonly Node[], owner: FunctionNode): boolean {
  const next = ancestors[ancestors.indexOf(owner) + 1];
  return next !== undefined && owner.parameters.some((parameter) => parameter === next);
}

/** A member is taken of the variable somewhere, and nobody waits for it. */
function isUsedAtOnce(name: Node, all: readonly Reference[], ancestors: readonly Node[]): boolean {
  if (!isIdentifier(name)) return false;
  let taken = false;
  for (const reference of all) {
    if (reference.name !== name.text || !reference.scope || !ancestors.includes(reference.scope)) continue;
    const parent = reference.ancestors.at(-1);
    if (!parent || isAwaitExpression(parent)) return false;
    if (isCallExpression(parent) && isCalleeUse(parent.expression)) return false;
    if (!isPropertyAccessExpression(parent)) continue;
    if (isPromiseMember(parent.name.text)) return false;
    taken = true;
  }
  return taken;
}

function isCalleeUse(callee: Expression): boolean {
  return isIdentifier(callee) && callee.text === 'use';
}

/** Whether the function calls a hook, which only a component that is not async may do. https://react.dev/reference/rsc/server-components */
export function callsHook(node: FunctionNode): boolean {
  let found = false;
  const visit = (child: Node): void => {
    if (found) return;
    if (isCallExpression(child)) {
      const name = dottedName(child.expression) ?? '';
      if (/(?:^|\.)use(?:[A-Z]|$)/.test(name)) found = true;
    }
    if (!isArrowFunction(child) || child === node) forEachChild(child, visit);
  };
  visit(node);
  return found;
}
