/** How code of the house's style is rewritten in the style of a file. */
import assert from 'node:assert/strict';
import { restyle } from '../../../server/src/core/syntax/restyle';
import { filePath } from '../../../server/src/core/text/filePath';
import { DEFAULT_FILE_STYLE, type FileStyle } from '../../../server/src/core/text/fileStyle';

function check(before: string, style: Partial<FileStyle>, after: string): void {
  assert.equal(restyle(filePath('/x.tsx'), before, { ...DEFAULT_FILE_STYLE, ...style }), after);
}

describe('restyled code', () => {
  it('stays as it is in the house style', () => {
    const code = "import a from 'a';\n\nf(\n  a,\n  'b',\n);\n";
    check(code, {}, code);
  });

  it('has the other quotes, but not in JSX attributes nor around the wanted quote', () => {
    check(
      "f('a', 'say \"b\"', 'it\\'s');\nconst x = <p id=\"a\">don't</p>;\n",
      { quote: '"' },
      'f("a", \'say "b"\', \'it\\\'s\');\nconst x = <p id="a">don\'t</p>;\n',
    );
  });

  it('drops semicolons at line ends, and keeps those that part', () => {
    check(
      'import a from "a";\nfor (let i = 0; i < 1; i++) a(i);\ntype T = { x: 1; y: 2 };\ninterface I {\n  x: 1;\n}\n',
      { semicolons: false, quote: '"' },
      'import a from "a"\nfor (let i = 0; i < 1; i++) a(i)\ntype T = { x: 1; y: 2 }\ninterface I {\n  x: 1\n}\n',
    );
  });

  it('guards a statement that the line before it would swallow', () => {
    check('a();\n[1].map(a);\n(b);\n`c`;\n', { semicolons: false }, 'a()\n;[1].map(a)\n;(b)\n;`c`\n');
  });

  it('drops commas nowhere, in calls and parameters, or everywhere', () => {
    const code = 'function f(\n  a,\n  b,\n) {\n  return g(\n    a,\n    [\n      b,\n    ],\n  );\n}\n';
    check(code, { trailingCommas: 'all' }, code);
    check(
      code,
      { trailingCommas: 'es5' },
      'function f(\n  a,\n  b\n) {\n  return g(\n    a,\n    [\n      b,\n    ]\n  );\n}\n',
    );
    check(
      code,
      { trailingCommas: 'none' },
      'function f(\n  a,\n  b\n) {\n  return g(\n    a,\n    [\n      b\n    ]\n  );\n}\n',
    );
  });

  it('is indented anew, except in templates', () => {
    check(
      'function f() {\n  if (a) {\n    /**\n     * b\n     */\n    return `\n  c\n    `;\n  }\n}\n',
      { indent: '\t' },
      'function f() {\n\tif (a) {\n\t\t/**\n\t\t * b\n\t\t */\n\t\treturn `\n  c\n    `;\n\t}\n}\n',
    );
  });

  it('has the line ends of the file', () => {
    check('a;\nb;\n', { eol: '\r\n' }, 'a;\r\nb;\r\n');
  });
});
