/** Finds, in a client component's file, the imported server actions and the component around a place. */
import { type AssistContext } from '../core/assist/assist';
import { nextMajor } from '../core/program/nextMajor';
import { type Endpoint } from '../core/program/program';
import {
  forEachChild,
  isBlock,
  isIdentifier,
  isJsxAttribute,
  isJsxExpression,
  isJsxOpeningLikeElement,
  isPrefixUnaryExpression,
  isPropertyAccessExpression,
  isStringLiteral,
  isVariableDeclaration,
  type Node,
} from '../core/syntax/ast';
import { type FunctionNode, isAsyncFunction, isFunctionNode } from '../core/syntax/functions';
import { type ParsedFile } from '../core/syntax/parse';
import { isJsxElement } from '../core/syntax/code';
import { type TextEdit, insertion } from '../core/text/textEdit';

/** The actions that the file imports by name from `'use server'` files, by local name; empty outside of client files. */
export function importedActions(ctx: AssistContext): ReadonlyMap<string, Endpoint> {
  const found = new Map<string, Endpoint>();
  const program = ctx.program();
  const app = program.project.appOf(ctx.path);
  // The hooks for actions are those of React 19: https://nextjs.org/docs/app/guides/upgrading/version-15
  if (ctx.file.link.directive !== 'use client' || !app || nextMajor(app) < 15) return found;
  for (const { local, imported, specifier, typeOnly } of ctx.file.link.imports) {
    const target = typeOnly ? undefined : program.project.resolve(ctx.path, specifier);
    if (target?.kind !== 'file') continue;
    const action = program
      .endpointsOf(target.path)
      .find(({ kind, name }) => kind === 'action' && name === imported);
    if (action) found.set(local, action);
  }
  return found;
}

/** The component that a place belongs to: the outermost function around it, if that one can call hooks. */
export function componentAt(ancestors: readonly Node[]): FunctionNode | undefined {
  const outermost = ancestors.find(isFunctionNode);
  if (!outermost?.body || !isBlock(outermost.body) || isAsyncFunction(outermost)) return undefined;
  const holder = ancestors[ancestors.indexOf(outermost) - 1];
  const name = outermost.name ?? (holder && isVariableDeclaration(holder) ? holder.name : undefined);
  return name && isIdentifier(name) && /^[A-Z]/.test(name.text) ? outermost : undefined;
}

/** The edit that disables a button while something is pending as well; undefined where it shows that in a way of its own. */
export function disabling(file: ParsedFile, element: Node, name: string): TextEdit | undefined {
  if (
    !isJsxOpeningLikeElement(element) ||
    !/^(?:button|Button|SubmitButton)$/.test(element.tagName.getText(file.tree))
  )
    return undefined;
  const attributes = element.attributes.properties;
  if (attributes.some((attribute) => !isJsxAttribute(attribute))) return undefined;
  const named = (pattern: RegExp): (typeof attributes)[number] | undefined =>
    attributes.find((attribute) => pattern.test(attribute.name?.getText(file.tree) ?? ''));
  if (named(/^(?:isDisabled|loading)$/)) return undefined;
  const own = named(/^disabled$/);
  if (own) {
    const value = isJsxAttribute(own) ? own.initializer : undefined;
    const condition = value && isJsxExpression(value) ? value.expression : undefined;
    const isPlain =
      condition &&
      (isIdentifier(condition) ||
        isPropertyAccessExpression(condition) ||
        isPrefixUnaryExpression(condition));
    return isPlain ? insertion(condition.end, ` || ${name}`) : undefined;
  }
  const last = attributes.at(-1);
  const before = file.text.slice(0, last?.getStart(file.tree) ?? 0);
  const broken = last ? /\r?\n[ \t]*$/.exec(before)?.[0] : undefined;
  return insertion(last?.end ?? element.tagName.end, `${broken ?? ' '}disabled={${name}}`);
}

/** The only button of a form that submits it. */
export function submitButton(file: ParsedFile, form: Node): Node | undefined {
  const found: Node[] = [];
  const visit = (node: Node): void => {
    if (isJsxOpeningLikeElement(node) && /^[bB]utton$/.test(node.tagName.getText(file.tree))) {
      const type = node.attributes.properties
        .filter(isJsxAttribute)
        .find((one) => one.name.getText(file.tree) === 'type');
      const value = type?.initializer;
      const isPlain = node.tagName.getText(file.tree) === 'button' && !type;
      if (isPlain || (value && isStringLiteral(value) && value.text === 'submit')) found.push(node);
    }
    forEachChild(node, visit);
  };
  if (isJsxElement(form)) visit(form);
  return found.length === 1 ? found[0] : undefined;
}
