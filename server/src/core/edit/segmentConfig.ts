/** Changes a route segment's config: a value that Next.js can read, or no value at all. */
import { isIdentifier, isVariableStatement, type Expression, type Statement } from '../syntax/ast';
import { type ParsedFile } from '../syntax/parse';
import { staticValueOf } from '../syntax/staticValues';
import { detectFileStyle } from '../text/fileStyle';
import { type TextEdit } from '../text/textEdit';
import { removals } from './removal';

/** The value of `export const NAME = …` as a literal, where it has one certain value; undefined where it is one or has none. */
export function literalValueEdit(file: ParsedFile, name: string): TextEdit | undefined {
  const found = declared(file, name);
  if (!found?.initializer) return undefined;
  const value = staticValueOf(file, found.initializer, { accept: 'everything' });
  if (value.kind !== 'literal' || value.value === undefined || value.value === null) return undefined;
  const { quote } = detectFileStyle(file.text);
  const text =
    typeof value.value === 'string' ? `${quote}${value.value}${quote}` : JSON.stringify(value.value);
  const range = { start: found.initializer.getStart(file.tree), end: found.initializer.end };
  return text === file.text.slice(range.start, range.end) ? undefined : { range, text };
}

/** The edits that remove `export const NAME = …`; undefined where other names are declared beside it. */
export function withoutConfigEdits(file: ParsedFile, name: string): readonly TextEdit[] | undefined {
  const found = declared(file, name);
  return found?.alone ? removals(file, [found.statement]) : undefined;
}

interface Declared {
  readonly statement: Statement;
  readonly initializer: Expression | undefined;
  readonly alone: boolean;
}

function declared({ tree }: ParsedFile, name: string): Declared | undefined {
  for (const statement of tree.statements) {
    if (!isVariableStatement(statement)) continue;
    const { declarations } = statement.declarationList;
    const own = declarations.find((each) => isIdentifier(each.name) && each.name.text === name);
    if (own) return { statement, initializer: own.initializer, alone: declarations.length === 1 };
  }
  return undefined;
}
