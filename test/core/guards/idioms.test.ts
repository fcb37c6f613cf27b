/**
 * Code as applications write it, with the catalogue as it ships. The fixtures stand in `idioms/*.txt`: a title, what must
 * be said of an endpoint, and its files.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { type ReportEndpoint } from '../../../server/src/protocol';
import { engineOver } from '../../support/engine';
import { FIXTURE_ROOT, parseFixture } from '../../support/fixture';

const FOLDER = new URL('idioms/', import.meta.url);

const APP = `//- package.json
{ "dependencies": { "next": "16.0.0" } }
//- tsconfig.json
{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }
`;

interface Idiom {
  readonly title: string;
  readonly endpoint: string;
  /** By name, as text; what isn't given is not asked. */
  readonly expected: ReadonlyMap<string, string>;
  readonly files: string;
}

/** `=== title`, then `POST: guarded, kind session, mutates true`, then the files. */
function idiomsOf(text: string): readonly Idiom[] {
  return text
    .split(/^=== /m)
    .slice(1)
    .map((part) => {
      const [title = '', line = '', ...files] = part.split('\n');
      const [endpoint = '', said = ''] = line.split(': ');
      const [verdict = '', ...facts] = said.split(', ');
      const pairs = facts.map((fact): [string, string] => {
        const space = fact.indexOf(' ');
        return [fact.slice(0, space), fact.slice(space + 1)];
      });
      return {
        title,
        endpoint,
        expected: new Map([['verdict', verdict], ...pairs]),
        files: files.join('\n'),
      };
    });
}

function reported({ endpoint, files }: Idiom): ReportEndpoint {
  const fixture = parseFixture(`${APP}${files}`);
  const { endpoints } = engineOver(fixture.files).snapshot().report(FIXTURE_ROOT);
  const found = endpoints.find(({ name }) => name === endpoint);
  assert.ok(found, `no ${endpoint} among ${endpoints.map(({ name }) => name).join(', ')}`);
  return found;
}

/** The report's answers to what the idiom asks. */
function answers(idiom: Idiom): ReadonlyMap<string, string> {
  const { guard, mutates, effects, validation, publicByDesign } = reported(idiom);
  const found: Readonly<Record<string, string>> = {
    verdict: guard?.verdict ?? '',
    kind: guard?.kind ?? '',
    at: guard?.at ? `${guard.at.file}:${String(guard.at.line)}` : '',
    mutates: String(mutates),
    effects: [...new Set((effects ?? []).map(({ kind }) => kind))].sort().join('+'),
    validation: validation ?? '',
    public: String(publicByDesign?.value),
  };
  return new Map([...idiom.expected.keys()].map((name) => [name, found[name] ?? 'not a fact of the report']));
}

for (const file of readdirSync(FOLDER).sort()) {
  describe(`idioms of ${file.replace('.txt', '')}`, () => {
    for (const idiom of idiomsOf(readFileSync(new URL(file, FOLDER), 'utf8'))) {
      it(idiom.title, () => {
        assert.deepEqual(answers(idiom), idiom.expected);
      });
    }
  });
}
