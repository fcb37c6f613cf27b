/** An app's `next-surface.json`: it wins over settings, extends the catalogue, and its mistakes are told. */
import assert from 'node:assert/strict';
import { filePath } from '../../server/src/core/text/filePath';
import { engineOver, textInput } from '../support/engine';
import { FIXTURE_ROOT, parseFixture } from '../support/fixture';

const APP = `
//- app/api/route.ts
import { checkPass } from 'house-auth';
import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
export async function POST(request: Request) {
  await checkPass(request);
  await prisma.post.create({ data: await request.json() });
  return Response.json({});
}
`;

const host = (config: string) => engineOver(parseFixture(`${APP}//- next-surface.json\n${config}\n`).files);
const GUARD = `{ "guards": [{
  "id": "house", "packages": ["house-auth"], "imports": ["house-auth"],
  "rules": [{ "call": "checkPass", "behavior": { "role": "asserts", "kind": "session" }, "async": true }] }] }`;

describe('next-surface.json', () => {
  it('gives rules their severity, whatever the editor says', () => {
    const engine = host('{ "rules": { "require-endpoint-guard": "hint" } }');
    engine.applyChange({ settings: { rules: { 'require-endpoint-guard': 'error' } } });
    const severities = engine
      .snapshot()
      .report(FIXTURE_ROOT)
      .findings.map(({ severity }) => severity);
    assert.deepEqual(severities, ['hint']);
  });

  it('teaches the analysis a guard of a package that the catalogue does not know', () => {
    const verdictOf = (config: string): unknown =>
      host(config).snapshot().report(FIXTURE_ROOT).endpoints[0]?.guard;
    assert.equal((verdictOf('{}') as { verdict: string }).verdict, 'unguarded');
    assert.deepEqual(host(GUARD).snapshot().configMistakes(), []);
    assert.equal((verdictOf(GUARD) as { verdict: string; kind: string }).verdict, 'guarded');
  });

  it('comes before the entries of settings, which hold for apps without the file, too', () => {
    const entries = (behavior: object) => ({
      guards: [
        {
          id: 'house-setting',
          category: 'authentication' as const,
          packages: [],
          imports: ['house-auth'],
          rules: [{ call: 'checkPass', async: true, behavior: behavior as { role: 'rate-limit' } }],
          source: 'settings',
        },
      ],
      effects: [],
    });
    const verdict = (config: string | undefined, behavior: object): string | undefined => {
      const engine = config === undefined ? engineOver(parseFixture(APP).files) : host(config);
      // Asked before: the settings must make what is known of the endpoint stale.
      engine.snapshot().report(FIXTURE_ROOT);
      engine.applyChange({ settings: { rules: {}, entries: entries(behavior) } });
      return engine.snapshot().report(FIXTURE_ROOT).endpoints[0]?.guard.verdict;
    };
    const asserts = { role: 'asserts', kind: 'session' };
    assert.equal(verdict(undefined, asserts), 'guarded');
    assert.equal(verdict('{}', asserts), 'guarded');
    assert.equal(verdict(GUARD, { role: 'rate-limit' }), 'guarded');
    assert.equal(verdict('{}', { role: 'rate-limit' }), 'unguarded');
  });

  it('takes effect when it is edited', () => {
    const engine = host('{}');
    assert.equal(engine.snapshot().report(FIXTURE_ROOT).findings.length, 1);
    const path = filePath('/w/next-surface.json');
    engine.applyChange({
      files: new Map([[path, textInput('{ "rules": { "require-endpoint-guard": "off" } }')]]),
    });
    assert.equal(engine.snapshot().report(FIXTURE_ROOT).findings.length, 0);
  });

  it('tells what is wrong in it, and where, and keeps the rest', () => {
    const text = '{ "rules": { "require-endpoint-gard": "off", "no-misplaced-proxy": "loud" } }';
    const mistakes = host(text).snapshot().configMistakes();
    assert.deepEqual(
      mistakes.map(({ path }) => path),
      ['/w/next-surface.json', '/w/next-surface.json'],
    );
    assert.match(mistakes.map(({ message }) => message).join(' '), /require-endpoint-guard/);
  });

  it('of one app says nothing about another', () => {
    const engine = engineOver(
      parseFixture(`
//- a/package.json
{ "dependencies": { "next": "16.0.0" } }
//- a/next-surface.json
{ "rules": { "require-async-server-action": "off" } }
//- a/app/actions.ts
'use server';
export function save() {}
//- b/package.json
{ "dependencies": { "next": "16.0.0" } }
//- b/app/actions.ts
'use server';
export function save() {}
`).files,
    );
    const files = engine
      .snapshot()
      .report(FIXTURE_ROOT)
      .findings.map(({ file }) => file);
    assert.deepEqual(files, ['b/app/actions.ts']);
  });
});
