/** An assist that exists for tests of adapters: it does everything that an adapter has to translate. */
import { type Assist, defineAssist } from '../../server/src/core/assist/assist';
import { filePath } from '../../server/src/core/text/filePath';
import { insertion } from '../../server/src/core/text/textEdit';

const EXAMPLE = { before: '', after: '' };

/** Writes a line above the file, an uncertain one below it, and a new file whose name the user is asked for. */
const writeLines = defineAssist({
  meta: {
    id: 'write-lines',
    summary: 'An assist of the tests.',
    kind: 'refactor.rewrite',
    since: '0.0.0',
    examples: [EXAMPLE],
  },
  *offers({ text }) {
    if (!text.includes('assist me')) return;
    yield {
      target: 'whole',
      title: 'Write lines and a file',
      movesFiles: true,
      questions: [{ id: 'name', prompt: 'Name', proposal: 'notes' }],
    };
    yield {
      target: 'line',
      title: 'Write one line',
      kind: 'quickfix',
      fixes: ['no-bad-name'],
      preferred: true,
    };
  },
  resolve({ path, text }, target, input) {
    if (!text.includes('assist me')) return undefined;
    const line = '// why: ${1}\n';
    const first = { ...insertion(0, line), placeholders: [{ start: 3, end: 6 }] };
    if (target === 'line') return { edits: new Map([[path, [first]]]) };
    const name = input['name'] ?? 'notes';
    if (!/^[a-z]+$/.test(name)) return { refused: 'Letters only', question: 'name' };
    const last = { ...insertion(text.length, '// end\n'), uncertain: 'Perhaps not the end' };
    return {
      edits: new Map([[path, [first, last]]]),
      newFiles: new Map([[filePath(`/w/app/${name}.ts`), `// ${name}\n`]]),
      notes: [{ message: 'Look at the end.', path, range: { start: text.length, end: text.length } }],
    };
  },
});

/** All of them. */
export const testAssists: readonly Assist[] = [writeLines];
