/** The report for a pull request's comment: a short summary on top, the lists folded away below it. */
import { type ReportEndpoint, type ReportFinding, type SurfaceReport, shownName } from '../../protocol';
import { visible } from '../terminalText';
import {
  ACTIONS_NOTE,
  appTraits,
  counted,
  fullUrl,
  methodText,
  remarkText,
  type Section,
  sectionsOf,
  summaryText,
  type VerdictOptions,
  verdictSummary,
  verdictText,
} from './sections';

/** The whole document, closed by a line end. */
export function toMarkdown(report: SurfaceReport, options: VerdictOptions = {}): string {
  const blocks = ['## Next Surface', `**${summaryText(report)}**`];
  if (report.endpoints.length > 0) blocks.push(`Guards: ${verdictSummary(report, options)}`);
  blocks.push(...findingBlocks(report.findings));
  for (const section of sectionsOf(report)) blocks.push(...sectionBlocks(section, options));
  return `${blocks.join('\n\n')}\n`;
}

function sectionBlocks(section: Section, options: VerdictOptions): readonly string[] {
  const traits = section.app ? appTraits(section.app) : 'in no app';
  const blocks = [`### ${code(section.folder)} (${escaped(traits)})`];
  if (section.routes.length > 0) {
    const rows = section.routes.map((endpoint) => [
      code(methodText(endpoint)),
      code(fullUrl(section, endpoint)),
      ...commonCells(endpoint, options),
    ]);
    const table = tableOf(['Method', 'URL', 'Place', 'Guard', 'Notes'], rows);
    blocks.push(folded(`Public: route handlers (${section.routes.length})`, table));
  }
  if (section.actions.length > 0) {
    const rows = section.actions.map((endpoint) => [
      code(shownName(endpoint.name)),
      ...commonCells(endpoint, options),
    ]);
    const table = tableOf(['Action', 'Place', 'Guard', 'Notes'], rows);
    const title = `Internal by intent: server actions (${section.actions.length})`;
    blocks.push(folded(title, `${ACTIONS_NOTE}\n\n${table}`));
  }
  return blocks;
}

function commonCells(endpoint: ReportEndpoint, options: VerdictOptions): readonly string[] {
  return [code(`${endpoint.file}:${endpoint.line}`), verdictText(endpoint, options), remarkText(endpoint)];
}

/** A table without columns that are empty in every row. */
function tableOf(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const used = titles.map((_, column) => rows.some((row) => (row[column] ?? '') !== ''));
  const line = (cells: readonly string[]): string =>
    `| ${cells.filter((_, column) => used[column]).join(' | ')} |`;
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n');
}

function folded(title: string, body: string): string {
  return `<details>\n<summary>${title}</summary>\n\n${body}\n\n</details>`;
}

function findingBlocks(findings: readonly ReportFinding[]): readonly string[] {
  if (findings.length === 0) return [];
  const lines = findings.map(
    ({ file, line, column, severity, message, rule }) =>
      `- **${severity}** ${code(`${file}:${line}:${column}`)} ${inlineText(message)} (${code(rule)})`,
  );
  return [`### ${counted(findings.length, 'finding')}`, lines.join('\n')];
}

/** A code span that holds the text whatever it is made of, also in a table's cell. */
function code(text: string): string {
  const shown = visible(text).replaceAll('|', '\\|');
  const longestRun = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longestRun + 1);
  const pad = shown === '' || longestRun > 0 || shown !== shown.trim() ? ' ' : '';
  return fence + pad + shown + pad + fence;
}

/** Ordinary text whose marks are shown, not obeyed. */
function escaped(text: string): string {
  return visible(text).replace(/[\\`*_{}[\]<>#|~@&]/g, '\\$&');
}

/** A message that has code spans in backticks: they stay, everything else is shown as it is. */
function inlineText(message: string): string {
  return visible(message)
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? code(part.slice(1, -1)) : escaped(part)))
    .join('');
}
