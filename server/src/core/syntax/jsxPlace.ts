/** Tells whether a place in a file lies among an element's children, where a `//` would be text. */
import * as ts from 'typescript';
import { type ParsedFile } from './parse';

/** True when the offset lies in the text between a JSX element's tags. */
export function isInJsxText(file: ParsedFile, offset: number): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (found || offset < node.pos || offset > node.end) return;
    if (ts.isJsxText(node) && node.pos <= offset && offset <= node.end) found = true;
    else ts.forEachChild(node, visit);
  };
  visit(file.tree);
  return found;
}
