/** The command `action`: what it finds, what it says when it finds nothing, and that the key goes nowhere. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { run } from './memoryIo';

const fixture = `
//- app/actions.ts
'use server';
export async function save() {}
`;
const KEY = 'a-key-of-some-build';
const id = `00${createHash('sha1').update(`${KEY}app/actions.ts:save`).digest('hex')}`;
const MANIFEST = '/w/.next/server/server-reference-manifest.json';

describe('next-surface action', () => {
  it("names the action that a build's manifest lists, and exits with 0", async () => {
    const entry = { filename: 'app/actions.ts', exportedName: 'save' };
    const files = { [MANIFEST]: JSON.stringify({ node: { [id]: entry }, edge: {} }) };
    const { code, out, err } = await run(['action', id], { fixture, files });
    assert.deepEqual(
      [code, out, err],
      [0, "save  app/actions.ts:2:23  (listed in the build's manifest)\n", ''],
    );
  });

  it('computes ids with the key of the environment, or of a file, and never prints it', async () => {
    const env = { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: KEY };
    const byEnv = await run(['action', id], { fixture, env });
    const byFile = await run(['action', id, '.', '--key-file', 'key.txt'], {
      fixture,
      files: { 'key.txt': `${KEY}\n` },
    });
    for (const { code, out, err, remembered } of [byEnv, byFile]) {
      assert.equal(code, 0);
      assert.match(out, /^save {2}app\/actions\.ts:2:23 {2}\(computed with the key\)$/m);
      assert.equal(`${out}${err}${remembered.join('')}`.includes(KEY), false);
    }
  });

  it('exits with 1 and says what would help when no action has the id', async () => {
    const { code, out, err } = await run(['action', id], { fixture });
    assert.deepEqual([code, out], [1, '']);
    assert.match(err, /no server action has this id/);
    assert.match(err, /--key-file/);
    const withKey = await run(['action', id, '--key-file', 'k'], { fixture, files: { k: 'other' } });
    assert.match(withKey.err, /--build-root/);
  });

  it('says of a stale build that the source no longer holds the action', async () => {
    const entry = { filename: 'app/old.ts', exportedName: 'gone' };
    const files = { [MANIFEST]: JSON.stringify({ node: { [id]: entry } }) };
    const { code, err } = await run(['action', id], { fixture, files });
    assert.equal(code, 1);
    assert.match(err, /gone of app\/old\.ts, which the source no longer holds/);
  });

  it('refuses what is no id, a key file that is missing or empty, and options of the other command with 2', async () => {
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['action'], /give the id/],
      [['action', 'nope'], /42 hexadecimal digits/],
      [['action', id, '--key-file', 'missing'], /can't read the key file missing/],
      [['action', id, '--key-file', 'empty'], /it is empty/],
      [['action', id, '--format', 'json'], /--format is no option of action/],
      [['report', '--key-file', 'x'], /--key-file is no option of report/],
      [['action', id, 'a', 'b'], /one folder at a time/],
    ];
    for (const [argv, message] of cases) {
      const { code, err, out } = await run(argv, { fixture, files: { empty: ' \n' } });
      assert.equal(code, 2, argv.join(' '));
      assert.equal(out, '');
      assert.match(err, message);
    }
  });

  it('exits with 3 where there is no app', async () => {
    const { code } = await run(['action', id], { fixture: '\n//- package.json\n{}\n//- a.ts\n' });
    assert.equal(code, 3);
  });
});
