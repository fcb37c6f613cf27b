/** Writes how an endpoint turns away what it can't use: as its other failures are told. */
import {
  isObjectLiteralExpression,
  isPropertyAssignment,
  isReturnStatement,
  isStringLiteral,
  type Node,
} from '../../core/syntax/ast';
import { forEachChild } from '../../core/syntax/ast';
import { type FunctionNode, isFunctionNode, propertyNameText } from '../../core/syntax/functions';
import { type ParsedFile } from '../../core/syntax/parse';
import { refusalCode } from './refusalCode';

const MESSAGE = 'Invalid input';

/** The statement: a 400 for a route; what an action returns for failures elsewhere, else an exception. */
export function invalidInput({ text, tree }: ParsedFile, node: FunctionNode, isRoute: boolean): string {
  if (isRoute) return `return ${refusalCode(text, MESSAGE, 400)};`;
  let state: string | undefined;
  const visit = (child: Node): void => {
    if (isReturnStatement(child) && child.expression && isObjectLiteralExpression(child.expression)) {
      const members = child.expression.properties.map((property) => {
        const name = propertyNameText(property.name);
        if (!isPropertyAssignment(property) || name === undefined) return undefined;
        const { initializer } = property;
        if (isStringLiteral(initializer))
          return /^(?:error|message)$/.test(name) ? `${name}: '${MESSAGE}'` : undefined;
        const value = initializer.getText(tree);
        return /^(?:true|false|null)$/.test(value) ? `${name}: ${value}` : undefined;
      });
      const has = (pattern: RegExp): boolean => members.some((member) => pattern.test(member ?? ''));
      // A message alone may tell of success.
      const isFailure = has(/^error: '/) || (has(/^message: '/) && has(/^(?:success|ok): false$/));
      if (isFailure && !has(/^(?:success|ok): true$/) && members.every((member) => member !== undefined))
        state ??= `return { ${members.join(', ')} };`;
    }
    if (!isFunctionNode(child)) forEachChild(child, visit);
  };
  if ('body' in node && node.body) visit(node.body);
  return state ?? `throw new Error('${MESSAGE}');`;
}
