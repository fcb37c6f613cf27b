/** Code that is taken out leaves no hole, no comment of its own and no second blank line. */
import assert from 'node:assert/strict';
import { removals } from '../../../server/src/core/edit/removal';
import { parseFile } from '../../../server/src/core/syntax/parse';
import { filePath } from '../../../server/src/core/text/filePath';
import { applyEdits } from '../../../server/src/core/text/textEdit';

/** Removes the statements that say `gone`, and the imports of names that begin with `gone`. */
function without(text: string): string {
  const file = parseFile(filePath('/x.ts'), text);
  const nodes = file.tree.statements.filter((node) => /^const gone/.test(node.getText(file.tree)));
  return applyEdits(
    text,
    removals(file, nodes, (local) => local.startsWith('gone')),
  );
}

describe('removals', () => {
  const cases: readonly (readonly [title: string, before: string, after: string])[] = [
    ['keep one of the gaps around a statement', 'a();\n\nconst gone = 1;\n\nb();\n', 'a();\n\nb();\n'],
    [
      'take the comments right above it',
      '// Kept.\n\n/** Its own. */\n// So is this.\nconst gone = 1;\n\nb();\n',
      '// Kept.\n\nb();\n',
    ],
    [
      'leave the comment behind the statement before',
      'a(); // Kept.\nconst gone = 1;\nb();\n',
      'a(); // Kept.\nb();\n',
    ],
    ['leave no blank line at the end', 'a();\n\n\nconst gone = 1;\n', 'a();\n'],
    [
      'leave no blank line at the beginning',
      "import { gone } from 'a';\nimport gone2 from 'b';\n\na();\n",
      'a();\n',
    ],
    ['treat neighbors as one', 'a();\n\nconst gone = 1;\n\nconst gone2 = 2;\n\nb();\n', 'a();\n\nb();\n'],
    [
      'keep what stands at the top of the file',
      "/** About the file. */\nimport { gone } from 'a';\nimport { b } from 'b';\n",
      "/** About the file. */\nimport { b } from 'b';\n",
    ],
    [
      'take a comment with an import in the middle',
      "import { b } from 'b';\n// Why.\nimport { gone } from 'a';\n\nb();\n",
      "import { b } from 'b';\n\nb();\n",
    ],
    [
      'keep the line breaks of a list',
      "import a, {\n  b,\n  gone,\n  aRatherLongName,\n} from 'a/module/with/a/name/that/is/nearly/as/long';\n",
      "import a, {\n  b,\n  aRatherLongName,\n} from 'a/module/with/a/name/that/is/nearly/as/long';\n",
    ],
    [
      'join a list that has room in a line now',
      "import a, {\n  b,\n  gone,\n  c,\n} from 'a';\n",
      "import a, { b, c } from 'a';\n",
    ],
    [
      'keep the comments in a list',
      "import {\n  b, // first\n  gone,\n  c,\n} from 'a';\n",
      "import {\n  b, // first\n  c,\n} from 'a';\n",
    ],
    ['keep a default import alone', "import a, { gone } from 'a';\n", "import a from 'a';\n"],
    ['keep a list without its default import', "import gone, { b } from 'a';\n", "import { b } from 'a';\n"],
    [
      'keep the gap between what goes',
      "import a from 'a';\nimport gone from 'b';\n\nimport gone2 from 'c';\nimport d from 'd';\n",
      "import a from 'a';\n\nimport d from 'd';\n",
    ],
    ['keep Windows line ends', 'a();\r\n\r\nconst gone = 1;\r\n\r\nb();\r\n', 'a();\r\n\r\nb();\r\n'],
  ];
  for (const [title, before, after] of cases) {
    it(title, () => assert.equal(without(before), after));
  }
});
