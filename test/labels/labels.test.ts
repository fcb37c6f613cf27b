/** Keeps the hand-made labels well-formed, so that a score over them never counts a slip of the file. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The values each field may have; a number of several kinds is checked on its own below. */
const allowed: Readonly<Record<string, readonly unknown[]>> = {
  kind: ['route', 'action-file', 'action-inline'],
  auth: ['guarded', 'partial', 'unguarded', 'delegated'],
  guardKind: ['session', 'role', 'api-key', 'secret', 'token', 'signature', 'library', 'none'],
  mutates: [true, false, 'unclear'],
  validated: ['schema', 'manual', 'none', 'no-input'],
  publicByDesign: [true, false],
};
const required = [
  ...[
    'id',
    'stratum',
    'repo',
    'sha',
    'file',
    'kind',
    'name',
    'line',
    'form',
    'auth',
    'guardKind',
    'guardAt',
    'hops',
    'sourceHops',
  ],
  ...['via', 'mutates', 'validated', 'publicByDesign', 'why'],
];
const optional = ['altGuardAt', 'unsure'];

type Label = ReadonlyMap<string, unknown>;

function readLabels(file: string): readonly Label[] {
  return readFileSync(join(__dirname, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const label: unknown = JSON.parse(line);
      assert.ok(typeof label === 'object' && label !== null);
      return new Map<string, unknown>(Object.entries(label));
    });
}

const hard = readLabels('labels-hard.jsonl');
const fresh = readLabels('labels-fresh.jsonl');
const unseen = readLabels('labels-unseen-a.jsonl');
const unseenB = readLabels('labels-unseen-b.jsonl');
const unseenC = readLabels('labels-unseen-c.jsonl');
const unseenD = readLabels('labels-unseen-d.jsonl');
const unseenE = readLabels('labels-unseen-e.jsonl');
const unseenF = readLabels('labels-unseen-f.jsonl');

function countWhere(labels: readonly Label[], wanted: Readonly<Record<string, unknown>>): number {
  return labels.filter((label) =>
    Object.entries(wanted).every(([field, value]) => label.get(field) === value),
  ).length;
}

for (const [name, labels, stratum] of [
  ['hard', hard, 'random-hard'],
  ['fresh', fresh, 'random-fresh'],
  ['unseen', unseen, 'random-unseen-a'],
  ['unseen (b)', unseenB, 'random-unseen-b'],
  ['unseen (c)', unseenC, 'random-unseen-c'],
  ['unseen (d)', unseenD, 'random-unseen-d'],
  ['unseen (e)', unseenE, 'random-unseen-e'],
  ['unseen (f)', unseenF, 'random-unseen-f'],
] as const) {
  describe(`the ${name} labels`, () => {
    it('have all fields, no others, and known values', () => {
      for (const label of labels) {
        const id = String(label.get('id'));
        assert.deepEqual(
          [...label.keys()].filter((key) => !optional.includes(key)),
          required,
          id,
        );
        assert.equal(label.get('stratum'), stratum, id);
        for (const [field, values] of Object.entries(allowed)) {
          assert.ok(values.includes(label.get(field)), `${id}: ${field}`);
        }
        assert.match(String(label.get('sha')), /^[0-9a-f]{40}$/, id);
        assert.match(String(label.get('repo')), /^[\w.-]+\/[\w.-]+$/, id);
        assert.ok(String(label.get('why')).length > 20, id);
        assert.ok(!label.has('unsure') || label.get('unsure') === true, id);
      }
    });

    it('have their own id, and each endpoint once', () => {
      for (const keyOf of [['id'], ['repo', 'file', 'name']]) {
        const keys = labels.map((label) => keyOf.map((field) => String(label.get(field))).join('#'));
        assert.equal(new Set(keys).size, keys.length, keyOf.join());
      }
    });

    it('name positive lines, and a place where they say guarded', () => {
      for (const label of labels) {
        const id = String(label.get('id'));
        const line = label.get('line');
        assert.ok(Number.isInteger(line) && Number(line) > 0, id);
        for (const field of ['guardAt', 'altGuardAt']) {
          const place = label.get(field) ?? null;
          if (place !== null) assert.match(String(place), /^[^/].*\.[jt]sx?:[1-9]\d*$/, `${id}: ${field}`);
        }
        if (label.get('auth') === 'guarded') assert.notEqual(label.get('guardAt'), null, id);
        if (label.get('auth') === 'unguarded') assert.equal(label.get('guardAt'), null, id);
      }
    });
  });
}

describe('the label files', () => {
  it('share no id and no endpoint', () => {
    for (const keyOf of [['id'], ['repo', 'file', 'name']]) {
      const keys = [
        ...hard,
        ...fresh,
        ...unseen,
        ...unseenB,
        ...unseenC,
        ...unseenD,
        ...unseenE,
        ...unseenF,
      ].map((label) => keyOf.map((field) => String(label.get(field))).join('#'));
      assert.equal(new Set(keys).size, keys.length, keyOf.join());
    }
  });

  it('stay what they were made for: partial verdicts and open writes, and a sample of many repositories', () => {
    assert.ok(countWhere(hard, { auth: 'partial' }) >= 18);
    assert.ok(countWhere(hard, { auth: 'unguarded', mutates: true, publicByDesign: false }) >= 18);
    for (const [labels, repositories, most] of [
      [hard, 15, 6],
      [fresh, 35, 2],
      [unseen, 8, 5],
      [unseenB, 19, 2],
      [unseenC, 10, 4],
      [unseenD, 20, 2],
      [unseenE, 10, 4],
      [unseenF, 22, 2],
    ] as const) {
      const repos = new Set(labels.map((label) => label.get('repo')));
      assert.ok(repos.size >= repositories);
      for (const repo of repos) assert.ok(countWhere(labels, { repo }) <= most, String(repo));
    }
    assert.equal(fresh.length, 60);
    assert.equal(unseen.length, 40);
    assert.equal(unseenB.length, 33);
    assert.equal(unseenC.length, 40);
    assert.equal(unseenD.length, 40);
    assert.equal(unseenE.length, 40);
    assert.equal(unseenF.length, 44);
  });
});
