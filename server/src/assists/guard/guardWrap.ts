/** Hands a route handler to the app's own guarding wrapper, whose types then give the handler's parameters theirs. */
import { type GuardWrapper } from '../../core/features/guardIdiom/guardIdiom';
import { forEachChild, isBlock, isFunctionDeclaration, isIdentifier, type Node } from '../../core/syntax/ast';
import { type EndpointFunction } from '../../core/syntax/endpointFunction';
import { isAsyncFunction } from '../../core/syntax/functions';
import { type ParsedFile } from '../../core/syntax/parse';
import { type FileStyle } from '../../core/text/fileStyle';
import { insertion, type TextEdit } from '../../core/text/textEdit';

/**
 * The edits that turn `function POST(request: Request) {…}` into `const POST = withUser(async (request) => {…});`, or wrap
 * the function that a variable holds. `before` is the wrapper's call as the file writes it. Undefined where the wrapper
 * hands on something else than the function takes, or where the order of declarations would matter.
 */
export function wrapEdits(
  parsed: ParsedFile,
  { node, wrappers, declaration }: EndpointFunction,
  wrapper: GuardWrapper,
  before: string,
  style: FileStyle,
): readonly TextEdit[] | undefined {
  const { tree, text } = parsed;
  const body = 'body' in node ? node.body : undefined;
  if (wrappers.length > 0 || !body) return undefined;
  const parameters = parametersFor(parsed, node, wrapper);
  if (parameters === undefined || readsThis(parsed, body)) return undefined;
  const head = `${isAsyncFunction(node) ? 'async ' : ''}(${parameters}) => `;
  const bodyStart = body.getStart(tree);
  if (!isFunctionDeclaration(node)) {
    const range = { start: node.getStart(tree), end: bodyStart };
    const value = isBlock(body) || !text.slice(range.start, range.end).includes('=>') ? head : undefined;
    if (value === undefined) return undefined;
    return [{ range, text: before + value }, insertion(node.end, wrapper.after)];
  }
  const name = node.name?.text;
  const isExported = /^export\s+(?:async\s+)?function\b/.test(text.slice(node.getStart(tree), bodyStart));
  if (name === undefined || !isExported || node !== declaration || isNamedElsewhere(parsed, node, name))
    return undefined;
  const range = { start: node.getStart(tree), end: bodyStart };
  const end = style.semicolons ? ';' : '';
  return [
    { range, text: `export const ${name} = ${before}${head}` },
    insertion(node.end, `${wrapper.after}${end}`),
  ];
}

/** The parameters without their types, as the wrapper hands them on; undefined where they don't fit. */
function parametersFor(
  { tree }: ParsedFile,
  node: EndpointFunction['node'],
  { parameters }: GuardWrapper,
): string | undefined {
  const [first, second] = node.parameters;
  if (!first) return '';
  const [given = '', context = ''] = parameters;
  if (!isIdentifier(first.name) || node.parameters.length > 2) return undefined;
  const name = first.name.text;
  if (given.startsWith('{')) {
    const key = /\b(?:request|req)\b/.exec(given)?.[0];
    if (key === undefined || second) return undefined;
    return key === name ? `{ ${name} }` : `{ ${key}: ${name} }`;
  }
  if (!/^_?req(?:uest)?$/i.test(given)) return undefined;
  if (!second) return name;
  return /^_?(?:ctx|context|props|\{ params \})$/.test(context)
    ? `${name}, ${second.getText(tree)}`
    : undefined;
}

/** An arrow has no `this` and no `arguments` of its own. */
function readsThis({ text }: ParsedFile, body: Node): boolean {
  let found = false;
  const visit = (node: Node): void => {
    if (isIdentifier(node) && node.text === 'arguments') found = true;
    if (!found) forEachChild(node, visit);
  };
  visit(body);
  return found || /\bthis\b/.test(text.slice(body.pos, body.end));
}

/** A `const` can't be used above its declaration, and not be declared twice as overloads are. */
function isNamedElsewhere({ tree }: ParsedFile, own: Node, name: string): boolean {
  let found = false;
  const visit = (node: Node): void => {
    if (node === own || found) return;
    if (isIdentifier(node) && node.text === name) found = true;
    forEachChild(node, visit);
  };
  visit(tree);
  return found;
}
