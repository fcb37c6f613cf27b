/** The report for a person at a terminal: aligned columns, in colors where they are wanted, as wide as there is room. */
import {
  type ReportEndpoint,
  type ReportFinding,
  type SurfaceReport,
  type Verdict,
  shownName,
} from '../../protocol';
import { keepEnd, type Paint, painter, padTo, type Style, visible, widthOf } from '../terminalText';
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

/** What the table is made for. */
export interface TableOptions extends VerdictOptions {
  readonly colors: boolean;
  /** Columns that there is room for; undefined for as many as it takes. */
  readonly width: number | undefined;
}

/** A piece of text on one line; `style` colors it. */
interface Cell {
  readonly text: string;
  readonly style?: Style | undefined;
}

/** The lines of one group: name or URL, then where it stands, what its guard is, and what is special about it. */
type Row = readonly [method: Cell, name: Cell, place: Cell, verdict: Cell, remark: Cell];

const GAP = '  ';
const INDENT = '    ';
const NAME = 1;
const PLACE = 2;
const REMARK = 4;
/** Columns that shortening leaves of a place and of a name: less tells nothing. */
const SHORTEST_PLACE = 16;
const SHORTEST_NAME = 20;

const METHOD_STYLES: Readonly<Record<string, Style>> = {
  GET: 'green',
  HEAD: 'green',
  OPTIONS: 'green',
  POST: 'yellow',
  PUT: 'blue',
  PATCH: 'cyan',
  DELETE: 'red',
  ANY: 'magenta',
};
const VERDICT_STYLES: Readonly<Record<Verdict, Style>> = {
  guarded: 'green',
  partial: 'yellow',
  unguarded: 'red',
  delegated: 'cyan',
  unknown: 'dim',
};
const SEVERITY_STYLES: Readonly<Record<ReportFinding['severity'], Style>> = {
  error: 'red',
  warning: 'yellow',
  information: 'blue',
  hint: 'dim',
};

/** The whole table, closed by a line end. */
export function toTable(report: SurfaceReport, options: TableOptions): string {
  const paint = painter(options.colors);
  const sections = sectionsOf(report);
  const groups = sections.map((section) => [section, groupsOf(section, options)] as const);
  const widths = columnWidths(
    groups.flatMap(([, { routes, actions }]) => [...routes, ...actions]),
    options.width,
  );
  const lines: string[] = [];
  for (const [section, { routes, actions }] of groups) {
    lines.push(heading(section, paint), '');
    lines.push(...group('Public: route handlers', routes, widths, paint));
    lines.push(...group('Internal by intent: server actions', actions, widths, paint));
  }
  lines.push(...findingLines(report.findings, paint));
  lines.push(paint('bold', summaryText(report)));
  if (report.endpoints.length > 0) lines.push(`Guards: ${verdictSummary(report, options)}`);
  if (report.endpoints.some(({ surface }) => surface === 'internal')) {
    lines.push('', ...wrapped(ACTIONS_NOTE, options.width ?? 100).map((line) => paint('dim', line)));
  }
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function heading(section: Section, paint: Paint): string {
  const traits = section.app ? appTraits(section.app) : 'in no app';
  return `${paint('bold', visible(section.folder))}${GAP}${paint('dim', visible(traits))}`;
}

function groupsOf(
  section: Section,
  options: VerdictOptions,
): { readonly routes: readonly Row[]; readonly actions: readonly Row[] } {
  return {
    routes: section.routes.map((endpoint) => {
      const method = methodText(endpoint);
      return rowOf(
        endpoint,
        { text: method, style: METHOD_STYLES[method] },
        fullUrl(section, endpoint),
        options,
      );
    }),
    actions: section.actions.map((endpoint) =>
      rowOf(endpoint, { text: '' }, shownName(endpoint.name), options),
    ),
  };
}

function rowOf(endpoint: ReportEndpoint, method: Cell, name: string, options: VerdictOptions): Row {
  return [
    method,
    { text: visible(name) },
    { text: visible(`${endpoint.file}:${endpoint.line}`), style: 'dim' },
    { text: verdictText(endpoint, options), style: verdictStyle(endpoint) },
    { text: remarkText(endpoint), style: 'dim' },
  ];
}

/** Red is for what should be looked at: an endpoint that is meant to answer everybody needs no guard. */
function verdictStyle({ guard, publicByDesign }: ReportEndpoint): Style {
  return guard.verdict === 'unguarded' && publicByDesign.value === true
    ? 'blue'
    : VERDICT_STYLES[guard.verdict];
}

/**
 * The width of each column, the same for all groups; 0 for a column that is left out. Where there is too little room,
 * places give way, then names, then the remarks; what those leave free, names and places take back.
 */
function columnWidths(rows: readonly Row[], room: number | undefined): readonly number[] {
  const full = [0, 1, 2, 3, 4].map((column) =>
    rows.reduce((widest, row) => Math.max(widest, widthOf(row[column]?.text ?? '')), 0),
  );
  if (room === undefined) return full;
  const narrowed = narrowedTo(room, full);
  if (totalWidth(narrowed) <= room) return narrowed;
  const withoutRemarks = full.map((width, column) => (column === REMARK ? 0 : width));
  return narrowedTo(room, withoutRemarks);
}

/** The widths with shorter places, and then names, as far as it takes and as far as they can be. */
function narrowedTo(room: number, full: readonly number[]): readonly number[] {
  const widths = [...full];
  const narrow = (column: number, shortest: number): void => {
    const width = widths[column] ?? 0;
    const excess = totalWidth(widths) - room;
    if (excess > 0) widths[column] = Math.max(Math.min(width, shortest), width - excess);
  };
  narrow(PLACE, SHORTEST_PLACE);
  narrow(NAME, SHORTEST_NAME);
  return widths;
}

function totalWidth(widths: readonly number[]): number {
  const used = widths.filter((width) => width > 0);
  return INDENT.length + used.reduce((sum, width) => sum + width, 0) + GAP.length * (used.length - 1);
}

function group(
  title: string,
  rows: readonly Row[],
  widths: readonly number[],
  paint: Paint,
): readonly string[] {
  if (rows.length === 0) return [];
  return [
    `${GAP}${title} ${paint('dim', `(${rows.length})`)}`,
    ...rows.map((row) => lineOf(row, widths, paint)),
    '',
  ];
}

function lineOf(row: Row, widths: readonly number[], paint: Paint): string {
  const cells = row.map(({ text, style }, column) => {
    const width = widths[column] ?? 0;
    if (width === 0) return undefined;
    const padded = padTo(width, keepEnd(width, text));
    return style === undefined ? padded : paint(style, padded);
  });
  return INDENT + cells.filter((cell) => cell !== undefined).join(GAP);
}

function findingLines(findings: readonly ReportFinding[], paint: Paint): readonly string[] {
  if (findings.length === 0) return [];
  const lines = findings.flatMap(({ file, line, column, severity, message, rule }) => [
    `${GAP}${visible(`${file}:${line}:${column}`)}`,
    `${INDENT}${paint(SEVERITY_STYLES[severity], severity)} ${visible(message)} ${paint('dim', rule)}`,
  ]);
  return [paint('bold', counted(findings.length, 'finding')), '', ...lines, ''];
}

/** The text broken at blanks into lines of at most `width` columns, or at 100 where there is more room. */
function wrapped(text: string, width: number): readonly string[] {
  const room = Math.min(Math.max(width, 20), 100);
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (widthOf(longer) <= room || current === '') current = longer;
    else {
      lines.push(current);
      current = word;
    }
  }
  return [...lines, current];
}
