/** Comments that switch a rule off: where they count, that they need a reason, and how they are written. */
import assert from 'node:assert/strict';
import { createAnalysisHost } from '../../../server/src/core/analysisHost';
import { defineRule, type Rule } from '../../../server/src/core/rule/rule';
import { filePath } from '../../../server/src/core/text/filePath';
import { allRules } from '../../../server/src/rules/index';
import { textInput } from '../../support/engine';

const path = filePath('/w/app/page.tsx');

/** Reports every `bad` of the text. */
function rule(id: string, severity: 'warning' | 'error' = 'warning'): Rule {
  return defineRule({
    meta: { ...(allRules[0] as Rule).meta, id, severity },
    *check(ctx) {
      // The rule's own name in a comment is no code.
      for (const { index } of ctx.syntax().text.matchAll(/(?<!-)bad/g)) {
        yield { message: 'It is bad.', range: { start: index, end: index + 3 } };
      }
    },
  });
}

function analysisOf(text: string, rules: readonly Rule[] = [rule('no-bad')]) {
  const host = createAnalysisHost(rules, { version: '0' });
  host.applyChange({ files: new Map([[path, textInput(text)]]) });
  return host.snapshot();
}

const found = (text: string, rules?: readonly Rule[]): readonly string[] =>
  analysisOf(text, rules)
    .findings(path)
    .map((finding) => finding.rule);

describe('a suppression comment', () => {
  it('switches the rule off for the next line only', () => {
    assert.deepEqual(found('// next-surface-disable-next-line no-bad -- legacy clients\nbad();\nbad();\n'), [
      'no-bad',
    ]);
  });

  it('may be a block comment, stand in JSX, and name several rules', () => {
    const rules = [rule('no-bad'), rule('no-worse')];
    assert.deepEqual(
      found('  /* next-surface-disable-next-line no-bad, no-worse -- why */\n  bad();', rules),
      [],
    );
    assert.deepEqual(found('{/* next-surface-disable-next-line no-bad -- why */}\n<p>bad</p>', rules), [
      'no-worse',
    ]);
    const stacked =
      '// next-surface-disable-next-line no-bad -- a\n// next-surface-disable-next-line no-worse -- b\nbad()';
    assert.deepEqual(found(stacked, rules), []);
  });

  it('switches nothing off without a reason, and the finding says what is missing', () => {
    for (const comment of ['no-bad', 'no-bad --', 'no-bad --  ', 'no-bad because']) {
      const [finding] = analysisOf(`// next-surface-disable-next-line ${comment}\nbad();`).findings(path);
      assert.equal(finding?.rule, 'no-bad', comment);
    }
    const [finding] = analysisOf('// next-surface-disable-next-line no-bad\nbad();').findings(path);
    assert.match(finding?.help ?? '', /needs a reason/);
  });

  it('is nothing in other words: a string, another rule, code before it', () => {
    assert.deepEqual(found("const s = '// next-surface-disable-next-line no-bad -- x';\nbad();"), ['no-bad']);
    assert.deepEqual(found('// next-surface-disable-next-line no-worse -- x\nbad();'), ['no-bad']);
  });

  it('counts lines that end in \\r\\n', () => {
    assert.deepEqual(found('a;\r\n// next-surface-disable-next-line no-bad -- x\r\nbad();\r\n'), []);
  });
});

describe('the comment to be written', () => {
  const written = (text: string): string | undefined => {
    const analysis = analysisOf(text);
    const [finding] = analysis.findings(path);
    const comment = finding && analysis.suppression(path, finding);
    return (
      comment &&
      text.slice(0, comment.offset) + `${comment.before}why${comment.after}` + text.slice(comment.offset)
    );
  };

  it('stands above the line, indented like it, and switches the rule off', () => {
    const after = written('a();\n\t\tbad();\n');
    assert.equal(after, 'a();\n\t\t// next-surface-disable-next-line no-bad -- why\n\t\tbad();\n');
    assert.deepEqual(found(after ?? ''), []);
  });

  it('is a JSX comment among the children of an element, and a line comment between attributes', () => {
    const child = written('const a = <p>\n  <b>bad</b>\n</p>;\n');
    assert.equal(
      child,
      'const a = <p>\n  {/* next-surface-disable-next-line no-bad -- why */}\n  <b>bad</b>\n</p>;\n',
    );
    assert.deepEqual(found(child ?? ''), []);
    assert.match(written('const a = <p\n  x={bad}\n/>;\n') ?? '', /^ {2}\/\/ next-surface/m);
  });

  it('keeps the line ends of the file', () => {
    assert.match(written('a();\r\nbad();\r\n') ?? '', /why\r\nbad/);
  });

  it('is not offered for errors, which the build rejects whatever a comment says', () => {
    const analysis = analysisOf('bad();', [rule('no-bad', 'error')]);
    const [finding] = analysis.findings(path);
    assert.ok(finding);
    assert.equal(analysis.suppression(path, finding), undefined);
  });
});
