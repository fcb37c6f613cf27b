/** Plans how the entries of a file come to await their `params` and `searchParams`, and which declared types become promises. */
import {
  type BindingElement,
  isElementAccessExpression,
  type VariableDeclarationList,
  isVariableDeclarationList,
} from '../../syntax/code';
import {
  forEachChild,
  type Identifier,
  isAwaitExpression,
  isBindingElement,
  isBlock,
  isCallExpression,
  isIdentifier,
  isNonNullExpression,
  isObjectBindingPattern,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isShorthandPropertyAssignment,
  isVariableDeclaration,
  isVariableStatement,
  type Node,
  type Statement,
} from '../../syntax/ast';
import { boundNames, type FunctionNode } from '../../syntax/functions';
import { type ParsedFile } from '../../syntax/parse';
import { enclosingFunction, type Reference, referencesIn } from '../../syntax/references';
import { type TextEdit } from '../../text/textEdit';
import { type TextRange } from '../../text/textRange';
import { type EntryFunction } from './entryFunctions';
import { type DeclaredProperty, declaredProperty } from './promisedTypes';

/** What one entry needs. */
export interface EntryPlan {
  readonly entry: EntryFunction;
  /** `params`, `searchParams`. */
  readonly labels: readonly string[];
  readonly edits: readonly TextEdit[];
  /** Statements for the beginning of the body. */
  readonly opening: readonly string[];
  readonly sites: readonly TextRange[];
  /** Something is awaited, so that the function has to be async (or `use` it). */
  readonly awaits: boolean;
  /** Types of the file that change with it. */
  readonly types: ReadonlySet<string>;
  readonly typeEdits: readonly TextEdit[];
}

/** Plans one entry; undefined where nothing is to be done, or it is not certain how. `wait` writes the awaited expression. */
export function planEntry(
  file: ParsedFile,
  entry: EntryFunction,
  wait: (expression: string) => string,
): EntryPlan | undefined {
  const { parameter, node, variable } = entry;
  if (!parameter || parameter.dotDotDotToken || parameter.initializer) return undefined;
  // The type of a variable (`NextPage<Props>`) would have to change as well.
  if (variable?.type) return undefined;
  const all = referencesIn(node);
  const plans: PropertyPlan[] = [];
  for (const name of entry.promised) {
    const type: DeclaredProperty = parameter.type
      ? declaredProperty(file.tree, parameter.type, name)
      : { kind: 'loose', type: undefined, through: [] };
    const uses = usesOf(file, entry, name, all);
    if (!uses) return undefined;
    if (type.kind === 'absent') continue;
    const sync = uses.mentions.filter(({ kind }) => kind === 'sync');
    const isPlain = type.kind === 'plain';
    if (sync.length === 0 && !isPlain && !uses.pattern) continue;
    if (type.kind === 'unreadable') return undefined;
    if (uses.mentions.some(({ kind }) => kind === 'awaited')) return undefined;
    // Only handed on: who gets it may well take the promise.
    if (sync.length === 0 && uses.mentions.length > 0) return undefined;
    const plan = planProperty(file, node, name, { ...uses, isPlain }, wait);
    if (!plan) return undefined;
    plans.push({ ...plan, type });
  }
  if (plans.length === 0) return undefined;
  const typeEdits = plans.flatMap(({ type }) => promised(file, type));
  return {
    entry,
    labels: plans.map(({ name }) => name),
    edits: plans.flatMap(({ edits }) => edits),
    opening: plans.flatMap(({ opening }) => opening),
    sites: plans.flatMap(({ sites }) => sites),
    awaits: plans.some(({ awaits }) => awaits),
    types: new Set(plans.flatMap(({ type }) => (type?.kind === 'plain' ? type.through : []))),
    typeEdits,
  };
}

interface PropertyPlan {
  readonly name: string;
  readonly edits: readonly TextEdit[];
  readonly opening: readonly string[];
  readonly sites: readonly TextRange[];
  readonly awaits: boolean;
  readonly type?: DeclaredProperty;
}

function promised(file: ParsedFile, type: DeclaredProperty | undefined): readonly TextEdit[] {
  if (type?.kind !== 'plain' || !type.type) return [];
  const start = type.type.getStart(file.tree);
  const { end } = type.type;
  return [
    { range: { start, end: start }, text: 'Promise<' },
    { range: { start: end, end }, text: '>' },
  ];
}

/** A mention of the property: `params`, or `props.params`. */
interface Mention {
  readonly node: Node;
  readonly ancestors: readonly Node[];
  readonly kind: 'sync' | 'awaited' | 'passed';
}

interface Uses {
  readonly mentions: readonly Mention[];
  /** How the property is written where it is awaited. */
  readonly source: string;
  /** The binding element that takes the property: `params` in `{ params }`. */
  readonly element: BindingElement | undefined;
  /** Its pattern, where it is taken apart at once: `{ id }` in `{ params: { id } }`. */
  readonly pattern: string | undefined;
  /** `const { params } = props;` to be replaced. */
  readonly statement: Statement | undefined;
}

/** Where a function mentions the property; undefined where it can't be followed. */
function usesOf(
  file: ParsedFile,
  { node, parameter }: EntryFunction,
  name: string,
  all: readonly Reference[],
): Uses | undefined {
  const none: Uses = {
    mentions: [],
    source: name,
    element: undefined,
    pattern: undefined,
    statement: undefined,
  };
  if (!parameter) return none;
  const { name: binding } = parameter;
  const mentionsOf = (local: string): readonly Mention[] =>
    all
      .filter((reference) => reference.name === local && reference.scope === node)
      .map((reference) => mentionOf(reference.node, reference.ancestors));
  if (isObjectBindingPattern(binding)) {
    if (binding.elements.some(({ dotDotDotToken }) => dotDotDotToken)) return undefined;
    const element = binding.elements.find((candidate) => keyOf(candidate) === name);
    if (!element) return none;
    if (element.initializer) return undefined;
    if (!isIdentifier(element.name)) {
      return { ...none, element, pattern: element.name.getText(file.tree) };
    }
    return { ...none, source: element.name.text, element, mentions: mentionsOf(element.name.text) };
  }
  if (!isIdentifier(binding)) return undefined;
  const mentions: Mention[] = [];
  let statement: Statement | undefined;
  const ofProps = all.filter((candidate) => candidate.name === binding.text && candidate.scope === node);
  for (const { ancestors } of ofProps) {
    const parent = ancestors.at(-1);
    if (parent && isPropertyAccessExpression(parent)) {
      if (parent.name.text === name) mentions.push(mentionOf(parent, ancestors.slice(0, -1)));
      continue;
    }
    // `const { params } = props;`: only where nothing else is taken with it.
    if (parent && isVariableDeclaration(parent) && isObjectBindingPattern(parent.name)) {
      const { elements } = parent.name;
      if (!elements.some((element) => keyOf(element) === name)) continue;
      const [element] = elements;
      const list = ancestors.at(-2);
      const holder = ancestors.at(-3);
      if (elements.length !== 1 || !element || element.initializer || statement) return undefined;
      if (!list || !isSingle(list) || !holder || !isVariableStatement(holder)) return undefined;
      if (enclosingFunction(ancestors) !== node) return undefined;
      statement = holder;
      return {
        ...none,
        source: `${binding.text}.${name}`,
        pattern: element.name.getText(file.tree),
        statement,
      };
    }
    // Handed on as a whole: who gets it may read anything.
    return undefined;
  }
  return { ...none, source: `${binding.text}.${name}`, mentions };
}

function keyOf(element: BindingElement): string | undefined {
  const key = element.propertyName ?? element.name;
  return isIdentifier(key) ? key.text : undefined;
}

function isSingle(node: Node): node is VariableDeclarationList {
  return isVariableDeclarationList(node) && node.declarations.length === 1;
}

function mentionOf(node: Node, ancestors: readonly Node[]): Mention {
  const parent = ancestors.at(-1);
  if (!parent) return { node, ancestors, kind: 'passed' };
  if (isAwaitExpression(parent)) return { node, ancestors, kind: 'awaited' };
  if (isCallExpression(parent) && isIdentifier(parent.expression) && parent.expression.text === 'use') {
    return { node, ancestors, kind: 'awaited' };
  }
  if (isPropertyAccessExpression(parent)) {
    const isPromise = /^(?:then|catch|finally)$/.test(parent.name.text);
    return { node, ancestors, kind: isPromise ? 'awaited' : 'sync' };
  }
  if (isVariableDeclaration(parent) && parent.initializer === node && isObjectBindingPattern(parent.name)) {
    return { node, ancestors, kind: 'sync' };
  }
  return { node, ancestors, kind: 'passed' };
}

function planProperty(
  file: ParsedFile,
  owner: FunctionNode,
  name: string,
  uses: Uses & { readonly isPlain: boolean },
  wait: (expression: string) => string,
): PropertyPlan | undefined {
  const { mentions, source, element, pattern, statement } = uses;
  const rangeOf = (node: Node): TextRange => ({ start: node.getStart(file.tree), end: node.end });
  const sites = mentions.map((mention) => rangeOf(mention.node));
  const plan = { name, sites, awaits: true, edits: [] as TextEdit[], opening: [] as string[] };
  if (pattern !== undefined) {
    if (statement) {
      const end = file.text.slice(statement.getStart(file.tree), statement.end).endsWith(';') ? ';' : '';
      const text = `const ${pattern} = ${wait(source)}${end}`;
      return { ...plan, sites: [rangeOf(statement)], edits: [{ range: rangeOf(statement), text }] };
    }
    if (!element || !areFree(owner, new Set([name]))) return undefined;
    return {
      ...plan,
      sites: [rangeOf(element)],
      edits: [{ range: rangeOf(element), text: name }],
      opening: [`const ${pattern} = ${wait(name)}`],
    };
  }
  if (mentions.length === 0) return { ...plan, sites: [], awaits: false };
  const isDirect = mentions.every(({ ancestors }) => enclosingFunction(ancestors) === owner);
  const taken = mentions.map(({ ancestors }) => ancestors.at(-1));
  if (isDirect && taken.every((parent) => parent && isVariableDeclaration(parent))) {
    return { ...plan, edits: mentions.map(({ node }) => ({ range: rangeOf(node), text: wait(source) })) };
  }
  const hasBlock = 'body' in owner && owner.body !== undefined && isBlock(owner.body);
  // `params?.id` allows for none at all, which a pattern does not.
  const members = taken.map((parent) =>
    parent && isPropertyAccessExpression(parent) && !parent.questionDotToken && isIdentifier(parent.name)
      ? parent.name.text
      : undefined,
  );
  const [only] = mentions;
  const declared = only && mentions.length === 1 && isDirect ? loneDeclaration(only) : undefined;
  if (declared && members[0] !== undefined) {
    const key = members[0] === declared.name ? declared.name : `${members[0]}: ${declared.name}`;
    const edits = [
      { range: rangeOf(declared.binding), text: `{ ${key} }` },
      { range: rangeOf(declared.value), text: wait(source) },
    ];
    return { ...plan, edits };
  }
  const names = new Set(members);
  if (hasBlock && members.every((member) => member !== undefined) && areFree(owner, names)) {
    return {
      ...plan,
      edits: mentions.map((mention) => memberEdit(file, mention)),
      opening: [`const { ${[...names].join(', ')} } = ${wait(source)}`],
    };
  }
  if (isDirect && mentions.length <= 2) {
    const edits = mentions.map((mention) => ({
      range: rangeOf(mention.node),
      text: inPlace(mention, name, wait(source)),
    }));
    return { ...plan, edits };
  }
  if (!hasBlock) return undefined;
  if (element) {
    const promise = `${name}Promise`;
    if (!areFree(owner, new Set([promise])) || element.propertyName) return undefined;
    return {
      ...plan,
      edits: [{ range: rangeOf(element), text: `${name}: ${promise}` }],
      opening: [`const ${source} = ${wait(promise)}`],
    };
  }
  if (!areFree(owner, new Set([name]))) return undefined;
  return {
    ...plan,
    edits: mentions.map(({ node }) => ({ range: rangeOf(node), text: name })),
    opening: [`const ${name} = ${wait(source)}`],
  };
}

/** `await` binds less tightly than a member that is taken, and a property needs its name written out. */
function inPlace({ ancestors }: Mention, name: string, waited: string): string {
  const parent = ancestors.at(-1);
  if (parent && isShorthandPropertyAssignment(parent)) return `${name}: ${waited}`;
  const takes =
    parent &&
    (isPropertyAccessExpression(parent) || isElementAccessExpression(parent) || isNonNullExpression(parent));
  return takes && waited.startsWith('await ') ? `(${waited})` : waited;
}

/** `const id = params.id`, on its own: the member becomes a name of the pattern. */
function loneDeclaration({
  ancestors,
}: Mention): { readonly binding: Identifier; readonly value: Node; readonly name: string } | undefined {
  const access = ancestors.at(-1);
  const declaration = ancestors.at(-2);
  const list = ancestors.at(-3);
  if (!access || !declaration || !list || !isSingle(list)) return undefined;
  if (!isVariableDeclaration(declaration) || declaration.initializer !== access || declaration.type)
    return undefined;
  return isIdentifier(declaration.name)
    ? { binding: declaration.name, value: access, name: declaration.name.text }
    : undefined;
}

/** `params.id` becomes `id`, and `{ id: params.id }` becomes `{ id }`. */
function memberEdit(file: ParsedFile, { ancestors }: Mention): TextEdit {
  const access = ancestors.at(-1);
  const holder = ancestors.at(-2);
  const name = access && isPropertyAccessExpression(access) ? access.name.text : '';
  const whole =
    access &&
    holder &&
    isPropertyAssignment(holder) &&
    isIdentifier(holder.name) &&
    holder.initializer === access
      ? holder.name.text === name
      : false;
  const node = whole && holder ? holder : access;
  return { range: { start: node?.getStart(file.tree) ?? 0, end: node?.end ?? 0 }, text: name };
}

/** True when the names can be declared at the function's beginning without hiding or meeting anything. */
function areFree(owner: FunctionNode, names: ReadonlySet<string | undefined>): boolean {
  const mentioned = new Set(referencesIn(owner).map(({ name }) => name));
  return [...names].every((name) => name !== undefined && !mentioned.has(name) && !declares(owner, name));
}

function declares(owner: Node, name: string): boolean {
  let found = false;
  const visit = (node: Node): void => {
    if (found) return;
    const named = isVariableDeclaration(node) || isBindingElement(node) || 'dotDotDotToken' in node;
    if (named && 'name' in node && node.name) {
      // Variables, binding elements and parameters are named by a binding name.
      found = boundNames(node.name as Parameters<typeof boundNames>[0]).some(({ text }) => text === name);
    }
    forEachChild(node, visit);
  };
  visit(owner);
  return found;
}
