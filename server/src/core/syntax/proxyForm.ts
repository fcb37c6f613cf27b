/** Finds the function that a proxy's file exports, for code that is about to answer some requests before it. */
import * as ts from 'typescript';
import { withoutCasts } from './casts';
import { hasModifier, propertyNameText } from './functions';
import { type ParsedFile } from './parse';
import { usesOf } from './references';
import { type TextRange } from '../text/textRange';

/** The one function of a proxy's file. */
export interface ProxyForm {
  readonly node: ts.FunctionDeclaration | ts.ArrowFunction | ts.FunctionExpression;
  readonly statement: ts.Statement;
  /** What Next.js finds it by. */
  readonly exported: 'proxy' | 'middleware' | 'default';
  /** Its own name, which nothing else in the file says; undefined for `export default function () {}`. */
  readonly name: string | undefined;
  /** From the statement's start to behind the name: `export async function proxy`. */
  readonly head: TextRange;
  /** Its parameters, one or two, and their types as they are written (empty without). */
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
}

/**
 * The function where it is declared as a function and exported in the same statement; undefined where a call makes it or
 * where there may be another: who runs before it is not known there.
 * https://nextjs.org/docs/app/api-reference/file-conventions/proxy#proxy-function
 */
export function proxyForm(file: ParsedFile): ProxyForm | undefined {
  const { tree } = file;
  const forms: ProxyForm[] = [];
  for (const statement of tree.statements) {
    if (ts.isExportDeclaration(statement)) {
      const clause = statement.exportClause;
      const names = clause && ts.isNamedExports(clause) ? clause.elements.map(({ name }) => name.text) : [];
      if (!clause || names.some((name) => /^(?:proxy|middleware|default|config)$/.test(name)))
        return undefined;
    }
    if (ts.isExportAssignment(statement)) return undefined;
    const form = formOf(file, statement);
    if (form === 'unclear') return undefined;
    if (form) forms.push(form);
  }
  return forms.length === 1 ? forms[0] : undefined;
}

function formOf(file: ParsedFile, statement: ts.Statement): ProxyForm | 'unclear' | undefined {
  if (!ts.canHaveModifiers(statement) || !hasModifier(statement, ts.SyntaxKind.ExportKeyword))
    return undefined;
  const start = statement.getStart(file.tree);
  if (ts.isFunctionDeclaration(statement)) {
    const isDefault = hasModifier(statement, ts.SyntaxKind.DefaultKeyword);
    const exported = isDefault ? 'default' : statement.name?.text;
    if (!isProxyExport(exported)) return undefined;
    const nameEnd = statement.name?.end ?? file.text.indexOf('function', start) + 'function'.length;
    return made(file, statement, statement, exported, statement.name, { start, end: nameEnd });
  }
  if (!ts.isVariableStatement(statement)) return undefined;
  const { declarations } = statement.declarationList;
  const declared = declarations.find(({ name }) => ts.isIdentifier(name) && isProxyExport(name.text));
  if (!declared) return undefined;
  const { name, initializer, type } = declared;
  if (declarations.length > 1 || type || !initializer || !ts.isIdentifier(name)) return 'unclear';
  if (!isProxyExport(name.text)) return 'unclear';
  if (!ts.isArrowFunction(initializer) && !ts.isFunctionExpression(initializer)) return 'unclear';
  return made(file, statement, initializer, name.text, name, { start, end: name.end });
}

function isProxyExport(name: string | undefined): name is ProxyForm['exported'] {
  return name === 'proxy' || name === 'middleware' || name === 'default';
}

function made(
  { tree }: ParsedFile,
  statement: ts.Statement,
  node: ProxyForm['node'],
  exported: ProxyForm['exported'],
  name: ts.Identifier | undefined,
  head: TextRange,
): ProxyForm | 'unclear' {
  const { parameters, body, asteriskToken, typeParameters } = node;
  if (!body || asteriskToken || typeParameters || parameters.length === 0 || parameters.length > 2)
    return 'unclear';
  const plain = parameters.flatMap((each) =>
    ts.isIdentifier(each.name) && !each.dotDotDotToken && !each.initializer && !each.questionToken
      ? [{ name: each.name.text, type: each.type?.getText(tree) ?? '' }]
      : [],
  );
  if (plain.length !== parameters.length) return 'unclear';
  // Who else calls it by its name would get the answers for other origins, too.
  if (name && usesOf(tree.statements, name.text).length > 0) return 'unclear';
  return { node, statement, exported, name: name?.text, head, parameters: plain };
}

/** The matcher of `export const config = { matcher: … }`: a string or a list that can be added to; undefined for all else. */
export function matcherIn({
  tree,
}: ParsedFile): ts.StringLiteralLike | ts.ArrayLiteralExpression | undefined {
  for (const statement of tree.statements) {
    if (!ts.isVariableStatement(statement) || !hasModifier(statement, ts.SyntaxKind.ExportKeyword)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (!ts.isIdentifier(name) || name.text !== 'config' || !initializer) continue;
      const object = withoutCasts(initializer);
      if (!ts.isObjectLiteralExpression(object)) return undefined;
      const member = object.properties.find((each) => propertyNameText(each.name) === 'matcher');
      const value = member && ts.isPropertyAssignment(member) ? withoutCasts(member.initializer) : undefined;
      return value && (ts.isStringLiteralLike(value) || ts.isArrayLiteralExpression(value))
        ? value
        : undefined;
    }
  }
  return undefined;
}
