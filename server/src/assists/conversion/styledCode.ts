/** Writes statements of the house's style in the style of a file: for the inside of functions, where modules can't be parsed. */
import { restyle } from '../../core/syntax/restyle';
import { type FilePath } from '../../core/text/filePath';
import { type FileStyle } from '../../core/text/fileStyle';

/** Statements of a function's body, without indentation and without a line end behind the last. */
export function styledStatements(path: FilePath, code: string, style: FileStyle): string {
  const lines = code.split('\n').map((line) => (line === '' ? '' : `  ${line}`));
  const module = restyle(path, `async function f() {\n${lines.join('\n')}\n}\n`, style);
  const inner = module.slice(module.indexOf('\n') + 1, module.lastIndexOf(`${style.eol}}`));
  return inner.replace(new RegExp(`^${style.indent}`, 'gm'), '');
}

/** Code of the file that stands in code of the house's style: it keeps its own style and its indentation. */
export interface KeptCode {
  /** A name that stands for the text. */
  mark(text: string): string;
  /** The code with the texts where their names stand. */
  fill(code: string): string;
}

/** Keeps pieces of code out of the restyling. */
export function keptCode(): KeptCode {
  const texts: string[] = [];
  return {
    mark: (text) => `kept$${texts.push(text) - 1}$`,
    fill: (code) => code.replace(/kept\$(\d+)\$/g, (_match, index: string) => texts[Number(index)] ?? ''),
  };
}
