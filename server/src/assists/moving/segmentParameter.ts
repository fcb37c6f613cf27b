/** Tells which names of a page stand for one dynamic segment of its URL, which is a string, whatever types are written. */
import {
  type BindingName,
  type Expression,
  isArrowFunction,
  isAwaitExpression,
  isCallExpression,
  isExportAssignment,
  isFunctionDeclaration,
  isFunctionExpression,
  isIdentifier,
  isObjectBindingPattern,
  isPropertyAccessExpression,
  isVariableDeclaration,
  type Node,
  type ParameterDeclaration,
  SyntaxKind,
  type VariableDeclaration,
} from '../../core/syntax/ast';
import { withoutCasts } from '../../core/syntax/casts';
import {
  type FunctionNode,
  hasModifier,
  isFunctionNode,
  propertyNameText,
} from '../../core/syntax/functions';
import { type ParsedFile } from '../../core/syntax/parse';
import { walk } from '../../core/syntax/walk';

/** True where the declaration binds `name` to a segment of the URL of the page that the file is. https://nextjs.org/docs/app/api-reference/file-conventions/page#params-optional */
export function bindsSegment(
  file: ParsedFile,
  declaration: ParameterDeclaration | VariableDeclaration,
  name: string,
): boolean {
  const page = /\/page\.\w+$/.test(file.path) ? defaultFunction(file) : undefined;
  const segment = page && segmentOf(page, declaration, name);
  // `[...path]` is a list.
  return segment !== undefined && file.path.split('/').includes(`[${segment}]`);
}

function isInside(page: FunctionNode, { pos, end }: Node): boolean {
  return page.body !== undefined && page.body.pos <= pos && end <= page.body.end;
}

/** The member of `params` that the name stands for. */
function segmentOf(
  page: FunctionNode,
  declaration: ParameterDeclaration | VariableDeclaration,
  name: string,
): string | undefined {
  if (!isVariableDeclaration(declaration)) {
    if (page.parameters[0] !== declaration) return undefined;
    const params = elementOf(
      declaration.name,
      (each) => isObjectBindingPattern(each.name) && each.key === 'params',
    );
    return params && elementOf(params.name, (each) => isNamed(each.name, name))?.key;
  }
  const { initializer } = declaration;
  if (!initializer || !isInside(page, declaration)) return undefined;
  if (!isIdentifier(declaration.name))
    return isParams(page, initializer)
      ? elementOf(declaration.name, (each) => isNamed(each.name, name))?.key
      : undefined;
  const value = withoutCasts(initializer);
  return isPropertyAccessExpression(value) && isParams(page, value.expression) ? value.name.text : undefined;
}

interface Element {
  readonly key: string | undefined;
  readonly name: BindingName;
}

/** The element of the pattern, unless a default may take its place. */
function elementOf(pattern: BindingName, isWanted: (element: Element) => boolean): Element | undefined {
  if (!isObjectBindingPattern(pattern)) return undefined;
  for (const { name, propertyName, initializer, dotDotDotToken } of pattern.elements) {
    const key = propertyName ? propertyNameText(propertyName) : isIdentifier(name) ? name.text : undefined;
    const element = { key, name };
    if (isWanted(element)) return initializer || dotDotDotToken ? undefined : element;
  }
  return undefined;
}

function isNamed(name: BindingName, text: string): boolean {
  return isIdentifier(name) && name.text === text;
}

/** The page's `params`, awaited or not: as its parameter brings it, or by a variable. */
function isParams(page: FunctionNode, expression: Expression, depth = 0): boolean {
  if (depth > 3) return false;
  const value = withoutCasts(expression);
  if (isAwaitExpression(value)) return isParams(page, value.expression, depth + 1);
  if (isCallExpression(value)) {
    const [promise] = value.arguments;
    const isUse = isIdentifier(value.expression) && value.expression.text === 'use';
    return isUse && promise !== undefined && isParams(page, promise, depth + 1);
  }
  const props = page.parameters[0]?.name;
  if (!props) return false;
  if (isPropertyAccessExpression(value))
    return (
      value.name.text === 'params' && isIdentifier(value.expression) && isNamed(props, value.expression.text)
    );
  if (!isIdentifier(value)) return false;
  const own = elementOf(props, (each) => isNamed(each.name, value.text));
  if (own) return own.key === 'params';
  const variables: VariableDeclaration[] = [];
  walk(page, ({ node }) => {
    if (isVariableDeclaration(node) && isNamed(node.name, value.text)) variables.push(node);
  });
  const [only, ...more] = variables;
  return only?.initializer !== undefined && more.length === 0 && isParams(page, only.initializer, depth + 1);
}

/** The function that the file exports by default. */
function defaultFunction({ tree }: ParsedFile): FunctionNode | undefined {
  const assigned = tree.statements.find(isExportAssignment)?.expression;
  if (assigned && (isArrowFunction(assigned) || isFunctionExpression(assigned))) return assigned;
  const name = assigned && isIdentifier(assigned) ? assigned.text : undefined;
  let found: FunctionNode | undefined;
  walk(tree, ({ node }, nested) => {
    if (nested || found) return;
    if (isFunctionDeclaration(node)) {
      if (node.name?.text === name ? name !== undefined : hasModifier(node, SyntaxKind.DefaultKeyword))
        found = node;
    } else if (name !== undefined && isVariableDeclaration(node) && isNamed(node.name, name)) {
      if (node.initializer && isFunctionNode(node.initializer)) found = node.initializer;
    }
  });
  return found;
}
