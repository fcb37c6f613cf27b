/** The generated pages: one per rule, the list of rules, the settings. */
import { type Assist, type AssistMeta } from '../../server/src/core/assist/assist';
import { type Rule, type RuleMeta } from '../../server/src/core/rule/rule';
import { type Manifest } from './code.mts';

const GROUPS: Readonly<Record<RuleMeta['group'], string>> = {
  'route-handlers': 'Route Handlers',
  'server-actions': 'Server Actions',
  boundaries: 'Boundaries',
  comments: 'Comments',
};

const FIXES: Readonly<Record<RuleMeta['fix'], string>> = {
  none: 'by a code action, or by hand',
  safe: 'safe: behavior stays the same',
  unsafe: 'to review: it changes what the code does',
};

/** `docs/rules/<id>.md`. */
export function rulePage(meta: RuleMeta): string {
  return [
    `# ${meta.id}`,
    '',
    meta.summary,
    '',
    `Group: ${GROUPS[meta.group]}. Severity: ${meta.severity}. Fix: ${FIXES[meta.fix]}. Since ${meta.since}.`,
    '',
    '## Why',
    '',
    meta.why,
    '',
    '## Bad',
    '',
    ...meta.examples.bad.flatMap((example) => [codeBlock(example), '']),
    '## Good',
    '',
    ...meta.examples.good.flatMap((example) => [codeBlock(example), '']),
    '## Quick fix',
    '',
    meta.fixNote,
    '',
    '## When not to use it',
    '',
    meta.whenNotToUse,
    '',
    '## Severity',
    '',
    'In the editor, or off altogether:',
    '',
    '```json',
    `{ "nextSurface.rules": { "${meta.id}": "off" } }`,
    '```',
    '',
    '## References',
    '',
    ...meta.references.map(({ title, url }) => `- [${title}](${url})`),
    '',
    `<!-- Made from server/src/rules/${meta.id}.ts by \`npm run generate\`. -->`,
    '',
  ].join('\n');
}

/** A fixture as a reader sees it: file names as comments, carets kept, cursors gone. */
function codeBlock(fixture: string): string {
  const text = fixture
    .trim()
    .replace(/^\/\/- (.*)$/gm, '// $1')
    .replace(/\$0/g, '');
  return `\`\`\`tsx\n${text}\n\`\`\``;
}

/** `docs/rules/README.md`. */
export function ruleListPage(rules: readonly Rule[]): string {
  return `# Rules\n\n${rulesTable(rules, '')}\n\n<!-- Made by \`npm run generate\`. -->\n`;
}

/** A table of all rules, grouped; `folder` leads from the page to the rules' pages. */
export function rulesTable(rules: readonly Rule[], folder: string): string {
  const rows = (Object.keys(GROUPS) as RuleMeta['group'][]).flatMap((group) =>
    rules
      .filter(({ meta }) => meta.group === group)
      .map(
        ({ meta }) =>
          `| [${meta.id}](${folder}${meta.id}.md) | ${meta.summary} | ${meta.severity} | ${meta.fix === 'none' && !meta.fixNote.includes('codeActions.md') ? '' : 'yes'} |`,
      ),
  );
  return ['| Rule | What it says | Severity | Quick fix |', '|---|---|---|---|', ...rows].join('\n');
}

const ASSIST_KINDS: Readonly<Record<AssistMeta['kind'], string>> = {
  quickfix: 'Quick fix',
  'refactor.rewrite': 'Refactor: rewrite',
  'refactor.extract': 'Refactor: extract',
  'refactor.move': 'Refactor: move',
};

/** A table of all code actions but the rules' own fixes. */
export function assistsTable(assists: readonly Assist[]): string {
  const rows = assists.map(({ meta }) => `| ${meta.summary} | ${ASSIST_KINDS[meta.kind]} |`);
  return ['| What it does | Menu |', '|---|---|', ...rows].join('\n');
}

/** `docs/codeActions.md`: every code action with what it makes of an example. */
export function assistsPage(assists: readonly Assist[]): string {
  const sections = assists.flatMap(({ meta }) => [
    `## ${meta.id}`,
    '',
    meta.summary,
    '',
    `Menu: ${ASSIST_KINDS[meta.kind]}. Since ${meta.since}.`,
    '',
    ...meta.examples.flatMap(({ before, after }) => [
      'Before:',
      '',
      codeBlock(before),
      '',
      'After:',
      '',
      codeBlock(after),
      '',
    ]),
  ]);
  return [
    '# Code actions',
    '',
    'Beside the quick fixes of the [rules](rules/README.md). The cursor is on the name of the endpoint.',
    '',
    ...sections,
    '<!-- Made from server/src/assists by `npm run generate`. -->',
    '',
  ].join('\n');
}

/** `docs/settings.md`. */
export function settingsPage(manifest: Manifest, nls: Readonly<Record<string, string>>): string {
  return `# Settings\n\n${settingsTable(manifest, nls)}\n\n<!-- Made from package.json by \`npm run generate\`. -->\n`;
}

/** A table of all settings with their defaults. */
export function settingsTable(manifest: Manifest, nls: Readonly<Record<string, string>>): string {
  const text = (value: unknown): string =>
    String(value ?? '')
      .replace(/^%(.+)%$/, (_, key: string) => nls[key] ?? key)
      .replaceAll('|', '\\|')
      .replaceAll('\n', ' ');
  const rows = Object.entries(manifest.contributes.configuration.properties).map(
    ([name, setting]) =>
      `| \`${name}\` | ${text(setting['markdownDescription'])} | \`${JSON.stringify(setting['default'])}\` |`,
  );
  return ['| Setting | Meaning | Default |', '|---|---|---|', ...rows].join('\n');
}
