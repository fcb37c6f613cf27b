/** Paths, lines and edits: the small pieces that everything else counts on. */
import assert from 'node:assert/strict';
import {
  baseName,
  filePath,
  folderOf,
  isWithin,
  joinPath,
  relativePath,
} from '../../../server/src/core/text/filePath';
import { LineIndex } from '../../../server/src/core/text/lineIndex';
import { applyEdits } from '../../../server/src/core/text/textEdit';

describe('file paths', () => {
  it('join relative parts, and never leave the root', () => {
    assert.equal(joinPath(filePath('/a/b'), '../c/./d.ts'), '/a/c/d.ts');
    assert.equal(joinPath(filePath('/a'), '../../../x'), '/x');
    assert.equal(joinPath(filePath('c:/a/b'), '../x'), 'c:/a/x');
    assert.equal(
      joinPath(filePath('vscode-vfs://github/o/r'), 'app/../x.ts'),
      'vscode-vfs://github/o/r/x.ts',
    );
    assert.equal(joinPath(filePath('/'), 'x'), '/x');
  });

  it('know their folder and name, and what lies within what', () => {
    assert.equal(folderOf(filePath('/a/b.ts')), '/a');
    assert.equal(folderOf(filePath('/b.ts')), '/');
    assert.equal(baseName(filePath('/a/b.ts')), 'b.ts');
    assert.equal(isWithin(filePath('/app2/x'), filePath('/app')), false);
    assert.equal(isWithin(filePath('/app/x'), filePath('/app')), true);
    assert.equal(isWithin(filePath('/x'), filePath('/')), true);
  });

  it('are told relative to a folder, also outside of it', () => {
    assert.equal(relativePath(filePath('/a'), filePath('/a/b/c')), 'b/c');
    assert.equal(relativePath(filePath('/a'), filePath('/a')), '');
    assert.equal(relativePath(filePath('/a/b'), filePath('/a/c/d')), '../c/d');
  });
});

describe('line index', () => {
  it('counts \\n, \\r\\n and \\r as one line end each, in UTF-16 columns', () => {
    const text = 'a\r\nb😀c\rd\ne';
    const index = new LineIndex(text);
    assert.deepEqual(index.positionAt(text.indexOf('c')), { line: 1, column: 3 });
    assert.deepEqual(index.positionAt(text.indexOf('d')), { line: 2, column: 0 });
    assert.deepEqual(index.positionAt(text.indexOf('e')), { line: 3, column: 0 });
  });

  it('goes back and forth, and clamps what lies outside', () => {
    const text = 'one\ntwo\n';
    const index = new LineIndex(text);
    for (let offset = 0; offset <= text.length; offset++)
      assert.equal(index.offsetAt(index.positionAt(offset)), offset);
    assert.deepEqual(index.positionAt(99), { line: 2, column: 0 });
    assert.equal(index.offsetAt({ line: 9, column: 9 }), text.length);
  });
});

describe('edits', () => {
  it('apply in any order, offsets counted in the text before', () => {
    const edits = [
      { range: { start: 4, end: 7 }, text: 'TWO' },
      { range: { start: 0, end: 0 }, text: '>' },
    ];
    assert.equal(applyEdits('one two', edits), '>one TWO');
  });

  it('that overlap are an error', () => {
    assert.throws(() =>
      applyEdits('abc', [
        { range: { start: 0, end: 2 }, text: '' },
        { range: { start: 1, end: 3 }, text: '' },
      ]),
    );
  });
});
