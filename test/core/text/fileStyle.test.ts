/** How a file's style is read off its text, and off its siblings' where the file itself does not show it. */
import assert from 'node:assert/strict';
import { DEFAULT_FILE_STYLE, detectFileStyle, type FileStyle } from '../../../server/src/core/text/fileStyle';

function check(text: string, expected: Partial<FileStyle>): void {
  const found = detectFileStyle(text);
  assert.deepEqual(found, { ...DEFAULT_FILE_STYLE, ...expected });
}

describe('the style of a file', () => {
  it('is the default where the file shows nothing', () => {
    check('', {});
    check('x', {});
  });

  it('has the quotes of most strings, and JSX attributes and quoted quotes say nothing of it', () => {
    check('import a from "a";\nimport b from "b";\nimport c from \'c\';\n', { quote: '"' });
    check('const a = "it\'s";\nconst b = "it\'s";\nconst c = \'c\';\n', { quote: "'" });
    check('import a from \'a\';\nexport const x = <p className="a" id="b" />;\n', { quote: "'" });
  });

  it('takes no apostrophe in a comment or a template for a quote', () => {
    check("// don't and can't\nconst a = `it's it's`;\nconst b = \"b\";\n", { quote: '"' });
  });

  it('has semicolons where most statements end with one', () => {
    check("import a from 'a'\nconst b = 1\na(b)\n", { semicolons: false });
    check("import a from 'a';\nconst b = 1;\na(b)\n", { semicolons: true });
  });

  it('takes no line that goes on for a statement without a semicolon', () => {
    check('const a = list\n  .map(f)\n  .filter(g);\nconst b = x\n  ? y\n  : z;\n', { semicolons: true });
  });

  it('is indented by tabs, or by the most frequent step', () => {
    check('function f() {\n\treturn 1;\n}\n', { indent: '\t' });
    check('function f() {\n    if (x) {\n        return 1;\n    }\n}\n', { indent: '    ' });
    check('function f() {\n  g(a,\n    b);\n  if (x) {\n    h();\n  }\n}\n', { indent: '  ' });
  });

  it('is not indented by what stands in comments and templates', () => {
    check('/*\n      a\n          b\n*/\nconst t = `\n        x\n`;\nfunction f() {\n  g();\n}\n', {
      indent: '  ',
    });
  });

  it('has the line ends of most lines', () => {
    check('a;\r\nb;\r\nc;\n', { eol: '\r\n' });
    check('a;\nb;\nc;\r\n', { eol: '\n' });
  });

  it('ends broken lists with a comma everywhere, only where ES5 has it, or nowhere', () => {
    check('f(\n  a,\n  b,\n);\nconst o = {\n  a,\n  b,\n};\n', { trailingCommas: 'all' });
    check('f(\n  a,\n  b\n);\nconst o = {\n  a,\n  b,\n};\n', { trailingCommas: 'es5' });
    check('f(\n  a,\n  b\n);\nconst o = {\n  a,\n  b\n};\n', { trailingCommas: 'none' });
    check('import {\n  a,\n  b\n} from "a";\n', { quote: '"', trailingCommas: 'none' });
  });

  it('takes no block, condition or JSX for a list', () => {
    check('if (\n  a\n) {\n  b(a, c);\n}\nreturn (\n  <p>a, b</p>\n);\n', { trailingCommas: 'all' });
  });

  it('is completed by the siblings in their order', () => {
    const found = detectFileStyle(
      '',
      "import a from 'a'\nimport b from 'b'\n",
      'f("x");\nif (a) {\n\tg("y");\n}\n',
    );
    assert.deepEqual(found, { ...DEFAULT_FILE_STYLE, quote: "'", semicolons: false, indent: '\t' });
    const commas = detectFileStyle(
      'const o = {\n  a,\n  b,\n};\n',
      'f(\n  a,\n  b\n);\nconst o = {\n  a,\n};\n',
    );
    assert.equal(commas.trailingCommas, 'es5');
  });
});
