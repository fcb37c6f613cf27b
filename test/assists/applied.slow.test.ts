/** Applies every offer of every assist at every place of real apps: the result parses, type-checks, keeps its promise, and builds. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { allAssists } from '../../server/src/assists/index';
import { relativePath } from '../../server/src/core/text/filePath';
import { copyOf, installPackages, NEXT, run, writeChange } from '../support/appCopies';
import { applyEverywhere } from '../support/applyEverywhere';
import { typeCheckOf } from '../support/typeCheck';

/** Each app with the folder in it that is type-checked. */
const APPS = [
  { name: 'shop', from: 'examples/shop', folder: '' },
  { name: 'large', from: 'test/oracle/apps/large', folder: '' },
] as const;

describe('every offered code action, applied', function () {
  this.timeout(900_000);

  before(() => {
    installPackages();
  });

  for (const app of APPS) {
    it(`in ${app.name} parses, type-checks, keeps its promise and is done once`, () => {
      const { root, host, files } = copyOf(app.name, app.from);
      const compiler = typeCheckOf(join(root, app.folder));
      const failures: string[] = [];
      const counts = new Map<string, number>();
      for (const { path, offer, after, failures: own } of applyEverywhere(host, files, root)) {
        counts.set(offer.assist, (counts.get(offer.assist) ?? 0) + 1);
        const types = after ? compiler.newErrors(after) : [];
        for (const problem of [...own, ...types])
          failures.push(`${offer.assist} | ${relativePath(root, path)} | ${offer.title} | ${problem}`);
      }
      assert.notEqual(counts.size, 0, 'nothing is offered');
      assert.deepEqual(failures, []);
    });
  }

  it('one of each kind, one after the other in the shop, leaves an app that next build accepts', () => {
    const copy = copyOf('shop-built', 'examples/shop');
    const { root, host, files } = copy;
    const applied: string[] = [];
    for (const { meta } of allAssists) {
      // The first offer of each: later ones of the same kind are applied above, without a build.
      const [first] = applyEverywhere(host, files, root, { assist: (id) => id === meta.id });
      if (!first?.after) continue;
      applied.push(meta.id);
      writeChange(copy, first.after);
    }
    assert.ok(applied.length >= 3, `only ${applied.join(', ')}`);
    run(process.execPath, [NEXT, 'build'], root);
  });
});
