/** How a file uses the names that may stand for server actions: what receives them, or that they are called. */
import {
  type Expression,
  forEachChild,
  isArrowFunction,
  isAsExpression,
  isCallExpression,
  isConditionalExpression,
  isExportAssignment,
  isExportDeclaration,
  isIdentifier,
  isImportDeclaration,
  isJsxAttribute,
  isJsxExpression,
  isJsxOpeningLikeElement,
  isJsxSpreadAttribute,
  isNonNullExpression,
  isObjectLiteralExpression,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isReturnStatement,
  isSatisfiesExpression,
  isShorthandPropertyAssignment,
  isTypeNode,
  isVariableDeclaration,
  type Node,
  SyntaxKind,
} from '../syntax/ast';
import { boundNames, dottedName, isFunctionNode } from '../syntax/functions';
import { type ParsedFile } from '../syntax/parse';
import { type TextRange } from '../text/textRange';
import { type FactId, type LinkFacts } from './fileFacts';

/**
 * What happens to the name: a form or a prop receives it, an event handler or a hook does, it is called, or it goes
 * where syntax can't follow (an argument, a return value, a collection).
 */
export type UsageKind = 'form' | 'prop' | 'event' | 'hook' | 'call' | 'escape';

/** One use of a name. */
export interface Usage {
  /** The fact id of its place, `use:N`. */
  readonly id: FactId;
  /** The import's local name, or the file's own name of an action. */
  readonly local: string;
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
}

interface Receiver {
  readonly kind: UsageKind;
  readonly label: string;
}

const ESCAPE: Receiver = { kind: 'escape', label: 'reference' };

/** Extracts the uses of imported names and of the file's own actions. */
export function extractUsages(file: ParsedFile, link: LinkFacts): UsageFacts {
  const names = new Set<string>();
  for (const { local, typeOnly } of link.imports) if (!typeOnly) names.add(local);
  const imported = new Set(names);
  for (const { name, container } of link.inlineActions) names.add(container ?? name);
  if (link.directive === 'use server') for (const { name } of link.exports) names.add(name);

  const found: (Omit<Usage, 'id'> & { readonly range: TextRange })[] = [];
  /** `const bound = save.bind(null, id)`: uses of `bound` are uses of `save`. */
  const aliases = new Map<string, { readonly local: string; readonly member: string | undefined }>();
  const { tree } = file;

  const use = (node: Node, local: string, member: string | undefined, receiver: Receiver): void => {
    found.push({ local, member, ...receiver, range: { start: node.getStart(tree), end: node.getEnd() } });
  };

  /** `receiver` takes the value of this very expression; `zone` took the function that we are in. */
  const visit = (
    node: Node,
    receiver: Receiver,
    zone: Receiver | undefined,
    shadowed: ReadonlySet<string>,
  ): void => {
    if (isImportDeclaration(node) || isExportDeclaration(node) || isTypeNode(node)) return;
    if (isExportAssignment(node) && isIdentifier(node.expression)) return;
    if (isIdentifier(node)) {
      const alias = aliases.get(node.text);
      if (alias) use(node, alias.local, alias.member, receiver);
      else if (names.has(node.text) && !shadowed.has(node.text)) use(node, node.text, undefined, receiver);
      return;
    }
    if (isPropertyAccessExpression(node)) {
      const { expression, name } = node;
      if (isIdentifier(expression) && names.has(expression.text) && !shadowed.has(expression.text)) {
        if (name.text === 'bind') visit(expression, receiver, zone, shadowed);
        else use(node, expression.text, name.text, receiver);
      } else visit(expression, name.text === 'bind' ? receiver : ESCAPE, zone, shadowed);
      return;
    }
    if (isCallExpression(node)) return visitCall(node.expression, node.arguments, receiver, zone, shadowed);
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

  forEachChild(tree, (child) => visit(child, ESCAPE, undefined, new Set()));
  const ranges: Record<FactId, TextRange> = {};
  const usages = found.map(({ range, ...usage }, index): Usage => {
    const id = `use:${index}`;
    ranges[id] = range;
    return { id, ...usage };
  });
  return { usages, ranges };
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
): { readonly local: string; readonly member: string | undefined } | undefined {
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
  const hidden = new Set(outer);
  const visit = (child: Node): void => {
    if (
      'name' in child &&
      child.name &&
      (isVariableDeclaration(child) || child.kind === SyntaxKind.Parameter)
    ) {
      // Variables and parameters are named by a binding name.
      for (const { text } of boundNames(child.name as Parameters<typeof boundNames>[0])) {
        if (imported.has(text)) hidden.add(text);
      }
    }
    if (!isFunctionNode(child)) forEachChild(child, visit);
  };
  forEachChild(node, visit);
  return hidden.size === outer.size ? outer : hidden;
}
