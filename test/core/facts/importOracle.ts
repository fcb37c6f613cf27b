/** The imports of a file as a full parse finds them: what the scan is measured against. */
import * as ts from 'typescript';
import { type ScannedImport } from '../../../server/src/core/facts/moduleScan';
import { parseFile } from '../../../server/src/core/syntax/parse';
import { filePath } from '../../../server/src/core/text/filePath';

/** Every static import and re-export and every `import(…)`/`require(…)` of a literal, in the order of the text. */
export function parsedImports(path: string, text: string): readonly ScannedImport[] {
  const found: ScannedImport[] = [];
  const visit = (node: ts.Node): void => {
    const edge = edgeOf(node);
    if (edge) found.push(edge);
    ts.forEachChild(node, visit);
  };
  visit(parseFile(filePath(path), text).tree);
  return found;
}

function edgeOf(node: ts.Node): ScannedImport | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const clause = node.importClause;
    const bindings = clause?.namedBindings;
    const elements = bindings && ts.isNamedImports(bindings) ? bindings.elements : [];
    const names = [
      ...(clause?.name ? ['default'] : []),
      ...(bindings && ts.isNamespaceImport(bindings) ? ['*'] : []),
      ...elements.map((element) => (element.propertyName ?? element.name).text),
    ];
    const allTypes = !clause?.name && elements.length > 0 && elements.every((element) => element.isTypeOnly);
    // TypeScript 6 keeps `import type` as the clause's phase.
    const typeOnly = clause?.phaseModifier === ts.SyntaxKind.TypeKeyword || allTypes;
    return { specifier: node.moduleSpecifier.text, reexport: false, typeOnly, dynamic: false, names };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
    const elements =
      node.exportClause && ts.isNamedExports(node.exportClause) ? node.exportClause.elements : undefined;
    const allTypes =
      elements !== undefined && elements.length > 0 && elements.every((element) => element.isTypeOnly);
    return {
      specifier: node.moduleSpecifier.text,
      reexport: true,
      typeOnly: node.isTypeOnly || allTypes,
      dynamic: false,
      names: elements ? elements.map((element) => (element.propertyName ?? element.name).text) : ['*'],
    };
  }
  if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
    const argument = node.moduleReference.expression;
    return ts.isStringLiteral(argument) ? call(argument.text, node.isTypeOnly) : undefined;
  }
  if (!ts.isCallExpression(node)) return undefined;
  const callee = node.expression;
  const imports =
    callee.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isMetaProperty(callee) && callee.keywordToken === ts.SyntaxKind.ImportKeyword) ||
    (ts.isIdentifier(callee) && callee.text === 'require');
  const argument = node.arguments[0];
  return imports && argument && ts.isStringLiteralLike(argument) ? call(argument.text, false) : undefined;
}

function call(specifier: string, typeOnly: boolean): ScannedImport {
  return { specifier, reexport: false, typeOnly, dynamic: true, names: [] };
}
