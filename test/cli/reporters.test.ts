/** The reporters on a report in which every fact is known. */
import assert from 'node:assert/strict';
import { toMarkdown } from '../../server/src/cli/reporters/markdown';
import { toTable } from '../../server/src/cli/reporters/table';
import { widthOf } from '../../server/src/cli/terminalText';
import { type SurfaceReport } from '../../server/src/protocol';
import { checkGolden } from '../support/golden';
import { FULL_REPORT } from './fullReport';

describe('the table', () => {
  it('shows every verdict, exposure and kind', () => {
    checkGolden('cli/golden/full.txt', toTable(FULL_REPORT, { colors: false, width: undefined }));
  });

  it('shows them in colors, within the terminal', () => {
    checkGolden('cli/golden/full-100.ansi', toTable(FULL_REPORT, { colors: true, width: 100 }));
  });

  it('differs in colors by nothing but colors', () => {
    const colored = toTable(FULL_REPORT, { colors: true, width: 90 });
    // eslint-disable-next-line no-control-regex -- the escapes are what is taken out
    const plain = colored.replace(/\u001b\[\d+m/g, '').replace(/ +$/gm, '');
    assert.equal(plain, toTable(FULL_REPORT, { colors: false, width: 90 }));
  });

  it('gives up columns of the place first, and lines up names that are wide or combined', () => {
    const [first] = FULL_REPORT.endpoints;
    assert.ok(first);
    const endpoints = ['/api/日本語', '/api/e\u0301te\u0301', '/api/plain'].map((url) => ({ ...first, url }));
    const report: SurfaceReport = { ...FULL_REPORT, endpoints, findings: [] };
    const rows = toTable(report, { colors: false, width: undefined })
      .split('\n')
      .filter((line) => line.includes('pages/api'));
    const columns = rows.map((line) => widthOf(line.slice(0, line.indexOf('pages/api'))));
    assert.deepEqual([rows.length, new Set(columns).size], [3, 1]);
  });

  it('never runs over a terminal of 80 columns with its rows', () => {
    const rows = toTable(FULL_REPORT, { colors: false, width: 80 })
      .split('\n')
      .filter((line) => line.startsWith('    ') && !/^ {4}(?:error|warning|information|hint) /.test(line));
    assert.deepEqual(
      rows.filter((line) => widthOf(line) > 80),
      [],
    );
    assert.equal(rows.length, FULL_REPORT.endpoints.length);
  });
});

describe('the markdown', () => {
  it('shows every verdict, exposure and kind', () => {
    checkGolden('cli/golden/full.md', toMarkdown(FULL_REPORT));
  });

  it('has the same number of cells in every row of a table', () => {
    const tables = toMarkdown(FULL_REPORT)
      .split('\n\n')
      .filter((block) => block.startsWith('| '));
    for (const table of tables) {
      const cells = table.split('\n').map((row) => row.split(/(?<!\\)\|/).length);
      assert.equal(new Set(cells).size, 1, table);
    }
    assert.equal(tables.length, 4);
  });
});
