/** Finds the functions that are Server Actions by their own `'use server'`, wherever they stand in a file. */
import {
  forEachChild,
  isArrowFunction,
  isBindingElement,
  isClassDeclaration,
  isClassExpression,
  isFunctionDeclaration,
  isIdentifier,
  isJsxAttribute,
  isJsxExpression,
  isJsxSpreadAttribute,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isPropertyDeclaration,
  isVariableDeclaration,
  type Node,
  type SourceFile,
  SyntaxKind,
} from '../syntax/ast';
import {
  bodyDirectives,
  boundNames,
  type FunctionNode,
  hasModifier,
  isAsyncFunction,
  isFunctionNode,
  propertyNameText,
} from '../syntax/functions';
import { directiveOf, functionShape } from './bindings';
import { type ExtractedExport } from './exports';
import { type InlineActionFact } from './fileFacts';

/** An inline action with the node that its place comes from. */
export interface ExtractedInlineAction {
  readonly fact: InlineActionFact;
  /** The function's name where it has one, else the function. */
  readonly place: Node;
}

/** Finds the inline actions of `tree`, in source order. */
export function extractInlineActions(
  tree: SourceFile,
  exported: readonly ExtractedExport[],
): readonly ExtractedInlineAction[] {
  const found: ExtractedInlineAction[] = [];
  const exportedNames = new Map<Node, string>();
  for (const { node, fact } of exported)
    if (node && !exportedNames.has(node)) exportedNames.set(node, fact.name);

  /** The compiler counts actions and cached functions together, an inner one before the function that holds it. */
  let hoisted = 0;
  /** `named` is what gives an anonymous function its name; `scopes` are the enclosing functions. */
  const visit = (
    node: Node,
    named: NameSite | undefined,
    scopes: readonly FunctionNode[],
    inClass: boolean,
    container: string | undefined,
    passed: boolean,
  ): void => {
    if (isFunctionNode(node)) {
      // Constructors are passed over in silence: https://nextjs.org/docs/app/api-reference/directives/use-server
      const directives = node.kind === SyntaxKind.Constructor ? [] : bodyDirectives(node);
      const isAction = directives.some((d) => d.text === 'use server');
      const place = found.length;
      if (isAction) {
        const own = ownName(node) ?? named;
        const invalid = invalidReason(node, inClass);
        found.push({
          place: own?.node && !isJsxAttribute(own.node) ? own.node : node,
          fact: {
            index: place,
            order: 0,
            name: own?.name ?? 'anonymous',
            shape: functionShape(node),
            exportedAs: exportedNames.get(node),
            container,
            member: memberName(node) ?? named?.name,
            passed,
            invalid,
            captures: scopes.length > 0 && capturesFrom(node, scopes),
          },
        });
      }
      const inner = [...scopes, node];
      // What an arrow returns goes where the arrow's value goes: `actions={ids.map((id) => async () => { 'use server' })}`.
      const returns = passed && isArrowFunction(node) && !isAction ? node.body : undefined;
      forEachChild(node, (child) => visit(child, undefined, inner, false, undefined, child === returns));
      const entry = isAction ? found[place] : undefined;
      if (entry && entry.fact.invalid !== 'instance-method') {
        found[place] = { ...entry, fact: { ...entry.fact, order: hoisted++ } };
      } else if (directives.some((d) => directiveOf(d.text) === 'use cache')) hoisted++;
      return;
    }
    const next = nameFor(node, named);
    const holder = container ?? containerName(node);
    const childInClass = isClassDeclaration(node) || isClassExpression(node);
    const inProp = passed || isJsxAttribute(node) || isJsxSpreadAttribute(node);
    forEachChild(node, (child) => visit(child, next, scopes, childInClass, holder, inProp));
  };
  visit(tree, undefined, [], false, undefined, false);
  return found;
}

/** The name of a module-level class, or of a variable that holds more than the function itself. */
function containerName(node: Node): string | undefined {
  if (isClassDeclaration(node)) return node.name?.text;
  if (!isVariableDeclaration(node) || !isIdentifier(node.name) || !node.initializer) return undefined;
  return isFunctionNode(node.initializer) ? undefined : node.name.text;
}

/** What a method is called where it stands; other functions go by the name of the property that holds them. */
function memberName(node: FunctionNode): string | undefined {
  return node.kind === SyntaxKind.MethodDeclaration ? ownName(node)?.name : undefined;
}

interface NameSite {
  readonly name: string;
  readonly node: Node;
}

/** What the function itself is called, if it says so. */
function ownName(node: FunctionNode): NameSite | undefined {
  if (!node.name) return undefined;
  const name = isIdentifier(node.name) ? node.name.text : propertyNameText(node.name);
  return name === undefined ? undefined : { name, node: node.name };
}

/** The name that a node gives to the function which is its value: a variable, a property, a JSX prop. */
function nameFor(node: Node, outer: NameSite | undefined): NameSite | undefined {
  if (isVariableDeclaration(node)) {
    return isIdentifier(node.name) ? { name: node.name.text, node: node.name } : undefined;
  }
  if (isPropertyAssignment(node) || isPropertyDeclaration(node)) {
    const name = propertyNameText(node.name);
    return name === undefined ? undefined : { name, node: node.name };
  }
  if (isJsxAttribute(node)) {
    // The place of a JSX prop's action is the function itself: there is no name to point at.
    return isIdentifier(node.name) ? { name: `jsx:${node.name.text}`, node } : undefined;
  }
  return isJsxExpression(node) || isParenthesizedExpression(node) ? outer : undefined;
}

/** https://nextjs.org/docs/app/api-reference/directives/use-server: async functions, object methods and static methods only. */
function invalidReason(node: FunctionNode, inClass: boolean): InlineActionFact['invalid'] {
  const accessor = node.kind === SyntaxKind.GetAccessor || node.kind === SyntaxKind.SetAccessor;
  if (
    inClass &&
    !hasModifier(node, SyntaxKind.StaticKeyword) &&
    (accessor || node.kind === SyntaxKind.MethodDeclaration)
  ) {
    return 'instance-method';
  }
  if (accessor) return 'accessor';
  return isAsyncFunction(node) ? undefined : 'not-async';
}

/** True when the function reads a name that one of its enclosing functions declares. */
function capturesFrom(action: FunctionNode, scopes: readonly FunctionNode[]): boolean {
  const outer = new Set<string>();
  for (const scope of scopes) collectDeclared(scope, outer, action);
  const inner = new Set<string>();
  collectDeclared(action, inner, undefined);
  let captured = false;
  const visit = (node: Node): void => {
    if (captured) return;
    if (isIdentifier(node)) {
      captured = outer.has(node.text) && !inner.has(node.text);
      return;
    }
    if (isPropertyAccessExpression(node)) return visit(node.expression);
    if (isPropertyAssignment(node)) return visit(node.initializer);
    forEachChild(node, visit);
  };
  if (action.body) visit(action.body);
  return captured;
}

/** Adds every name that `scope` declares, parameters included; `skip` and what is in it are left out. */
function collectDeclared(scope: FunctionNode, names: Set<string>, skip: FunctionNode | undefined): void {
  const visit = (node: Node): void => {
    if (node === skip) return;
    if (isVariableDeclaration(node) || isBindingElement(node) || node.kind === SyntaxKind.Parameter) {
      if ('name' in node && node.name) {
        // Declarations, binding elements and parameters all name themselves by a binding name.
        for (const bound of boundNames(node.name as Parameters<typeof boundNames>[0])) names.add(bound.text);
      }
    } else if ((isFunctionDeclaration(node) || isClassDeclaration(node)) && node.name)
      names.add(node.name.text);
    forEachChild(node, visit);
  };
  forEachChild(scope, visit);
}
