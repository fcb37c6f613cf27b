/** Arranges a report for people: by app, then by what is meant for whom, with the words that every format uses. */
import { type ReportApp, type ReportEndpoint, type SurfaceReport } from '../../protocol';

/** The endpoints of one app, or of one package outside the apps. */
export interface Section {
  /** The app's folder, `.` for the reported folder itself. */
  readonly folder: string;
  /** Undefined for code that belongs to no app. */
  readonly app: ReportApp | undefined;
  /** By URL, then method. */
  readonly routes: readonly ReportEndpoint[];
  /** By file, then place. */
  readonly actions: readonly ReportEndpoint[];
}

/** What every format says about server actions. */
export const ACTIONS_NOTE =
  "Internal by intent only: anyone who has an action's id can POST to it, and the id of every action that the UI " +
  "receives is in the page's HTML or JavaScript. Each action must check its own caller.";

const METHOD_ORDER = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** The report's sections: apps in the report's order, without those that serve nothing, then packages outside the apps. */
export function sectionsOf(report: SurfaceReport): readonly Section[] {
  const apps = new Map(report.apps.map((app) => [app.root, app]));
  const byFolder = new Map<string, ReportEndpoint[]>(report.apps.map((app) => [app.root, []]));
  for (const endpoint of report.endpoints) {
    const group = byFolder.get(endpoint.app);
    if (group) group.push(endpoint);
    else byFolder.set(endpoint.app, [endpoint]);
  }
  return [...byFolder]
    .filter(([, endpoints]) => endpoints.length > 0)
    .map(([root, endpoints]) => ({
      folder: root === '' ? '.' : root,
      app: apps.get(root),
      routes: endpoints.filter(({ surface }) => surface === 'public').sort(byUrlAndMethod),
      actions: endpoints.filter(({ surface }) => surface === 'internal'),
    }));
}

function byUrlAndMethod(a: ReportEndpoint, b: ReportEndpoint): number {
  return (
    compare(a.url ?? '', b.url ?? '') ||
    METHOD_ORDER.indexOf(a.method ?? '') - METHOD_ORDER.indexOf(b.method ?? '') ||
    compare(a.file, b.file)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `Next.js 16.4.6, turbopack`, as far as it is known. */
export function appTraits(app: ReportApp): string {
  const next = app.next === null ? 'Next.js of unknown version' : `Next.js ${app.next}`;
  return app.bundler === 'unknown' ? next : `${next}, ${app.bundler}`;
}

/** The URL as the app is called from outside. */
export function fullUrl(section: Section, endpoint: ReportEndpoint): string {
  const basePath = section.app?.basePath ?? '';
  const url = endpoint.url ?? '';
  return basePath !== '' && url === '/' ? basePath : basePath + url;
}

/** The method, or `ANY` for a handler that answers all of them. */
export function methodText(endpoint: ReportEndpoint): string {
  return endpoint.method ?? 'ANY';
}

/** Whether the report was asked for verdicts: it is, unless that is said otherwise. */
export interface VerdictOptions {
  readonly guards?: boolean;
}

/** `guarded (session)`, `unknown`; '' where nobody asked. */
export function verdictText({ guard }: ReportEndpoint, { guards = true }: VerdictOptions): string {
  if (!guards) return '';
  return guard.kind === null ? guard.verdict : `${guard.verdict} (${guard.kind})`;
}

/** Whether a browser is given an action's id, in words: `post` and `server-only` tell a first reader nothing. */
const EXPOSURE_WORDS: Readonly<Record<ReportEndpoint['exposure'], string>> = {
  http: '',
  post: 'id in UI',
  'server-only': 'id not in UI',
  unused: 'unused',
  unknown: '',
};

/** What else a reader must know to understand the row; '' for the ordinary. */
export function remarkText(endpoint: ReportEndpoint): string {
  const remarks: string[] = [];
  if (endpoint.framework) remarks.push('metadata');
  else if (endpoint.publicByDesign.value === true) remarks.push('public by design');
  if (endpoint.kind === 'pages-api') remarks.push('pages/');
  if (endpoint.kind === 'inline-action') remarks.push('inline');
  const exposure = endpoint.surface === 'internal' ? EXPOSURE_WORDS[endpoint.exposure] : '';
  if (exposure !== '') remarks.push(exposure);
  return remarks.join(', ');
}

/** `3 endpoints`, `1 endpoint`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** One line over the whole report: `50 endpoints in 2 apps: 30 public, 20 internal`. */
export function summaryText(report: SurfaceReport): string {
  const internal = report.endpoints.filter(({ surface }) => surface === 'internal').length;
  const total = report.endpoints.length;
  const split = total === 0 ? '' : `: ${total - internal} public, ${internal} internal`;
  return `${counted(total, 'endpoint')} in ${counted(report.apps.length, 'app')}${split}`;
}

/** The verdicts and how often each was given: `12 guarded, 3 unguarded`. */
export function verdictSummary(report: SurfaceReport, { guards = true }: VerdictOptions): string {
  if (!guards) return 'left out, as asked';
  const verdicts = ['guarded', 'partial', 'unguarded', 'delegated', 'unknown'] as const;
  return verdicts
    .map(
      (verdict) =>
        [verdict, report.endpoints.filter(({ guard }) => guard.verdict === verdict).length] as const,
    )
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${count} ${verdict}`)
    .join(', ');
}
