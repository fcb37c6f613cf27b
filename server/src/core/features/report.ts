/** The surface report: everything the program knows, as the document that surface.md describes. */
import {
  type ReportApp,
  type ReportEndpoint,
  type ReportFinding,
  type ReportPlace,
  type ReportStep,
  SURFACE_SCHEMA_VERSION,
  type SurfaceReport,
} from '../../protocol';
import { type FactId, type FileFacts } from '../facts/fileFacts';
import { type Assessment } from '../guards/assess';
import { type Site, siteFact } from '../guards/value';
import { type Guard } from '../guards/verdict';
import { type HandlerFacts } from '../handlers/handlerFacts';
import { type UsageFacts } from '../facts/usages';
import { type Exposures } from '../program/exposures';
import { compare } from '../program/linkProgram';
import { type Endpoint, type Program } from '../program/program';
import { configRedirects, configRewrites, type CustomRoute } from '../project/customRoutes';
import { type App } from '../project/project';
import { type Finding, type Severity } from '../rule/rule';
import { type FilePath, relativePath } from '../text/filePath';
import { type LineIndex } from '../text/lineIndex';
import { type TextRange } from '../text/textRange';
import { reportCaching, reportCors } from './handlerEvidence';

/** What a report is made from. */
export interface ReportSource {
  readonly base: FilePath;
  readonly version: string;
  readonly program: Program;
  readonly exposures: Exposures;
  readonly handlers: HandlerFacts;
  assessmentOf(endpoint: Endpoint): Assessment;
  rangeOf(path: FilePath, fact: FactId): TextRange | undefined;
  factsOf(path: FilePath): FileFacts | undefined;
  usagesOf(path: FilePath): UsageFacts | undefined;
  linesOf(path: FilePath): LineIndex | undefined;
  text(path: FilePath): string | undefined;
  findings(): Iterable<readonly [FilePath, readonly SourceFinding[]]>;
}

/** Builds the report. Files are relative to `base`, lines and columns 1-based; equal input gives equal output. */
export function buildReport(source: ReportSource): SurfaceReport {
  const endpoints = source.program.endpoints.map((endpoint) => reportEndpoint(source, endpoint));
  endpoints.sort(
    (a, b) =>
      compare(a.app, b.app) ||
      compare(a.file, b.file) ||
      a.line - b.line ||
      a.column - b.column ||
      compare(a.name, b.name),
  );
  return {
    schemaVersion: SURFACE_SCHEMA_VERSION,
    tool: { name: 'next-surface', version: source.version },
    apps: source.program.project.apps
      .map((app) => reportApp(source, app))
      .sort((a, b) => compare(a.root, b.root)),
    endpoints,
    findings: reportFindings(source),
  };
}

/** An endpoint's id in the report for `base`. */
export function reportId(base: FilePath, endpoint: Endpoint): string {
  return relativePath(base, endpoint.path) + endpoint.id.slice(endpoint.path.length);
}

/** The range of an endpoint's place in its file, in offsets. */
export function endpointRange(facts: FileFacts, endpoint: Endpoint): TextRange {
  return facts.ranges[endpoint.fact] ?? { start: 0, end: 0 };
}

function reportApp(source: ReportSource, app: App): ReportApp {
  return {
    root: relativePath(source.base, app.root),
    appDir: app.appDir === undefined ? null : relativePath(source.base, app.appDir),
    next: app.next ?? null,
    bundler: app.bundler,
    basePath: app.basePath,
    endpoints: source.program.endpoints.filter((endpoint) => endpoint.app === app).length,
    rewrites: reportCustomRoutes(source, app, configRewrites(app.config)),
    redirects: reportCustomRoutes(source, app, configRedirects(app.config)),
  };
}

function reportCustomRoutes(
  { base, program }: ReportSource,
  app: App,
  routes: readonly CustomRoute[] | undefined,
): ReportApp['rewrites'] {
  if (routes === undefined) return null;
  return routes.map(({ source, destination }) => ({
    source: source ?? null,
    destination: destination ?? null,
    endpoints:
      destination === undefined
        ? null
        : program.destinationOf(app, destination).map((endpoint) => reportId(base, endpoint)),
  }));
}

/** One endpoint as the report has it. */
export function reportEndpoint(source: ReportSource, endpoint: Endpoint): ReportEndpoint {
  const facts = source.factsOf(endpoint.path);
  // A metadata image has no facts, and is never read.
  const lines = facts && source.linesOf(endpoint.path);
  const position = (facts && lines?.positionAt(endpointRange(facts, endpoint).start)) ?? {
    line: 0,
    column: 0,
  };
  const isPublic = endpoint.kind === 'route' || endpoint.kind === 'pages-api';
  const exposed = source.exposures.of(endpoint);
  const assessed = source.assessmentOf(endpoint);
  return {
    id: reportId(source.base, endpoint),
    app: ownerOf(source, endpoint),
    apps: (exposed?.apps ?? endpoint.apps).map((root) => relativePath(source.base, root)),
    kind: endpoint.kind,
    framework: endpoint.framework,
    name: endpoint.name,
    file: relativePath(source.base, endpoint.path),
    line: position.line + 1,
    column: position.column + 1,
    method: endpoint.method ?? null,
    url: endpoint.url ?? null,
    surface: isPublic ? 'public' : 'internal',
    exposure: exposed?.exposure ?? 'http',
    registered: exposed?.registered ?? null,
    guard: reportGuard(source, assessed.guard),
    effects: assessed.effects.map(({ kind, site, label }) => ({ kind, ...placeOfSite(source, site), label })),
    mutates: assessed.mutates,
    validation: assessed.validation,
    publicByDesign: assessed.publicByDesign,
    caching: reportCaching(source, endpoint),
    cors: reportCors(source, endpoint),
    proxy: reportProxy(source, endpoint),
    runtime: runtimeOf(source, endpoint),
    callers: isPublic ? null : reportCallers(source, endpoint),
  };
}

function reportGuard(source: ReportSource, guard: Guard): ReportEndpoint['guard'] {
  const { verdict, kind, at, hops, note } = guard;
  const steps = guard.steps.map(({ site, label }) => ({ ...placeOfSite(source, site), label }));
  return { verdict, kind, at: at ? placeOfSite(source, at) : null, hops, steps, note };
}

function placeOfSite(source: ReportSource, site: Site): ReportPlace {
  const offset = source.rangeOf(site.path, siteFact(site))?.start ?? 0;
  const line = source.linesOf(site.path)?.positionAt(offset).line ?? 0;
  return { file: relativePath(source.base, site.path), line: line + 1 };
}

function reportProxy(source: ReportSource, endpoint: Endpoint): ReportEndpoint['proxy'] {
  const found = source.program.proxyOf(endpoint);
  if (!found || found.covered === 'unknown') return null;
  const { covered, path } = found;
  if (path === undefined) return { covered, at: null };
  const offset = source.factsOf(path)?.ranges['segment:config']?.start ?? 0;
  const line = source.linesOf(path)?.positionAt(offset).line ?? 0;
  return { covered, at: { file: relativePath(source.base, path), line: line + 1 } };
}

/** https://nextjs.org/docs/app/api-reference/file-conventions/route-segment-config/runtime: Node.js unless the file says edge. */
function runtimeOf(source: ReportSource, endpoint: Endpoint): ReportEndpoint['runtime'] {
  if (endpoint.kind !== 'route') return 'unknown';
  const runtime = source.program.linkFactsOf(endpoint.path)?.segmentConfig['runtime'];
  if (runtime === undefined) return 'nodejs';
  if (runtime.kind !== 'literal') return 'unknown';
  return runtime.value === 'edge' || runtime.value === 'experimental-edge' ? 'edge' : 'nodejs';
}

function reportCallers(source: ReportSource, endpoint: Endpoint): readonly ReportStep[] {
  return source.exposures.callersOf(endpoint).map(({ path, use, label }) => {
    const offset = source.usagesOf(path)?.ranges[use]?.start ?? 0;
    const line = source.linesOf(path)?.positionAt(offset).line ?? 0;
    return { file: relativePath(source.base, path), line: line + 1, label };
  });
}

/** The app's folder; for code that no app holds, its package's. */
function ownerOf(source: ReportSource, endpoint: Endpoint): string {
  const root = endpoint.app?.root ?? source.program.project.packageOf(endpoint.path)?.root ?? source.base;
  return relativePath(source.base, root);
}

type SourceFinding = Finding & { readonly rule: string; readonly severity: Severity };

function reportFindings(source: ReportSource): readonly ReportFinding[] {
  const found: ReportFinding[] = [];
  const shared = new Map<string, { readonly path: FilePath; readonly finding: SourceFinding }[]>();
  for (const [path, findings] of source.findings()) {
    for (const finding of findings) {
      if (!finding.shared) found.push(...placed(source, path, finding));
      else {
        const key = `${finding.rule} ${finding.shared.path} ${finding.shared.fact}`;
        const others = shared.get(key);
        if (others) others.push({ path, finding });
        else shared.set(key, [{ path, finding }]);
      }
    }
  }
  for (const each of shared.values()) {
    const once = each.length > 1 ? toldOnce(source, each) : undefined;
    if (once) found.push(once);
    else found.push(...each.flatMap(({ path, finding }) => placed(source, path, finding)));
  }
  return found.sort(
    (a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.rule, b.rule),
  );
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** What several endpoints have from one place, told there. */
function toldOnce(
  source: ReportSource,
  each: readonly { readonly finding: SourceFinding }[],
): ReportFinding | undefined {
  const [first] = each;
  const shared = first?.finding.shared;
  const range = shared && source.rangeOf(shared.path, shared.fact);
  if (!range) return undefined;
  // Each for itself is whispered; together they are worth a look, but no warning unless the settings say so.
  const told = new Set<Severity>([...each.map(({ finding }) => finding.severity), 'information']);
  const severity = SEVERITIES.find((candidate) => told.has(candidate)) ?? 'information';
  const message = `${shared.message}, for ${String(each.length)} endpoints`;
  return placed(source, shared.path, { ...first.finding, message, severity, range })[0];
}

function placed(source: ReportSource, path: FilePath, finding: SourceFinding): readonly ReportFinding[] {
  const lines = source.linesOf(path);
  if (!lines) return [];
  const start = lines.positionAt(finding.range.start);
  const end = lines.positionAt(finding.range.end);
  return [
    {
      rule: finding.rule,
      severity: finding.severity,
      message: finding.message,
      file: relativePath(source.base, path),
      line: start.line + 1,
      column: start.column + 1,
      endLine: end.line + 1,
      endColumn: end.column + 1,
      endpoint: endpointAt(source, path, finding.range),
    },
  ];
}

function endpointAt(source: ReportSource, path: FilePath, range: TextRange): string | null {
  const facts = source.factsOf(path);
  const endpoint = source.program
    .endpointsOf(path)
    .find((candidate) => facts && endpointRange(facts, candidate).start === range.start);
  return endpoint ? reportId(source.base, endpoint) : null;
}
