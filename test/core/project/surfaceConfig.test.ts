/** An app's own file: what is read of it, and what is said about what can't be read. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import { describe, it } from 'mocha';
import { builtInEntries } from '../../../server/src/core/catalogue/builtInEntries';
import { readSurfaceConfig } from '../../../server/src/core/project/surfaceConfig';

const schemaPath = fileURLToPath(new URL('../../../schemas/next-surface.schema.json', import.meta.url));
const validate = new Ajv({ allowUnionTypes: true, formats: { regex: true } }).compile(
  JSON.parse(readFileSync(schemaPath, 'utf8')),
);

const GUARD = {
  imports: ['@/lib/auth'],
  rules: [{ call: 'requireUser', behavior: { role: 'asserts', kind: 'session' } }],
};

/** The problems with `text`, each with the text it stands at. */
function problemsIn(text: string, ruleIds?: readonly string[]): readonly (readonly [string, string])[] {
  return readSurfaceConfig(text, ruleIds).problems.map(({ message, range }) => [
    message,
    text.slice(range.start, range.end),
  ]);
}

/** The only problem's message. */
function messageOf(config: unknown): string {
  const problems = problemsIn(JSON.stringify(config));
  assert.equal(problems.length, 1, JSON.stringify(problems));
  return problems[0]?.[0] ?? '';
}

describe('an app’s next-surface.json', () => {
  it('may have comments and trailing commas', () => {
    const { config, problems } = readSurfaceConfig('\ufeff{ // ours\n "rules": { "no-x": "off", }, }');
    assert.deepEqual(problems, []);
    assert.deepEqual(config.rules, { 'no-x': 'off' });
  });

  it('fills in what an entry leaves out', () => {
    const { config, problems } = readSurfaceConfig(JSON.stringify({ guards: [GUARD] }));
    assert.deepEqual(problems, []);
    assert.deepEqual(config.guards, [
      { id: 'guards-1', category: 'authentication', packages: [], source: 'next-surface.json', ...GUARD },
    ]);
  });

  it('takes every built-in entry, as does its JSON Schema', () => {
    const config = { guards: builtInEntries };
    const read = readSurfaceConfig(JSON.stringify(config));
    assert.deepEqual(read.problems, []);
    assert.deepEqual(read.config.guards, builtInEntries);
    assert.equal(validate(config), true, JSON.stringify(validate.errors?.slice(0, 3)));
  });

  it('names the origins that "Add CORS" proposes, those apart that are none', () => {
    const text = '{ "cors": { "allowedOrigins": ["https://a.example", "a.example"] } }';
    const { config, problems } = readSurfaceConfig(text);
    assert.deepEqual(config.corsOrigins, ['https://a.example']);
    assert.deepEqual(
      problems.map(({ range }) => text.slice(range.start, range.end)),
      ['"a.example"'],
    );
    assert.equal(validate({ cors: { allowedOrigins: ['https://a.example', '*'] } }), true);
    assert.equal(validate({ cors: { allowedOrigins: ['https://a.example/'] } }), false);
  });

  it('names the key that an unknown one is near to, at its place', () => {
    assert.deepEqual(problemsIn('{ "rule": {} }'), [
      [
        '`rule` means nothing here; did you mean `rules`? Known: `$schema`, `rules`, `guards`, `effects`, `cors`.',
        '"rule"',
      ],
    ]);
  });

  it('names the rule that an unknown one is near to, when the rules are known', () => {
    assert.deepEqual(problemsIn('{ "rules": { "no-misplaced-prox": "off" } }', ['no-misplaced-proxy']), [
      ['There is no rule `no-misplaced-prox`; did you mean `no-misplaced-proxy`?', '"no-misplaced-prox"'],
    ]);
  });

  it('says which severities there are', () => {
    const { config, problems } = readSurfaceConfig('{ "rules": { "no-x": "warn", "no-y": "hint" } }');
    assert.deepEqual(config.rules, { 'no-y': 'hint' });
    assert.equal(
      problems[0]?.message,
      '`rules.no-x` must be one of `off`, `hint`, `information`, `warning`, `error`; did you mean `warning`?',
    );
  });

  it('leaves out an entry with a problem and keeps the others', () => {
    const { config, problems } = readSurfaceConfig(
      JSON.stringify({ guards: [{ imports: [], rules: [] }, GUARD] }),
    );
    assert.deepEqual(
      problems.map(({ message }) => message),
      ['`guards[0].imports` must not be empty.'],
    );
    assert.deepEqual(
      config.guards.map(({ id }) => id),
      ['guards-2'],
    );
  });

  it('says what an entry needs', () => {
    assert.equal(messageOf({ guards: [{ imports: ['x'] }] }), '`guards[0]` needs `rules`.');
  });

  it('refuses versions that are no range, and takes those that are one', () => {
    const entry = (versions: unknown): unknown => ({ guards: [{ ...GUARD, versions }] });
    const message = '`guards[0].versions` must be a range of versions such as `>=5` or `^4.1`.';
    for (const versions of ['>=5 <', 'five', '5.x.y.z', 5]) assert.equal(messageOf(entry(versions)), message);
    for (const versions of ['>=5', '^4.1 || 5.0.0-beta.1', '5.x', '*']) {
      assert.deepEqual(problemsIn(JSON.stringify(entry(versions))), []);
    }
  });

  it('says what a behavior needs, by its role', () => {
    const rules = [{ call: 'f', behavior: { role: 'asserts' } }];
    assert.equal(
      messageOf({ guards: [{ imports: ['x'], rules }] }),
      '`guards[0].rules[0].behavior` needs `kind`.',
    );
  });

  it('names the role that an unknown one is near to', () => {
    const rules = [{ call: 'f', behavior: { role: 'assert', kind: 'session' } }];
    assert.match(messageOf({ guards: [{ imports: ['x'], rules }] }), /did you mean `asserts`\?$/);
  });

  it('refuses a call pattern and a regular expression that don’t parse', () => {
    const entry = (call: string, matches: string): unknown => ({
      effects: [
        { imports: ['x'], rules: [{ call, when: [{ argument: 0, matches }], behavior: { role: 'exit' } }] },
      ],
    });
    assert.match(messageOf(entry('f(x)', 'a')), /^`effects\[0\]\.rules\[0\]\.call` must be a call pattern/);
    assert.match(messageOf(entry('f', '(')), /must be a regular expression, without slashes around it\.$/);
  });

  it('asks for an own id where two entries have the same', () => {
    assert.match(
      messageOf({
        guards: [
          { ...GUARD, id: 'a' },
          { ...GUARD, id: 'a' },
        ],
      }),
      /another entry with the id `a`/,
    );
  });

  it('reads what it can of broken JSON, and says where it broke', () => {
    const { config, problems } = readSurfaceConfig('{ "rules": { "no-x": "off" }, "guards": [ }');
    assert.deepEqual(config.rules, { 'no-x': 'off' });
    assert.ok(problems.length > 0);
    assert.match(problems[0]?.message ?? '', /^The file is not valid JSON here/);
  });

  it('says in words, and once, that a file breaks off', () => {
    const { problems } = readSurfaceConfig('{ "rules": {');
    assert.deepEqual(
      problems.map(({ message }) => message),
      ['The file is not valid JSON here (close brace expected): what follows may not be read.'],
    );
  });

  it('asks for {} in an empty file, and for an object in any other', () => {
    assert.deepEqual(
      problemsIn('').map(([message]) => message),
      ['The file is empty: write `{}`.'],
    );
    assert.match(problemsIn('[]')[0]?.[0] ?? '', /^The file must be an object/);
  });

  it('and its JSON Schema refuse the same unknown keys', () => {
    assert.equal(validate({ rule: {} }), false);
    assert.equal(validate({ guards: [{ ...GUARD, name: 'x' }] }), false);
    assert.equal(validate({ guards: [GUARD], rules: { x: 'off' } }), true);
  });
});
