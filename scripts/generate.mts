/** Writes everything that is made from the rules, the assists and the manifest; `--check` only says what is out of date. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assistsIndex, manifestWithRules, rulesIndex } from './generate/code.mts';
import {
  assistsPage,
  assistsTable,
  ruleListPage,
  rulePage,
  rulesTable,
  settingsPage,
  settingsTable,
} from './generate/pages.mts';
import { replaceBetweenMarkers } from './generate/markers.mts';
import { readSnippets, snippetTable } from './generate/snippets.mts';
import { type Assist } from '../server/src/core/assist/assist';
import { type Rule } from '../server/src/core/rule/rule';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const check = process.argv.includes('--check');
const stale: string[] = [];

function put(path: string, text: string): void {
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  stale.push(path);
  if (check) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** The files of a folder that hold one thing each; helpers that several share are in camelCase. */
function idsIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder))
    .filter((file) => /^[a-z0-9-]+\.ts$/.test(file) && file !== 'index.ts')
    .map((file) => file.slice(0, -3))
    .sort();
}

const ids = idsIn('server/src/rules');
put('server/src/rules/index.ts', rulesIndex(ids));

// Each rule is loaded from its own file: the index may just have been out of date.
const rules: Rule[] = [];
for (const id of ids) {
  const { rule } = (await import(`../server/src/rules/${id}.ts`)) as { rule: Rule };
  if (rule.meta.id !== id)
    throw new Error(`server/src/rules/${id}.ts: its id is ${rule.meta.id}; name the file after it`);
  rules.push(rule);
}

const assistIds = idsIn('server/src/assists');
put('server/src/assists/index.ts', assistsIndex(assistIds));
const assists: Assist[] = [];
for (const id of assistIds) {
  const { assist } = (await import(`../server/src/assists/${id}.ts`)) as { assist: Assist };
  if (assist.meta.id !== id)
    throw new Error(`server/src/assists/${id}.ts: its id is ${assist.meta.id}; name the file after it`);
  assists.push(assist);
}

const table = 'server/src/core/features/snippets/snippetTable.ts';
put(table, await snippetTable(readSnippets(join(root, 'snippets')), join(root, table)));

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const nls = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8'));
put('package.json', `${JSON.stringify(manifestWithRules(manifest, rules), null, 2)}\n`);

for (const { meta } of rules) put(`docs/rules/${meta.id}.md`, rulePage(meta));
put('docs/rules/README.md', ruleListPage(rules));
put('docs/codeActions.md', assistsPage(assists));
put('docs/settings.md', settingsPage(manifest, nls));
for (const file of readdirSync(join(root, 'docs/rules'))) {
  if (file === 'README.md' || ids.includes(file.replace(/\.md$/, ''))) continue;
  stale.push(`docs/rules/${file} (no such rule)`);
  if (!check) rmSync(join(root, 'docs/rules', file));
}

if (existsSync(join(root, 'README.md'))) {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const withRules = replaceBetweenMarkers(readme, 'rules', rulesTable(rules, 'docs/rules/'));
  const withAssists = replaceBetweenMarkers(withRules, 'code-actions', assistsTable(assists));
  put('README.md', replaceBetweenMarkers(withAssists, 'settings', settingsTable(manifest, nls)));
}

if (check && stale.length > 0) {
  console.error(`Out of date: ${stale.join(', ')}\nRun \`npm run generate\` and commit the result.`);
  process.exit(1);
}
console.log(
  check
    ? 'Generated files are up to date.'
    : stale.length > 0
      ? `Wrote ${stale.join(', ')}`
      : 'Nothing to write.',
);
