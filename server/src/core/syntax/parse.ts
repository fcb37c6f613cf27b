/** Turns a text into a syntax tree; with its siblings the only folder that knows which parser is used. */
import * as ts from 'typescript';
import { type FilePath } from '../text/filePath';

/** One parsed file. The tree lives only as long as the question that asked for it. */
export interface ParsedFile {
  readonly path: FilePath;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

/** Parses `text`; never throws: broken code yields the tree that the parser could recover. */
export function parseFile(path: FilePath, text: string): ParsedFile {
  const options: ts.CreateSourceFileOptions = {
    languageVersion: ts.ScriptTarget.Latest,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  };
  try {
    return { path, text, tree: ts.createSourceFile(path, text, options, false, scriptKind(path)) };
  } catch {
    // The parser recurses, so a file of thousands of nested brackets exhausts the stack: such a file says nothing.
    return { path, text: '', tree: ts.createSourceFile(path, '', options, false, scriptKind(path)) };
  }
}

/** JavaScript may hold JSX in Next.js whatever its extension says; TypeScript only in `.tsx`. */
function scriptKind(path: FilePath): ts.ScriptKind {
  if (path.endsWith('.tsx')) return ts.ScriptKind.TSX;
  if (/\.[cm]?ts$/.test(path)) return ts.ScriptKind.TS;
  return ts.ScriptKind.JSX;
}
