/** An action's id leads back to its source: by a build's manifest, or by computing the id as the compiler does. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type ActionQuery } from '../../server/src/core/features/actionLookup';
import { type FilePath, filePath } from '../../server/src/core/text/filePath';
import { engineOver } from '../support/engine';
import { FIXTURE_ROOT, parseFixture } from '../support/fixture';

const APP = `
//- src/app/actions.ts
'use server';
export async function save() {}
export default async function () {}
//- src/app/page.tsx
export default function Page() {
  async function outer() { 'use server'; const inner = async () => { 'use server'; }; }
  async function cached() { 'use cache'; }
  return <form action={async () => { 'use server'; }} />;
}
`;

const KEY = 'wY1vWlcU2mNcnAw1YCVfXvEf9XvG0gVQm3Yx3hFzv9g=';
const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');
const idOf = (file: string, name: string): string => `40${sha1(`${KEY}${file}:${name}`)}`;

function lookUp(query: Partial<ActionQuery> & { id: string }): string {
  const analysis = engineOver(parseFixture(APP).files).snapshot();
  const answer = analysis.actionOf(FIXTURE_ROOT, { manifests: new Map(), key: undefined, ...query });
  if (answer.kind === 'found') return `${answer.source} ${answer.reportId ?? ''}`;
  return answer.kind === 'unlisted' ? `unlisted ${answer.file}#${answer.name}` : 'unknown';
}

function manifest(
  entries: Readonly<Record<string, readonly [string, string]>>,
): ReadonlyMap<FilePath, string> {
  const node = Object.fromEntries(
    Object.entries(entries).map(([id, [filename, exportedName]]) => [
      id,
      { filename, exportedName, workers: {} },
    ]),
  );
  return new Map([
    [
      filePath('/w/.next/server/server-reference-manifest.json'),
      JSON.stringify({ node, edge: {}, encryptionKey: KEY }),
    ],
  ]);
}

describe('looking up an action id', () => {
  const id = idOf('src/app/actions.ts', 'save');

  it("finds it in the build's manifest, whichever bundler named the file", () => {
    assert.equal(
      lookUp({ id, manifests: manifest({ [id]: ['src/app/actions.ts', 'save'] }) }),
      'manifest src/app/actions.ts#save',
    );
    assert.equal(
      lookUp({ id, manifests: manifest({ [id]: ['app/actions.ts', 'save'] }) }),
      'manifest src/app/actions.ts#save',
    );
  });

  it('counts inline actions as the compiler does: inner ones first, cached functions too', () => {
    const names = ['inner', 'outer', 'jsx:action'];
    const found = [0, 1, 3].map((n) =>
      lookUp({ id, manifests: manifest({ [id]: ['src/app/page.tsx', `$$RSC_SERVER_ACTION_${n}`] }) }),
    );
    assert.deepEqual(
      found,
      names.map((name) => `manifest src/app/page.tsx#${name}`),
    );
  });

  it('says so when the manifest names an action that the source no longer has', () => {
    assert.equal(
      lookUp({ id, manifests: manifest({ [id]: ['src/app/old.ts', 'gone'] }) }),
      'unlisted src/app/old.ts#gone',
    );
  });

  it("computes it with the build's key where no manifest tells", () => {
    const key = { key: KEY, buildRoot: undefined, sha1 };
    assert.equal(lookUp({ id, key }), 'computed src/app/actions.ts#save');
    assert.equal(
      lookUp({ id: idOf('src/app/actions.ts', 'default'), key }),
      'computed src/app/actions.ts#default',
    );
    assert.equal(lookUp({ id: id.toUpperCase(), key }), 'computed src/app/actions.ts#save');
    assert.equal(lookUp({ id, key: { ...key, key: 'other' } }), 'unknown');
  });

  it('needs the folder of the build for ids that webpack made', () => {
    const webpack = idOf('/builds/shop/src/app/actions.ts', 'save');
    assert.equal(lookUp({ id: webpack, key: { key: KEY, buildRoot: undefined, sha1 } }), 'unknown');
    assert.equal(
      lookUp({ id: webpack, key: { key: KEY, buildRoot: '/builds/shop/', sha1 } }),
      'computed src/app/actions.ts#save',
    );
  });

  it('knows files of other packages by their place below the folder of the lockfile', () => {
    const files = parseFixture(`
//- repo/apps/web/package.json
{ "dependencies": { "next": "16.0.0" } }
//- repo/apps/web/app/page.tsx
export default () => null;
//- repo/packages/actions/package.json
{ "name": "@w/actions" }
//- repo/packages/actions/save.ts
'use server';
export async function save() {}
`).files;
    const analysis = engineOver(files).snapshot();
    const name = 'packages/actions/save.ts';
    const own = idOf(name, 'save');
    const text = JSON.stringify({ node: { [own]: { filename: name, exportedName: 'save' } } });
    const manifests = new Map([
      [filePath('/w/repo/apps/web/.next/server/server-reference-manifest.json'), text],
    ]);
    const byManifest = analysis.actionOf(FIXTURE_ROOT, { id: own, manifests, key: undefined });
    assert.equal(byManifest.reportId, 'repo/packages/actions/save.ts#save');
    const key = { key: KEY, buildRoot: undefined, sha1 };
    const computed = analysis.actionOf(FIXTURE_ROOT, { id: own, manifests: new Map(), key });
    assert.equal(computed.reportId, 'repo/packages/actions/save.ts#save');
  });

  it('survives a manifest that is broken or hostile', () => {
    const path = filePath('/w/.next/server/server-reference-manifest.json');
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '{"node":3}',
      `{"node":{"${id}":null}}`,
      '{"node":{"__proto__":{}}}',
    ]) {
      assert.equal(lookUp({ id, manifests: new Map([[path, text]]) }), 'unknown', text);
    }
  });
});
