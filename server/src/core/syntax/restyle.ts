/** Rewrites code of the house's own style (two blanks, single quotes, semicolons, all commas) into the style of a file. */
import * as ts from 'typescript';
import { type FilePath } from '../text/filePath';
import { type FileStyle } from '../text/fileStyle';
import { applyEdits, type TextEdit } from '../text/textEdit';
import { parseFile } from './parse';

/**
 * `text` in `style`. It must be a whole module or a list of statements, written with two blanks, single quotes, semicolons,
 * trailing commas and `\n`. `path` only tells the language (its extension).
 */
export function restyle(path: FilePath, text: string, style: FileStyle): string {
  return withEol(applyEdits(text, restyleEdits(path, text, style)), style);
}

/** `text`, of which every line ends with `\n`, with the style's line ends. */
export function withEol(text: string, { eol }: FileStyle): string {
  return eol === '\n' ? text : text.replaceAll('\n', eol);
}

/**
 * The edits of `restyle`, without those of line ends: for code with places in it (snippets), which move with the edits.
 * They do not overlap and stand in source order.
 */
function restyleEdits(path: FilePath, text: string, style: FileStyle): readonly TextEdit[] {
  const { tree } = parseFile(path, text);
  const edits: TextEdit[] = [];
  const raw: ts.Node[] = [];
  /** Ends of statements whose semicolon is gone: `for (…) f();` ends two. */
  const dropped = new Set<number>();
  const cut = (start: number, length: number, replacement = ''): void => {
    edits.push({ range: { start, end: start + length }, text: replacement });
  };
  const visit = (node: ts.Node): void => {
    if (isRaw(node)) raw.push(node);
    if (ts.isStringLiteral(node)) requote(node);
    if (!style.semicolons) dropSemicolon(node);
    if (style.trailingCommas !== 'all') dropCommas(node);
    ts.forEachChild(node, visit);
  };
  const requote = (node: ts.StringLiteral): void => {
    const start = node.getStart(tree);
    const written = text.slice(start, node.end);
    // JSX attributes keep their double quotes, and so does a text with the wanted quote in it.
    if (ts.isJsxAttribute(node.parent) || written.charAt(0) === style.quote) return;
    if (written.includes(style.quote) || written.includes('\\')) return;
    cut(start, 1, style.quote);
    cut(node.end - 1, 1, style.quote);
  };
  const dropSemicolon = (node: ts.Node): void => {
    if (!endsLine(node) || text.charAt(node.end - 1) !== ';' || ts.isEmptyStatement(node)) return;
    if (dropped.has(node.end)) return;
    if (!/^[^\S\n]*(?:\/\/[^\n]*)?(?:\n|$)/.test(text.slice(node.end))) return;
    cut(node.end - 1, 1);
    dropped.add(node.end);
    const next = nextInList(node);
    const at = next?.getStart(tree);
    // https://tc39.es/ecma262/#sec-interesting-cases-of-automatic-semicolon-insertion
    if (at !== undefined && /[([`+\-/]/.test(text.charAt(at))) cut(at, 0, ';');
  };
  const dropCommas = (node: ts.Node): void => {
    for (const { list, es5 } of listsOf(node)) {
      if (list?.hasTrailingComma !== true || (es5 && style.trailingCommas === 'es5')) continue;
      cut(list.end - 1, 1);
    }
  };
  visit(withParents(tree));
  if (style.indent !== '  ') {
    const inside = (offset: number): boolean =>
      raw.some((node) => node.getStart(tree) < offset && offset < node.end);
    for (const match of text.matchAll(/^(?: {2})+/gm)) {
      if (inside(match.index)) continue;
      cut(match.index, match[0].length, style.indent.repeat(match[0].length / 2));
    }
  }
  return edits.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
}

/** Text whose blanks are its content. */
function isRaw(node: ts.Node): boolean {
  return ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node);
}

/** Statements and members that end with a semicolon, and need none at a line's end. */
function endsLine(node: ts.Node): boolean {
  return ts.isStatement(node) || ts.isPropertyDeclaration(node) || ts.isTypeElement(node);
}

/** The statement or class member after `node`, which might be read as its continuation. */
function nextInList(node: ts.Node): ts.Node | undefined {
  const { parent } = node;
  const siblings: readonly ts.Node[] =
    ts.isSourceFile(parent) ||
    ts.isBlock(parent) ||
    ts.isModuleBlock(parent) ||
    ts.isCaseOrDefaultClause(parent)
      ? parent.statements
      : ts.isClassLike(parent)
        ? parent.members
        : [];
  return siblings[siblings.indexOf(node) + 1];
}

function listsOf(
  node: ts.Node,
): readonly { readonly list: ts.NodeArray<ts.Node> | undefined; readonly es5: boolean }[] {
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
    return [
      { list: node.arguments, es5: false },
      { list: node.typeArguments, es5: false },
    ];
  }
  if (ts.isFunctionLike(node)) {
    return [
      { list: node.parameters, es5: false },
      { list: node.typeParameters, es5: false },
    ];
  }
  if (ts.isObjectLiteralExpression(node)) return [{ list: node.properties, es5: true }];
  if (
    ts.isArrayLiteralExpression(node) ||
    ts.isObjectBindingPattern(node) ||
    ts.isArrayBindingPattern(node) ||
    ts.isNamedImports(node) ||
    ts.isNamedExports(node) ||
    ts.isTupleTypeNode(node)
  ) {
    return [{ list: node.elements, es5: true }];
  }
  if (ts.isEnumDeclaration(node)) return [{ list: node.members, es5: true }];
  return [];
}

/** The parser is told not to set parents, which cost every other question time. */
function withParents(tree: ts.SourceFile): ts.SourceFile {
  const link = (node: ts.Node): void => {
    ts.forEachChild(node, (child) => {
      // The tree is this function's own: parents are written once, before anything reads them.
      (child as { parent: ts.Node }).parent = node;
      link(child);
    });
  };
  link(tree);
  return tree;
}
