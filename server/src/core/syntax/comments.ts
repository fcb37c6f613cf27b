/** Tells comments from texts that look like them, so that none of these is taken for one and removed. */
import * as ts from 'typescript';
import { type ParsedFile } from './parse';

/** True where the offset lies in no text, template, regular expression or JSX text, of a file without syntax errors. */
export function isComment({ tree }: ParsedFile, offset: number): boolean {
  if (hasSyntaxErrors(tree)) return false;
  let inText = false;
  const visit = (node: ts.Node): void => {
    if (inText || offset < node.pos || offset >= node.end) return;
    if (ts.isLiteralExpression(node) || ts.isTemplateLiteralToken(node) || ts.isJsxText(node))
      inText = node.getStart(tree) <= offset;
    else ts.forEachChild(node, visit);
  };
  visit(tree);
  return !inText;
}

/** What the parser complains of is on every tree, though the declared type keeps it to the compiler itself. */
function hasSyntaxErrors(tree: ts.SourceFile): boolean {
  const { parseDiagnostics } = tree as ts.SourceFile & { readonly parseDiagnostics?: readonly unknown[] };
  return parseDiagnostics !== undefined && parseDiagnostics.length > 0;
}
