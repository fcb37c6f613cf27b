/** Where the names of a pattern stand in the value that it takes apart. */
import * as ts from 'typescript';
import { propertyNameText } from './functions';

/**
 * Each name with the keys that lead to it: `{ data: { user } }` has `user` at `data`, `user`; a plain name has none.
 * Undefined for patterns with defaults, computed keys, lists or rests.
 */
export function boundPaths(name: ts.BindingName): ReadonlyMap<string, readonly string[]> | undefined {
  const found = new Map<string, readonly string[]>();
  const visit = (node: ts.BindingName, path: readonly string[]): boolean => {
    if (ts.isIdentifier(node)) {
      found.set(node.text, path);
      return true;
    }
    if (!ts.isObjectBindingPattern(node)) return false;
    return node.elements.every((element) => {
      if (element.dotDotDotToken || element.initializer) return false;
      const key = element.propertyName
        ? propertyNameText(element.propertyName)
        : ts.isIdentifier(element.name)
          ? element.name.text
          : undefined;
      return key !== undefined && visit(element.name, [...path, key]);
    });
  };
  return visit(name, []) ? found : undefined;
}
