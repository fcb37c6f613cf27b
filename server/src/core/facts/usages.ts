/** How a file uses the names that may stand for server actions: what receives them, or that they are called. */
import {
  type BindingName,
  type Expression,
  forEachChild,
  isArrowFunction,
  isAsExpression,
  isCallExpression,
  isClassDeclaration,
  isConditionalExpression,
  isExportAssignment,
  isExportDeclaration,
  isFunctionDeclaration,
  isIdentifier,
  isImportDeclaration,
  isJsxAttribute,
  isJsxExpression,
  isJsxOpeningLikeElement,
  isJsxSpreadAttribute,
  isNonNullExpression,
  isObjectLiteralExpression,
  isParameter,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isReturnStatement,
  isSatisfiesExpression,
  isShorthandPropertyAssignment,
  isToken,
  isTypeNode,
  isVariableDeclaration,
  isVariableStatement,
  isVoidExpression,
  type Node,
  type Statement,
  SyntaxKind,
} from '../syntax/ast';
import { boundNames, dottedName, hasModifier, isFunctionNode } from '../syntax/functions';
import { type ParsedFile } from '../syntax/parse';
import { type TextRange } from '../text/textRange';
import { erasedImports } from './erasedImports';
import { type FactId, type LinkFacts } from './fileFacts';
import { moduleNames, specifierOf, thenOf } from './onDemandImports';

/**
 * What happens to the name: a form or a prop receives it, an event handler or a hook does, it is called, or it goes
 * where syntax can't follow (an argument, a return value, a collection). `whole`: a dynamic import brings all names of a
 * module, so that bundlers keep them all.
 */
export type UsageKind = 'form' | 'prop' | 'event' | 'hook' | 'call' | 'escape' | 'whole';

/** One use of a name, or of what a dynamic import brings. */
export interface Usage {
  /** The fact id of its place, `use:N`. */
  readonly id: FactId;
  /** The import's local name, or the file's own name of an action; '' for what `specifier` brings. */
  readonly local: string;
  /** The module of an `import()` or `require()`; `member` is then its export, undefined for the whole of it. */
  readonly specifier?: string;
  /** Of a `whole` use: how the names that are wanted are picked, which some bundlers follow; undefined where they are not. */
  readonly picks?: 'destructured' | 'member';
  /** The exported names of the module-level declaration that it stands in; undefined where that is always run or private. */
  readonly owners?: readonly string[];
  /** The first member that is taken of it: `save` in `actions.save`. */
  readonly member: string | undefined;
  readonly kind: UsageKind;
  /** For people: `<form action>`, `useActionState`, `onClick`, `startTransition`, `call`. */
  readonly label: string;
}

/** All uses in one file, in source order. */
export interface UsageFacts {
  readonly usages: readonly Usage[];
  readonly ranges: Readonly<Record<FactId, TextRange>>;
  /** Specifiers whose imported names are only used as types, so that the compiler drops the imports. Sorted. */
  readonly erased: readonly string[];
}

interface Receiver {
  readonly kind: UsageKind;
  readonly label: string;
}

const ESCAPE: Receiver = { kind: 'escape', label: 'reference' };
/** `void save` leaves the value where it is. */
const DROPPED: Receiver = { kind: 'call', label: 'reference' };
const WHOLE: Receiver = { kind: 'whole', label: 'import()' };

/** What a name stands for: an import or own action, or (with `specifier`) an export of a module that is imported on demand. */
interface Source {
  readonly local: string;
  readonly member: string | undefined;
  readonly specifier?: string;
  readonly picks?: 'destructured' | 'member';
}

/** Extracts the uses of imported names and of the file's own actions. */
export function extractUsages(file: ParsedFile, link: LinkFacts): UsageFacts {
  const names = new Set<string>();
  for (const { local, typeOnly } of link.imports) if (!typeOnly) names.add(local);
  const imported = new Set(names);
  for (const { name, container } of link.inlineActions) names.add(container ?? name);
  if (link.directive === 'use server') for (const { name } of link.exports) names.add(name);

  const usages: Usage[] = [];
  const ranges: Record<FactId, TextRange> = {};
  /** `const bound = save.bind(null, id)`: uses of `bound` are uses of `save`. */
  const aliases = new Map<string, Source>();
  const { tree } = file;
  let owners: readonly string[] | undefined;

  const use = (node: Node, source: Source, receiver: Receiver): void => {
    const id = `use:${usages.length}`;
    ranges[id] = { start: node.getStart(tree), end: node.getEnd() };
    usages.push({ id, ...source, ...(owners && { owners }), ...receiver });
  };

  /** `const m = await import('x')`, `const { a, b: c } = require('x')`, and parameters of what `then` is given. */
  const bindModule = (
    name: BindingName,
    specifier: string,
    site: Node,
    picks: 'destructured' | 'member',
  ): void => {
    const names = moduleNames(name);
    for (const [local, member] of names.members) aliases.set(local, { local: '', member, specifier });
    use(site, { local: '', member: undefined, specifier, ...(!names.whole && { picks }) }, WHOLE);
  };

  /** `receiver` takes the value of this very expression; `zone` took the function that we are in. */
  const visit = (
    node: Node,
    receiver: Receiver,
    zone: Receiver | undefined,
    shadowed: ReadonlySet<string>,
  ): void => {
    if (isIdentifier(node)) {
      const alias = aliases.get(node.text);
      if (alias?.specifier !== undefined && alias.member === undefined) return;
      if (alias) use(node, alias, receiver);
      else if (names.has(node.text) && !shadowed.has(node.text)) {
        use(node, { local: node.text, member: undefined }, receiver);
      }
      return;
    }
    // Most of what is left are literals, keywords and texts, which hold nothing.
    if (isToken(node)) return;
    if (isImportDeclaration(node) || isExportDeclaration(node) || isTypeNode(node)) return;
    if (isExportAssignment(node) && isIdentifier(node.expression)) return;
    if (isPropertyAccessExpression(node)) {
      const { expression, name } = node;
      const specifier = specifierOf(expression);
      const alias = isIdentifier(expression) ? aliases.get(expression.text) : undefined;
      const isModule = alias?.specifier !== undefined && alias.member === undefined;
      if (specifier !== undefined) {
        const isPromise = name.text === 'then' || name.text === 'catch';
        if (isPromise) use(node, { local: '', member: undefined, specifier }, WHOLE);
        else {
          use(node, { local: '', member: name.text, specifier }, receiver);
          use(node, { local: '', member: undefined, specifier, picks: 'member' }, WHOLE);
        }
      } else if (alias && isModule) use(node, { ...alias, member: name.text }, receiver);
      else if (isIdentifier(expression) && names.has(expression.text) && !shadowed.has(expression.text)) {
        if (name.text === 'bind') visit(expression, receiver, zone, shadowed);
        else use(node, { local: expression.text, member: name.text }, receiver);
      } else visit(expression, name.text === 'bind' ? receiver : ESCAPE, zone, shadowed);
      return;
    }
    if (isVoidExpression(node)) return visit(node.expression, DROPPED, zone, shadowed);
    const brought = specifierOf(node);
    if (brought !== undefined) return use(node, { local: '', member: undefined, specifier: brought }, WHOLE);
    if (isCallExpression(node)) {
      const then = thenOf(node);
      if (then?.callback) {
        const [parameter] = then.callback.parameters;
        if (parameter) bindModule(parameter.name, then.specifier, node, 'member');
        return visit(then.callback, receiver, zone, shadowed);
      }
      return visitCall(node.expression, node.arguments, receiver, zone, shadowed);
    }
    if (isJsxOpeningLikeElement(node)) {
      const tag = dottedName(node.tagName as Expression) ?? '';
      for (const attribute of node.attributes.properties) {
        if (isJsxSpreadAttribute(attribute))
          visit(attribute.expression, { kind: 'prop', label: `<${tag}>` }, zone, shadowed);
        else if (attribute.initializer) {
          const name = attribute.name.getText(tree);
          visit(attribute.initializer, attributeReceiver(tag, name), zone, shadowed);
        }
      }
      return;
    }
    if (isFunctionNode(node)) {
      const inner = shadowedIn(node, imported, shadowed);
      const next = receiver === ESCAPE ? zone : receiver;
      if (isArrowFunction(node) && node.body.kind !== SyntaxKind.Block) visit(node.body, ESCAPE, next, inner);
      else if (node.body) forEachChild(node.body, (child) => visit(child, ESCAPE, next, inner));
      return;
    }
    if (isVariableDeclaration(node) && node.initializer) {
      const specifier = specifierOf(node.initializer);
      if (specifier !== undefined) return bindModule(node.name, specifier, node.initializer, 'destructured');
    }
    if (isVariableDeclaration(node) && node.initializer && isIdentifier(node.name)) {
      const source = aliasOf(node.initializer, names, shadowed);
      if (source) {
        aliases.set(node.name.text, source);
        return;
      }
    }
    if (isShorthandPropertyAssignment(node)) return visit(node.name, receiver, zone, shadowed);
    if (isPropertyAssignment(node)) return visit(node.initializer, receiver, zone, shadowed);
    if (isReturnStatement(node)) {
      if (node.expression) visit(node.expression, ESCAPE, zone, shadowed);
      return;
    }
    const passes = isJsxExpression(node) || isTransparent(node) || isObjectLiteralExpression(node);
    const name = 'name' in node ? node.name : undefined;
    forEachChild(node, (child) => {
      // What a declaration is called is no use of the name.
      if (child !== name) visit(child, passes ? receiver : ESCAPE, zone, shadowed);
    });
  };

  const visitCall = (
    callee: Expression,
    args: readonly Expression[],
    receiver: Receiver,
    zone: Receiver | undefined,
    shadowed: ReadonlySet<string>,
  ): void => {
    const name = dottedName(callee);
    const last = name?.slice(name.lastIndexOf('.') + 1);
    if (last === 'bind' && isPropertyAccessExpression(callee))
      visit(callee.expression, receiver, zone, shadowed);
    else visit(callee, { kind: 'call', label: zone?.label ?? 'call' }, zone, shadowed);
    for (const arg of args) visit(arg, argumentReceiver(last, receiver), zone, shadowed);
  };

  for (const statement of tree.statements) {
    owners = ownersOf(statement, link);
    visit(statement, ESCAPE, undefined, new Set());
  }
  return { usages, ranges, erased: erasedImports(file, link) };
}

/** The exported names of what a statement declares; undefined where it does something of its own, or exports nothing. */
function ownersOf(statement: Statement, link: LinkFacts): readonly string[] | undefined {
  if (isExportAssignment(statement)) return ['default'];
  if (isFunctionDeclaration(statement) || isClassDeclaration(statement)) {
    if (hasModifier(statement, SyntaxKind.DefaultKeyword)) return ['default'];
    return statement.name && exportedAs(statement.name.text, link);
  }
  if (!isVariableStatement(statement)) return undefined;
  const [declaration, ...more] = statement.declarationList.declarations;
  const only = more.length === 0 && declaration && isIdentifier(declaration.name) ? declaration : undefined;
  return only?.initializer && isFunctionNode(only.initializer) && isIdentifier(only.name)
    ? exportedAs(only.name.text, link)
    : undefined;
}

function exportedAs(own: string, link: LinkFacts): readonly string[] | undefined {
  const names = link.exports.filter((fact) => (fact.local ?? fact.name) === own).map(({ name }) => name);
  return names.length > 0 ? names : undefined;
}

function attributeReceiver(tag: string, name: string): Receiver {
  if (name === 'action' && tag === 'form') return { kind: 'form', label: '<form action>' };
  if (name === 'formAction') return { kind: 'form', label: 'formAction' };
  if (/^on[A-Z]/.test(name)) return { kind: 'event', label: name };
  return { kind: 'prop', label: `<${tag} ${name}>` };
}

/** Hooks keep what they get; `startTransition(() => …)` and `useCallback(…)` are passed through to what they run. */
function argumentReceiver(callee: string | undefined, receiver: Receiver): Receiver {
  if (callee === undefined) return ESCAPE;
  if (/^start\w*Transition$|^startTransition$/.test(callee))
    return { kind: 'call', label: 'startTransition' };
  if (callee === 'useCallback' || callee === 'useMemo') return receiver;
  return /^use[A-Z]/.test(callee) ? { kind: 'hook', label: callee } : ESCAPE;
}

function isTransparent(node: Node): boolean {
  return (
    isParenthesizedExpression(node) ||
    isAsExpression(node) ||
    isSatisfiesExpression(node) ||
    isNonNullExpression(node) ||
    isConditionalExpression(node) ||
    isJsxAttribute(node)
  );
}

function aliasOf(
  initializer: Expression,
  names: ReadonlySet<string>,
  shadowed: ReadonlySet<string>,
): Source | undefined {
  const value =
    isCallExpression(initializer) &&
    isPropertyAccessExpression(initializer.expression) &&
    initializer.expression.name.text === 'bind'
      ? initializer.expression.expression
      : initializer;
  if (isIdentifier(value) && names.has(value.text) && !shadowed.has(value.text)) {
    return { local: value.text, member: undefined };
  }
  if (
    isPropertyAccessExpression(value) &&
    isIdentifier(value.expression) &&
    names.has(value.expression.text)
  ) {
    return { local: value.expression.text, member: value.name.text };
  }
  return undefined;
}

/** The imported names that the function's parameters and own variables hide. */
function shadowedIn(
  node: Node,
  imported: ReadonlySet<string>,
  outer: ReadonlySet<string>,
): ReadonlySet<string> {
  let hidden: Set<string> | undefined;
  const visit = (child: Node): void => {
    if (isVariableDeclaration(child) || isParameter(child)) {
      for (const { text } of boundNames(child.name)) {
        if (imported.has(text)) (hidden ??= new Set(outer)).add(text);
      }
    }
    if (!isFunctionNode(child)) forEachChild(child, visit);
  };
  forEachChild(node, visit);
  return hidden ?? outer;
}
