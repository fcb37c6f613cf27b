/** The catalogue's data: every entry is well formed and documented, and does what its fixtures say. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import validRange from 'semver/ranges/valid';
import { builtInEntries } from '../../../server/src/core/catalogue/builtInEntries';
import { type CallRule } from '../../../server/src/core/catalogue/entry';
import { entriesFor } from '../../../server/src/core/catalogue/versions';
import { assessFixture } from './assessFixture';
import { catalogueFixtures } from './fixtures/allFixtures';
import { type CatalogueFixture } from './fixtures/catalogueFixture';

const SPECIFIER = /^(?:\*\/|global:$|node:|bun:?|[@.]?[a-z0-9])[\w@./*-]*$/;
const SEGMENT = /^(?:\*\*|\*|(?:new )?[A-Za-z_$~][\w$~]*)(?:\(\))*$/;

function wrongSegment({ call }: CallRule): string | undefined {
  return call.split('.').find((segment) => !SEGMENT.test(segment));
}

/** What the fixture says, and what the analysis says about the same facts. */
function answers(fixture: CatalogueFixture): { readonly expected: unknown; readonly actual: unknown } {
  const { guard, effects, mutates, validation, publicByDesign } = assessFixture(
    fixture.files,
    fixture.endpoint,
    fixture.versions,
  );
  const found = {
    verdict: guard.verdict,
    kind: guard.kind,
    effects: [...new Set(effects.map((effect) => effect.kind))].sort(),
    mutates,
    validation,
    publicByDesign: publicByDesign.value,
  };
  const keys = Object.keys(found).filter((key) => key in fixture);
  const pick = (from: object): unknown =>
    Object.fromEntries(Object.entries(from).filter(([key]) => keys.includes(key)));
  return { expected: pick({ ...fixture, ...fixture.today }), actual: pick(found) };
}

describe('the catalogue', () => {
  it('has at least 60 entries with unique kebab-case ids', () => {
    const ids = builtInEntries.map((entry) => entry.id);
    assert.ok(ids.length >= 60);
    assert.deepEqual(
      ids.filter((id, index) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id) || ids.indexOf(id) !== index),
      [],
    );
  });

  it('says where each entry is documented, and names its packages', () => {
    const wrong = builtInEntries.filter(
      ({ source, packages }) => !/^https:\/\/[\w.-]+\/\S*$/.test(source) || packages.length === 0,
    );
    assert.deepEqual(
      wrong.map((entry) => entry.id),
      [],
    );
  });

  it('has well-formed import specifiers', () => {
    const wrong = builtInEntries.flatMap(({ imports }) => imports.filter((each) => !SPECIFIER.test(each)));
    assert.deepEqual(wrong, []);
  });

  it('has call patterns that parse, and regular expressions that compile', () => {
    const rules = builtInEntries.flatMap((entry) => entry.rules);
    assert.deepEqual(
      rules.filter((rule) => wrongSegment(rule) !== undefined).map((rule) => rule.call),
      [],
    );
    for (const { when } of rules)
      for (const { matches } of when ?? []) if (matches !== undefined) assert.ok(new RegExp(matches, 'i'));
  });

  it('has ranges of versions that parse, of which the fixtures meet one', () => {
    const versioned = builtInEntries.filter(({ versions }) => versions !== undefined);
    assert.deepEqual(
      versioned.filter(({ versions }) => validRange(versions) === null).map(({ id }) => id),
      [],
    );
    const wrong = catalogueFixtures.filter(({ entry, versions = {} }) => {
      const own = versioned.filter(({ id }) => id === entry);
      return entriesFor(own, (name) => (versions[name] === undefined ? [] : [versions[name]])) !== own;
    });
    assert.deepEqual(
      wrong.map(({ entry, title }) => `${entry}: ${title}`),
      [],
    );
  });

  it('ends each trap with a dot', () => {
    const wrong = builtInEntries.filter(({ trap }) => trap !== undefined && !/[.?]$/.test(trap));
    assert.deepEqual(
      wrong.map((entry) => entry.id),
      [],
    );
  });

  it('is plain JSON, so that settings can hold entries of the same shape', () => {
    assert.deepEqual(JSON.parse(JSON.stringify(builtInEntries)), builtInEntries);
  });

  it('has a fixture for each entry, and an entry for each fixture', () => {
    const ids = builtInEntries.map((entry) => entry.id);
    const shown = new Set(catalogueFixtures.map((fixture) => fixture.entry));
    assert.deepEqual(
      ids.filter((id) => !shown.has(id)),
      [],
    );
    assert.deepEqual(
      [...shown].filter((id) => !ids.includes(id)),
      [],
    );
  });

  for (const fixture of catalogueFixtures) {
    // FIXME: fixtures with `today` state the right answer beside the one that the analysis gives as yet.
    it(`${fixture.entry}: ${fixture.title}${fixture.today ? ', not yet: ' + fixture.today.because : ''}`, () => {
      const { expected, actual } = answers(fixture);
      assert.deepEqual(actual, expected, fixture.files);
    });
  }
});
