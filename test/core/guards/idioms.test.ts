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
  readonly asked: readonly Asked[];
  readonly files: string;
}

/** What must be said of one endpoint. */
interface Asked {
  readonly endpoint: string;
  /** By name, as text; what isn't given is not asked. */
  readonly expected: ReadonlyMap<string, string>;
}

/** `=== title`, then a line such as `POST: guarded, kind session, mutates true` for each endpoint asked about, then the files. */
function idiomsOf(text: string): readonly Idiom[] {
  return text
    .split(/^=== /m)
    .slice(1)
    .map((part) => {
      const [title = '', ...lines] = part.split('\n');
      const start = lines.findIndex((line) => line.startsWith('//- '));
      return { title, asked: lines.slice(0, start).map(askedIn), files: lines.slice(start).join('\n') };
    });
}

function askedIn(line: string): Asked {
  const [endpoint = '', said = ''] = line.split(': ');
  const [verdict = '', ...facts] = said.split(', ');
  const pairs = facts.map((fact): [string, string] => {
    const space = fact.indexOf(' ');
    return [fact.slice(0, space), fact.slice(space + 1)];
  });
  return { endpoint, expected: new Map([['verdict', verdict], ...pairs]) };
}

function reported(files: string): readonly ReportEndpoint[] {
  return engineOver(parseFixture(`${APP}${files}`).files)
    .snapshot()
    .report(FIXTURE_ROOT).endpoints;
}

/** The report's answers to what is asked. */
function answers(endpoints: readonly ReportEndpoint[], { endpoint, expected }: Asked): Asked {
  const about = endpoints.find(({ name }) => name === endpoint);
  assert.ok(about, `no ${endpoint} among ${endpoints.map(({ name }) => name).join(', ')}`);
  const { guard, mutates, effects, validation, publicByDesign } = about;
  const found: Readonly<Record<string, string>> = {
    verdict: guard?.verdict ?? '',
    kind: guard?.kind ?? '',
    at: guard?.at ? `${guard.at.file}:${String(guard.at.line)}` : '',
    mutates: String(mutates),
    effects: [...new Set((effects ?? []).map(({ kind }) => kind))].sort().join('+'),
    validation: validation ?? '',
    public: String(publicByDesign?.value),
    reason: publicByDesign?.reason ?? '',
  };
  const facts = [...expected.keys()].map((name): [string, string] => [
    name,
    found[name] ?? 'not a fact of the report',
  ]);
  return { endpoint, expected: new Map(facts) };
}

for (const file of readdirSync(FOLDER).sort()) {
  describe(`idioms of ${file.replace('.txt', '')}`, () => {
    for (const idiom of idiomsOf(readFileSync(new URL(file, FOLDER), 'utf8'))) {
      it(idiom.title, () => {
        const endpoints = reported(idiom.files);
        assert.notEqual(idiom.asked.length, 0);
        assert.deepEqual(
          idiom.asked.map((asked) => answers(endpoints, asked)),
          idiom.asked,
        );
      });
    }
  });
}
