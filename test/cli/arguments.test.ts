/** What the command line understands, and what it says about what it doesn't. */
import assert from 'node:assert/strict';
import { readArguments, type Request } from '../../server/src/cli/arguments';

function reportOf(...argv: string[]): Extract<Request, { kind: 'report' }> {
  const request = readArguments(['report', ...argv]);
  assert.equal(request.kind, 'report', JSON.stringify(request));
  return request as Extract<Request, { kind: 'report' }>;
}

function wrong(...argv: string[]): string {
  const request = readArguments(argv);
  assert.equal(request.kind, 'wrong', JSON.stringify(request));
  return request.kind === 'wrong' ? request.message : '';
}

describe('readArguments', () => {
  it('takes the current folder, a table and stdout when nothing else is said', () => {
    assert.deepEqual(reportOf(), {
      kind: 'report',
      path: '.',
      format: 'table',
      guards: true,
      output: undefined,
      cache: true,
      verbose: false,
    });
  });

  it('takes values behind a blank, behind "=" and in short form, before or behind the path', () => {
    assert.equal(reportOf('--format', 'json', 'web').format, 'json');
    assert.equal(reportOf('web', '--format=markdown').format, 'markdown');
    const request = reportOf('-f', 'json', '-o', 'out.json', 'web');
    assert.deepEqual([request.format, request.output, request.path], ['json', 'out.json', 'web']);
  });

  it('takes everything behind -- as it stands', () => {
    assert.equal(reportOf('--', '--help').path, '--help');
  });

  it('takes "-o -" for a file of that name', () => {
    assert.equal(reportOf('-o', '-').output, '-');
  });

  it('knows its flags', () => {
    const request = reportOf('--no-cache', '--no-guards', '--verbose');
    assert.deepEqual([request.cache, request.guards, request.verbose], [false, false, true]);
    assert.equal(readArguments(['--help']).kind, 'help');
    assert.equal(readArguments(['report', '-h']).kind, 'help');
    assert.equal(readArguments(['help', 'report']).kind, 'help');
    assert.equal(readArguments(['--version']).kind, 'version');
    assert.equal(readArguments(['-V']).kind, 'version');
  });

  it('guesses what a mistyped option, command or format was meant to be', () => {
    assert.equal(wrong('report', '--formt', 'json'), 'unknown option "--formt": did you mean --format?');
    assert.equal(wrong('report', '--cache'), 'unknown option "--cache": did you mean --no-cache?');
    assert.equal(wrong('report', '--verbos=1'), 'unknown option "--verbos": did you mean --verbose?');
    assert.equal(wrong('reprot'), 'unknown command "reprot": did you mean report?');
    assert.equal(wrong('report', '-f', 'mark'), 'unknown format "mark": did you mean markdown?');
  });

  it('lists what there is when nothing is close', () => {
    assert.equal(wrong('report', '-f', 'sarif'), 'unknown format "sarif": there is table, json, markdown');
    assert.match(wrong('report', '--zzzzzzzz'), /^unknown option "--zzzzzzzz": there is --help, /);
  });

  it('rejects what is missing or too much', () => {
    assert.match(wrong(), /^say what to do/);
    assert.equal(wrong('report', '--format'), '--format needs a value');
    assert.equal(wrong('report', '--output='), '--output needs the name of a file');
    assert.equal(wrong('report', '--verbose=yes'), '--verbose takes no value');
    assert.equal(wrong('report', 'a', 'b'), 'one folder at a time: "b" is one too many');
    assert.equal(wrong('report', ''), 'the path is empty');
    assert.equal(wrong('action', 'ab', '--no-guards'), '--no-guards is no option of action');
  });
});
