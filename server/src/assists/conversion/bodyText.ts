/** Small pieces that a handler's body is written with, and that its action's text is read by. */
import { isCallExpression, isIdentifier, type Node, SyntaxKind } from '../../core/syntax/ast';
import { isTypeReferenceNode, isUnionTypeNode, type TypeNode } from '../../core/syntax/types';
import { type TextEdit } from '../../core/text/textEdit';
import { type Exit } from './actionExits';

/** Ways by which libraries redirect on their own. */
export function redirectingWords(code: string): string | undefined {
  return /redirectTo(?:SignIn|SignUp|Login)\b|ensureSignedIn: true|or: ['"]redirect['"]/.exec(code)?.[0];
}

/**
 * The check that Next.js makes for Server Actions, and for no route: https://nextjs.org/docs/app/guides/data-security. A
 * request without an Origin comes from no page of a browser.
 */
export function originCheck(rejection: string): string {
  return [
    '// Next.js compares Origin and Host for Server Actions only: without this, other sites could act as the visitor.',
    "const origin = request.headers.get('origin');",
    "const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host');",
    'if (origin !== null && origin !== `https://${host}` && origin !== `http://${host}`) {',
    `  ${rejection}`,
    '}',
  ].join('\n');
}

/** The answer that leads elsewhere by GET, whatever was sent; `location` is code. */
export function seeOther(location: string, response: string): string {
  return `return new ${response}(null, { status: 303, headers: { Location: ${location} } });`;
}

/** The path below the base path; undefined where the text does not show that it is a path. */
export function withBase(text: string, basePath: string): string | undefined {
  const opening = /^(['"`])\/(?!\/)/.exec(text)?.[1];
  return opening === undefined ? undefined : `${opening}${basePath}${text.slice(1)}`;
}

/** The text as a string literal. */
export function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
}

/** The statement is the directive of an action. */
export function isUseServer(text: string): boolean {
  return /^(['"])use server\1;?$/.test(text);
}

/** `{ user }` is taken of `{ user }`: the name stands for the same thing. */
export function sameShorthand(
  result: string | undefined,
  binding: string | undefined,
  name: string,
): boolean {
  if (result === undefined || binding === undefined) return false;
  const names = (text: string): readonly string[] =>
    text
      .replace(/[{}\s]/g, '')
      .split(',')
      .filter(Boolean);
  return (
    binding.startsWith('{') &&
    result.startsWith('{') &&
    names(binding).includes(name) &&
    names(result).includes(name)
  );
}

/** `return notFound()` never returns. */
export function isInterrupt(value: Node): boolean {
  return (
    isCallExpression(value) &&
    isIdentifier(value.expression) &&
    /^(?:notFound|forbidden|unauthorized)$/.test(value.expression.text)
  );
}

/** A `try` with a `catch` is around it, which would see what is thrown. */
export function isInTry({ statement, around }: Pick<Exit, 'statement' | 'around'>): boolean {
  const path: readonly Node[] = [statement, ...around];
  return path.some((node, index) => {
    const inner = path[index - 1];
    return (
      node.kind === SyntaxKind.TryStatement &&
      'tryBlock' in node &&
      inner === node.tryBlock &&
      'catchClause' in node &&
      node.catchClause !== undefined
    );
  });
}

/** Where the comments before a statement begin, on lines of their own. */
export function leadingStart(text: string, pos: number, start: number): number {
  const between = text.slice(pos, start);
  const firstLine = between.indexOf('\n');
  if (firstLine < 0) return start;
  const comment = /\S/.exec(between.slice(firstLine));
  return comment ? pos + firstLine + comment.index : start;
}

/** The statement with its line, and a blank line before it where another follows. */
export function lineRemoval(text: string, start: number, end: number): TextEdit {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', end);
  const own = text.slice(lineStart, start).trim() === '' && next >= 0 && text.slice(end, next).trim() === '';
  return { range: own ? { start: lineStart, end: next + 1 } : { start, end }, text: '' };
}

/** The annotation without its promise: whether it holds nothing, may hold nothing, and what it holds. */
export function resultTypeOf(type: TypeNode | undefined): {
  readonly isVoid: boolean;
  readonly mayBeVoid: boolean;
  readonly type: TypeNode | undefined;
} {
  const none = { isVoid: false, mayBeVoid: false, type: undefined };
  if (!type || !isTypeReferenceNode(type) || !isIdentifier(type.typeName) || type.typeName.text !== 'Promise')
    return none;
  const [inner] = type.typeArguments ?? [];
  if (!inner) return none;
  const isNothing = ({ kind }: TypeNode): boolean =>
    kind === SyntaxKind.VoidKeyword ||
    kind === SyntaxKind.UndefinedKeyword ||
    kind === SyntaxKind.NeverKeyword;
  if (isNothing(inner)) return { isVoid: true, mayBeVoid: true, type: undefined };
  const mayBeVoid = isUnionTypeNode(inner) && inner.types.some(isNothing);
  return { isVoid: false, mayBeVoid, type: inner };
}

/** A function's comment without what it says of parameters and results, which a handler has not. */
export function withoutTags(comment: string): string {
  const left = comment.replace(/\/\*\*[^]*?\*\//g, (block) => {
    const described = block
      .replace(/\n[ \t]*\*[ \t]*@(?:param|returns?|throws)\b(?:(?!\n[ \t]*\*[ \t]*@|\*\/)[^])*(?=\n)/g, '')
      .replace(/(?:\r?\n[ \t]*\*[ \t]*\r?)+(?=\n[ \t]*\*\/$)/, '');
    return /^\/\*\*\s*\*\/$/.test(described) ? '' : described;
  });
  return left.trim() === '' ? '' : left.replace(/^\s*\n/, '');
}
