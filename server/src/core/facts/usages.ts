/** How a file uses the names that may stand for server actions: what receives them, or that they are called. */
import {
  type BindingName,
  type CallExpression,
  type Expression,
  forEachChild,
  type Identifier,
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
  type JsxOpeningLikeElement,
  type Node,
  type PropertyAccessExpression,
  type SourceFile,
  type Statement,
  SyntaxKind,
  type VariableDeclaration,
} from '../syntax/ast';
import { boundNames, dottedName, type FunctionNode, hasModifier, isFunctionNode } from '../syntax/functions';
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

/** One file while it is read. */
interface Reading {
  readonly tree: SourceFile;
  /** What may stand for an action: imports, and the file's own actions. */
  readonly names: ReadonlySet<string>;
  readonly imported: ReadonlySet<string>;
  /** `const bound = save.bind(null, id)`: uses of `bound` are uses of `save`. */
  readonly aliases: Map<string, Source>;
  readonly usages: Usage[];
  readonly ranges: Record<FactId, TextRange>;
  /** See `Usage`. */
  owners: readonly string[] | undefined;
}

/** The function around a node. */
interface Inside {
  /** What took the function. */
  readonly zone: Receiver | undefined;
  /** The imported names that something in it hides. */
  readonly shadowed: ReadonlySet<string>;
}

/** Extracts the uses of imported names and of the file's own actions. */
export function extractUsages(file: ParsedFile, link: LinkFacts): UsageFacts {
  const names = new Set<string>();
  for (const { local, typeOnly } of link.imports) if (!typeOnly) names.add(local);
  const imported = new Set(names);
  for (const { name, container } of link.inlineActions) names.add(container ?? name);
  if (link.directive === 'use server') for (const { name } of link.exports) names.add(name);

  const { tree } = file;
  const usages: Usage[] = [];
  const ranges: Record<FactId, TextRange> = {};
  const reading: Reading = { tree, names, imported, aliases: new Map(), usages, ranges, owners: undefined };
  for (const statement of tree.statements) {
    reading.owners = ownersOf(statement, link);
    visit(reading, statement, ESCAPE, { zone: undefined, shadowed: new Set() });
  }
  return { usages, ranges, erased: erasedImports(file, link) };
}

function use(
  { tree, usages, ranges, owners }: Reading,
  node: Node,
  source: Source,
  receiver: Receiver,
): void {
  const id = `use:${usages.length}`;
  ranges[id] = { start: node.getStart(tree), end: node.getEnd() };
  usages.push({ id, ...source, ...(owners && { owners }), ...receiver });
}

/** `const m = await import('x')`, `const { a, b: c } = require('x')`, and parameters of what `then` is given. */
function bindModule(
  reading: Reading,
  name: BindingName,
  specifier: string,
  site: Node,
  picks: 'destructured' | 'member',
): void {
  const { members, whole } = moduleNames(name);
  for (const [local, member] of members) reading.aliases.set(local, { local: '', member, specifier });
  use(reading, site, { local: '', member: undefined, specifier, ...(!whole && { picks }) }, WHOLE);
}

/** Finds the uses in `node`, whose value `receiver` takes. */
function visit(reading: Reading, node: Node, receiver: Receiver, inside: Inside): void {
  if (isIdentifier(node)) return visitName(reading, node, receiver, inside);
  // Most of what is left are literals, keywords and texts, which hold nothing.
  if (isToken(node)) return;
  if (isPropertyAccessExpression(node)) return visitMember(reading, node, receiver, inside);
  if (isJsxOpeningLikeElement(node)) return visitElement(reading, node, inside);
  if (isFunctionNode(node)) return visitFunction(reading, node, receiver, inside);
  if (isImportDeclaration(node) || isExportDeclaration(node) || isTypeNode(node)) return;
  if (isExportAssignment(node) && isIdentifier(node.expression)) return;
  if (isVoidExpression(node)) return visit(reading, node.expression, DROPPED, inside);
  const specifier = specifierOf(node);
  if (specifier !== undefined) return use(reading, node, { local: '', member: undefined, specifier }, WHOLE);
  if (isCallExpression(node)) return visitCall(reading, node, receiver, inside);
  if (isVariableDeclaration(node) && bindVariable(reading, node, inside)) return;
  if (isShorthandPropertyAssignment(node)) return visit(reading, node.name, receiver, inside);
  if (isPropertyAssignment(node)) return visit(reading, node.initializer, receiver, inside);
  if (isReturnStatement(node)) {
    if (node.expression) visit(reading, node.expression, ESCAPE, inside);
    return;
  }
  const passes = isJsxExpression(node) || isTransparent(node) || isObjectLiteralExpression(node);
  const name = 'name' in node ? node.name : undefined;
  forEachChild(node, (child) => {
    // What a declaration is called is no use of the name.
    if (child !== name) visit(reading, child, passes ? receiver : ESCAPE, inside);
  });
}

function visitName(reading: Reading, node: Identifier, receiver: Receiver, { shadowed }: Inside): void {
  const { names, aliases } = reading;
  const alias = aliases.get(node.text);
  if (alias?.specifier !== undefined && alias.member === undefined) return;
  if (alias) use(reading, node, alias, receiver);
  else if (names.has(node.text) && !shadowed.has(node.text)) {
    use(reading, node, { local: node.text, member: undefined }, receiver);
  }
}

function visitMember(
  reading: Reading,
  node: PropertyAccessExpression,
  receiver: Receiver,
  inside: Inside,
): void {
  const { names, aliases } = reading;
  const { expression, name } = node;
  const specifier = specifierOf(expression);
  const alias = isIdentifier(expression) ? aliases.get(expression.text) : undefined;
  const isModule = alias?.specifier !== undefined && alias.member === undefined;
  if (specifier !== undefined) {
    const isPromise = name.text === 'then' || name.text === 'catch';
    if (isPromise) use(reading, node, { local: '', member: undefined, specifier }, WHOLE);
    else {
      use(reading, node, { local: '', member: name.text, specifier }, receiver);
      use(reading, node, { local: '', member: undefined, specifier, picks: 'member' }, WHOLE);
    }
  } else if (alias && isModule) use(reading, node, { ...alias, member: name.text }, receiver);
  else if (isIdentifier(expression) && names.has(expression.text) && !inside.shadowed.has(expression.text)) {
    if (name.text === 'bind') visit(reading, expression, receiver, inside);
    else use(reading, node, { local: expression.text, member: name.text }, receiver);
  } else visit(reading, expression, name.text === 'bind' ? receiver : ESCAPE, inside);
}

function visitElement(reading: Reading, node: JsxOpeningLikeElement, inside: Inside): void {
  const tag = dottedName(node.tagName as Expression) ?? '';
  for (const attribute of node.attributes.properties) {
    if (isJsxSpreadAttribute(attribute))
      visit(reading, attribute.expression, { kind: 'prop', label: `<${tag}>` }, inside);
    else if (attribute.initializer) {
      const name = attribute.name.getText(reading.tree);
      visit(reading, attribute.initializer, attributeReceiver(tag, name), inside);
    }
  }
}

function visitFunction(reading: Reading, node: FunctionNode, receiver: Receiver, outside: Inside): void {
  const shadowed = shadowedIn(node, reading.imported, outside.shadowed);
  const inside: Inside = { zone: receiver === ESCAPE ? outside.zone : receiver, shadowed };
  if (isArrowFunction(node) && node.body.kind !== SyntaxKind.Block) visit(reading, node.body, ESCAPE, inside);
  else if (node.body) forEachChild(node.body, (child) => visit(reading, child, ESCAPE, inside));
}

function visitCall(reading: Reading, node: CallExpression, receiver: Receiver, inside: Inside): void {
  const then = thenOf(node);
  if (then?.callback) {
    const [parameter] = then.callback.parameters;
    if (parameter) bindModule(reading, parameter.name, then.specifier, node, 'member');
    return visit(reading, then.callback, receiver, inside);
  }
  const { expression: callee, arguments: args } = node;
  const name = dottedName(callee);
  const last = name?.slice(name.lastIndexOf('.') + 1);
  if (last === 'bind' && isPropertyAccessExpression(callee))
    visit(reading, callee.expression, receiver, inside);
  else visit(reading, callee, { kind: 'call', label: inside.zone?.label ?? 'call' }, inside);
  for (const arg of args) visit(reading, arg, argumentReceiver(last, receiver), inside);
}

/** Notes what the variable stands for; false where it is a value of its own. */
function bindVariable(
  reading: Reading,
  { name, initializer }: VariableDeclaration,
  { shadowed }: Inside,
): boolean {
  if (!initializer) return false;
  const specifier = specifierOf(initializer);
  if (specifier !== undefined) {
    bindModule(reading, name, specifier, initializer, 'destructured');
    return true;
  }
  const source = isIdentifier(name) ? aliasOf(initializer, reading.names, shadowed) : undefined;
  if (isIdentifier(name) && source) reading.aliases.set(name.text, source);
  return source !== undefined;
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

/** Between a function and the variables that it declares. */
const HOLDS_DECLARATIONS: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.Block,
  SyntaxKind.VariableStatement,
  SyntaxKind.VariableDeclarationList,
  SyntaxKind.IfStatement,
  SyntaxKind.ForStatement,
  SyntaxKind.ForOfStatement,
  SyntaxKind.ForInStatement,
  SyntaxKind.WhileStatement,
  SyntaxKind.DoStatement,
  SyntaxKind.TryStatement,
  SyntaxKind.CatchClause,
  SyntaxKind.SwitchStatement,
  SyntaxKind.CaseBlock,
  SyntaxKind.CaseClause,
  SyntaxKind.DefaultClause,
  SyntaxKind.LabeledStatement,
]);

/** The imported names that the function's parameters and own variables hide. */
function shadowedIn(
  node: FunctionNode,
  imported: ReadonlySet<string>,
  outer: ReadonlySet<string>,
): ReadonlySet<string> {
  let hidden: Set<string> | undefined;
  const visit = (child: Node): void => {
    if (isVariableDeclaration(child) || isParameter(child)) {
      for (const { text } of boundNames(child.name)) {
        if (imported.has(text)) (hidden ??= new Set(outer)).add(text);
      }
    } else if (HOLDS_DECLARATIONS.has(child.kind)) forEachChild(child, visit);
  };
  forEachChild(node, visit);
  return hidden ?? outer;
}
