/** Writes statements of the house's style in the style of a file: for the inside of functions, where modules can't be parsed. */
import { restyle } from '../core/syntax/restyle';
import { type FilePath } from '../core/text/filePath';
import { type FileStyle } from '../core/text/fileStyle';

/** Statements of a function's body, without indentation and without a line end behind the last. */
export function styledStatements(path: FilePath, code: string, style: FileStyle): string {
  const lines = code.split('\n').map((line) => (line === '' ? '' : `  ${line}`));
  const module = restyle(path, `async function f() {\n${lines.join('\n')}\n}\n`, style);
  const inner = module.slice(module.indexOf('\n') + 1, module.lastIndexOf(`${style.eol}}`));
  return inner.replace(new RegExp(`^${style.indent}`, 'gm'), '');
}
