/** The reporters on a report in which every fact is known. */
import assert from 'node:assert/strict';
import { toJson } from '../../server/src/cli/reporters/json';
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

  it('lines up names that are wide or combined', () => {
    const [first] = FULL_REPORT.endpoints;
    assert.ok(first);
    const endpoints = ['/api/日本語', '/api/e\u0301te\u0301', '/api/plain'].map((url) => ({ ...first, url }));
    const report: SurfaceReport = { ...FULL_REPORT, endpoints, findings: [] };
    const starts = toTable(report, { colors: false, width: undefined })
      .split('\n')
      .map((line) => line.indexOf('pages/api'))
      .filter((start) => start >= 0);
    // Three characters that are two columns wide, and two accents that take none; sorted by URL.
    const [accents = 0, plain = 0, wide = 0] = starts;
    assert.deepEqual([starts.length, accents - plain, wide - plain], [3, 2, -3]);
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

  it('gives the room of remarks that have none to names and places', () => {
    const [first] = FULL_REPORT.endpoints;
    assert.ok(first);
    const file = 'app/api/some/quite/long/path/route.ts';
    const endpoints = [
      {
        ...first,
        url: '/api/some/quite/long/path',
        file,
        line: 7,
        publicByDesign: { ...first.publicByDesign, value: true },
      },
    ];
    const table = toTable({ ...FULL_REPORT, endpoints, findings: [] }, { colors: false, width: 80 });
    const [row = ''] = table.split('\n').filter((line) => line.includes('route.ts'));
    assert.ok(row.includes('/api/some/quite/long/path  '), row);
    assert.ok(widthOf(row) > 70, row);
  });
});

describe('the JSON document', () => {
  it('holds every fact as it is, indented by two', () => {
    checkGolden('cli/golden/full.json', toJson(FULL_REPORT));
  });
});

describe('the markdown', () => {
  it('keeps a bar or a backtick in a name from ending its cell', () => {
    const [first] = FULL_REPORT.endpoints;
    assert.ok(first);
    const out = toMarkdown({ ...FULL_REPORT, endpoints: [{ ...first, url: '/a|b`c' }], findings: [] });
    assert.ok(out.includes('| `` /a\\|b`c `` |'), out);
  });

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
