/** The manifest and the code behind it name the same things. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fakeContext, resetFakeVscode } from '../support/fakeVscode';
import { fakeClients, settled } from '../support/fakeLanguageClient';
import { startClient } from '../../client/src/client';

/** The part of package.json that is looked at. */
interface Manifest {
  readonly icon: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>;
    readonly viewsContainers: {
      readonly activitybar: readonly { readonly id: string; readonly icon: string }[];
    };
  };
}

const read = (name: string): string => readFileSync(new URL(`../../${name}`, `file://${__filename}`), 'utf8');
const source = read('package.json');
const manifest = JSON.parse(source) as Manifest;
const declared = manifest.contributes.commands.map(({ command }) => command).sort();

describe('manifest', () => {
  it('declares exactly the commands that the extension registers', async () => {
    const editor = resetFakeVscode();
    const { create } = fakeClients(() => undefined);
    startClient(fakeContext(), {
      createClient: create,
      hasDisk: true,
    });
    await settled();
    assert.deepEqual([...editor.commands.keys()].sort(), declared);
  });

  it('refers only to commands, views and files that exist', () => {
    const menus = Object.values(manifest.contributes.menus).flat();
    assert.deepEqual(
      menus.map(({ command }) => command).filter((command) => !declared.includes(command)),
      [],
    );
    const [container] = manifest.contributes.viewsContainers.activitybar;
    assert.deepEqual(Object.keys(manifest.contributes.views), [container?.id]);
    const icons = [
      manifest.icon,
      container?.icon ?? '',
      ...Object.values(manifest.contributes.views)
        .flat()
        .map(({ icon }) => icon),
    ];
    for (const icon of icons) assert.notEqual(read(icon), '');
  });

  it('has a text for every key, and no text without one', () => {
    const used = [...source.matchAll(/"%([^"%]+)%"/g)].map((match) => match[1] ?? '');
    assert.deepEqual(
      [...new Set(used)].sort(),
      Object.keys(JSON.parse(read('package.nls.json')) as object).sort(),
    );
  });
});
