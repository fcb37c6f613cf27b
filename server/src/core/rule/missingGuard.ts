/** What an endpoint's guard lacks, told by its most specific cause: each cause is one rule's, so an endpoint has one finding. */
import { type FactId } from '../facts/fileFacts';
import { type Assessment } from '../guards/assess';
import { type Shown } from '../guards/reason';
import { type OpenChange } from '../guards/relief';
import { type Site, siteFact } from '../guards/value';
import { actionWords } from '../program/actionWords';
import { type Exposure } from '../program/exposure';
import { hostEntries } from '../program/hostEntries';
import { nextMajor } from '../program/nextMajor';
import { type Endpoint, type Program } from '../program/program';
import { tellingRange } from '../syntax/tellingRange';
import { type FilePath } from '../text/filePath';
import { type TextRange } from '../text/textRange';
import { type Related, type OwnContext, type Severity } from './rule';

/** Names the rule that speaks of it. */
export type MissingCause =
  | 'unguarded'
  | 'open-path'
  | 'unused'
  | 'effect-first'
  | 'environment'
  | 'page-only'
  | 'proxy-only'
  | 'unverified'
  | 'supplied'
  | 'unsigned';

/** An endpoint of the file that lets in callers it should not. */
export interface MissingGuard {
  readonly cause: MissingCause;
  readonly endpoint: Endpoint;
  readonly assessment: Assessment;
  /** The endpoint as its users call it, at the beginning of a sentence. */
  readonly subject: string;
  /** What it does, for a sentence: ``writes (`prisma.post.create`)``. */
  readonly does: string;
  readonly severity: Severity;
  /** Whether a browser is given an action's id; undefined for routes. */
  readonly exposure: Exposure['exposure'] | undefined;
  /** Where to look: the smallest place of this file that shows the cause. */
  readonly range: TextRange;
  /** Text at `range`. */
  readonly shown: string;
  readonly related: readonly Related[];
  /** What many endpoints have in common that causes it. */
  readonly shared: Related | undefined;
  /** The label of the call that shows the cause, without `calls`. */
  readonly label: string;
  /** Pages, layouts or the proxy that do check. */
  readonly elsewhere: readonly Elsewhere[];
}

/** Code around an endpoint that checks who is calling. */
export interface Elsewhere {
  readonly path: FilePath;
  readonly fact: FactId;
}

/** The endpoints of the file whose guard lacks something. Quiet: what is unknown, open on purpose or unreachable is left out. */
export function missingGuards(ctx: OwnContext): readonly MissingGuard[] {
  return ctx
    .program()
    .endpointsOf(ctx.path)
    .flatMap((endpoint) => missingGuard(ctx, endpoint) ?? []);
}

function missingGuard(ctx: OwnContext, endpoint: Endpoint): MissingGuard | undefined {
  if (endpoint.framework) return undefined;
  const assessment = ctx.assessmentOf(endpoint);
  const { guard, publicByDesign, mutates, effects } = assessment;
  if (guard.verdict !== 'unguarded' && guard.verdict !== 'partial') return undefined;
  if (publicByDesign.value !== false || mutates === 'unknown') return undefined;
  const found = causeOf(ctx, endpoint, assessment);
  if (!found) return undefined;
  // No request runs an action that no page reaches.
  const exposure = ctx.exposureOf(endpoint);
  if (exposure === 'unused') return undefined;
  const reached = guard.reason && 'reached' in guard.reason ? guard.reason.reached : undefined;
  const told = found.cause === 'effect-first' ? undefined : weighing(ctx, endpoint, assessment);
  const first =
    effects.find(({ site }) => told !== undefined && isSame(site, told.site))?.label ??
    (reached?.kind === 'change' ? reached.label : effects[0]?.label);
  const isChange = reached ? reached.kind === 'change' : mutates;
  const shared = sharedCause(ctx, guard);
  const own = found.shown ? placeIn(ctx, found.shown) : undefined;
  const range = own ?? ctx.file.ranges[endpoint.fact] ?? { start: 0, end: 0 };
  return {
    cause: found.cause,
    endpoint,
    assessment,
    subject: subjectOf(endpoint),
    does: isChange ? `writes${first === undefined ? '' : ` (\`${first}\`)`}` : readingOf(assessment),
    exposure,
    severity: severityOf(ctx, found.cause, endpoint, assessment, isChange),
    range,
    shown: ctx.syntax().text.slice(range.start, range.end),
    related: shared ? [shared, ...relatedOf(assessment, found)] : relatedOf(assessment, found),
    shared,
    label: found.shown?.label.replace(/^calls /, '').replace(/\(\)$/, '') ?? '',
    elsewhere: found.elsewhere ?? [],
  };
}

/** What an endpoint does that changes nothing. */
function readingOf({ effects, returned }: Assessment): string {
  const model = effects.find(({ kind }) => kind === 'llm');
  if (model) return `asks a language model (\`${model.label}\`)`;
  if (returned === 'secret') return 'hands out what it makes with a secret';
  return returned === 'upstream' ? "returns another service's data" : 'returns stored data';
}

function severityOf(
  ctx: OwnContext,
  cause: MissingCause,
  endpoint: Endpoint,
  assessment: Assessment,
  isChange: boolean,
): Severity {
  const { guard } = assessment;
  if (guard.reason?.kind === 'environment') {
    // One helper leaves it out for many endpoints: each is told in a whisper.
    if (sharedCause(ctx, guard)) return 'hint';
    if (!guard.reason.inProduction) return 'information';
  }
  const weighs = isChange && cause !== 'proxy-only' && weighing(ctx, endpoint, assessment) !== undefined;
  return weighs && isGivenOut(ctx, endpoint) && !isForAnySite(ctx, endpoint) ? 'warning' : 'information';
}

/** The first open change that is a reason to warn. */
function weighing(ctx: OwnContext, endpoint: Endpoint, { open }: Assessment): OpenChange | undefined {
  return open.find(({ site, relief }) => relief === undefined && !isToldElsewhere(ctx, endpoint, site));
}

function isSame(a: Site | undefined, b: Site): boolean {
  return a !== undefined && a.path === b.path && a.fn === b.fn && a.place === b.place;
}

/** The place in another file that leaves the check out: the same for all endpoints that call it. */
function sharedCause(ctx: OwnContext, { at, reason }: Assessment['guard']): Related | undefined {
  if (reason?.kind !== 'environment') return undefined;
  const site = reason.switch ?? at;
  if (!site || site.path === ctx.path || site.place < 0) return undefined;
  return { path: site.path, fact: siteFact(site), message: 'leaves the check out in some environments' };
}

/**
 * A browser has an action's id. Before version 15 whoever has the source can compute the others, which were hashes of the
 * file's and the action's names: https://nextjs.org/blog/next-15#enhanced-security-for-server-actions
 */
function isGivenOut(ctx: OwnContext, endpoint: Endpoint): boolean {
  const exposure = ctx.exposureOf(endpoint);
  if (exposure === undefined || exposure === 'post') return true;
  return exposure === 'server-only' && endpoint.app !== undefined && nextMajor(endpoint.app) < 15;
}

/** What another action does is said of that, where it is given out as well: checked there, it is checked for both. */
function isToldElsewhere(ctx: OwnContext, endpoint: Endpoint, site: Site): boolean {
  if (endpoint.kind !== 'action' || site.path !== endpoint.path) return false;
  const name = site.fn.split('>')[0] ?? '';
  const other = ctx
    .program()
    .endpointsOf(site.path)
    .find((each) => each.kind === 'action' && each.name === name && each.name !== endpoint.name);
  if (!other || ctx.exposureOf(other) !== 'post') return false;
  const { guard, publicByDesign } = ctx.assessmentOf(other);
  return guard.verdict === 'unguarded' && publicByDesign.value === false;
}

/** What takes something away is for nobody's script. */
const TAKES_AWAY = /delete|remove|destroy|drop|truncate/i;

const PLAIN_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST']);

/**
 * Made for scripts of any site: it lets them read its answers, and its file answers what browsers ask before. No cookie comes
 * with such requests, https://fetch.spec.whatwg.org/#cors-protocol-and-credentials, so there is nobody to check.
 */
function isForAnySite(ctx: OwnContext, { path, method }: Endpoint): boolean {
  if (method === undefined || !PLAIN_METHODS.has(method)) return false;
  const own = ctx.program().endpointsOf(path);
  return [method, 'OPTIONS'].every((name) =>
    own.some((each) => {
      if (each.method !== name) return false;
      const { anyOrigin, effects } = ctx.assessmentOf(each);
      return anyOrigin && !effects.some(({ kind, label }) => kind === 'database' && TAKES_AWAY.test(label));
    }),
  );
}

function subjectOf({ name, method, url }: Endpoint): string {
  if (url !== undefined) return method === undefined ? `\`${url}\`` : `\`${method} ${url}\``;
  const words = actionWords(name);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

interface Found {
  readonly cause: MissingCause;
  readonly shown?: Shown | undefined;
  readonly elsewhere?: readonly Elsewhere[];
}

function causeOf(ctx: OwnContext, endpoint: Endpoint, { guard }: Assessment): Found | undefined {
  const { reason } = guard;
  if (guard.verdict === 'unguarded') return unguardedCause(ctx, endpoint, reason);
  switch (reason?.kind) {
    case 'unused':
      return reason.reached && { cause: 'unused', shown: reason.source };
    case 'effect-first': {
      const shown: Shown = { site: reason.reached.site, label: reason.reached.label, steps: reason.steps };
      return { cause: guard.kind === 'signature' ? 'unsigned' : 'effect-first', shown };
    }
    case 'environment':
      return { cause: 'environment', shown: { site: guard.at, label: '', steps: [] } };
    case 'unverified':
      // Looking at a credential is not testing it: without a place to show there is nothing to say.
      return reason.source.site && { cause: 'unverified', shown: reason.source };
    case 'page-only':
      return { cause: 'page-only' };
    case 'open-path':
      // Where the paths part out of sight, the analysis may have lost its way.
      return reason.forks ? { cause: 'open-path' } : undefined;
    default:
      return undefined;
  }
}

/** A name that says who somebody is, or what they may do: from the caller it proves nothing. */
const SUPPLIED = /\b\w*(?:user_?id|owner_?id|author_?id|role|is_?admin)\b/i;

/** A provider's events come to a URL that says so. */
const WEBHOOK_URL = /\/webhooks?(?:\/|$)/i;

function unguardedCause(
  ctx: OwnContext,
  endpoint: Endpoint,
  reason: Assessment['guard']['reason'],
): Found | undefined {
  // Something does depend on who is calling: whether that protects it, the analysis could not tell.
  if (reason?.kind === 'optional') return undefined;
  if (endpoint.method === 'POST' && WEBHOOK_URL.test(endpoint.url ?? ''))
    // Where the file speaks of it, something verifies that the analysis knows nothing of.
    return /verif|signature/i.test(ctx.syntax().text) ? undefined : { cause: 'unsigned' };
  if (reason?.kind === 'page-only') return { cause: 'page-only' };
  if (reason?.kind === 'tested') {
    const shown = reason.tests.find((test) => {
      const range = test.site?.path === ctx.path ? ctx.rangeOf(siteFact(test.site)) : undefined;
      const { start, end } = range ? tellingRange(ctx.syntax(), range) : { start: 0, end: 0 };
      return SUPPLIED.test(ctx.syntax().text.slice(start, end));
    });
    if (shown) return { cause: 'supplied', shown };
  }
  const pages = checkingPages(ctx, endpoint);
  if (pages.length > 0) return { cause: 'page-only', elsewhere: pages };
  const proxy = checkingProxy(ctx, endpoint);
  if (proxy !== undefined) return { cause: 'proxy-only', elsewhere: [proxy] };
  return { cause: 'unguarded' };
}

/** The pages or layouts that check when they render, if every page that uses the action does. */
function checkingPages(ctx: OwnContext, endpoint: Endpoint): readonly Elsewhere[] {
  if (endpoint.kind !== 'action' && endpoint.kind !== 'inline-action') return [];
  // A page for those who are not signed in asks as well, and sends the others away.
  const checks = (path: FilePath): boolean => {
    const { guard, turnsAway } = ctx.assessmentOf({ ...AROUND, app: endpoint.app, path, id: `${path}#page` });
    return guard.verdict === 'guarded' && turnsAway;
  };
  const answers = hostEntries(ctx.program(), endpoint).map(({ path, layouts }) =>
    [path, ...layouts].find(checks),
  );
  const found = answers.filter((path) => path !== undefined);
  if (found.length < answers.length) return [];
  return [...new Set(found)].map((path) => ({ path, fact: AROUND.fact }));
}

const AROUND: Omit<Endpoint, 'id' | 'app' | 'path'> = {
  apps: [],
  kind: 'action',
  framework: false,
  passed: false,
  name: 'default',
  fact: 'export:default',
  method: undefined,
  url: undefined,
};

/** The app's proxy, if it sees the endpoint's requests and turns those away that have no identity. */
function checkingProxy(ctx: OwnContext, endpoint: Endpoint): Elsewhere | undefined {
  const program: Program = ctx.program();
  const proxy = program.proxyOf(endpoint);
  if (proxy?.path === undefined || proxy.covered !== true) return undefined;
  const { path } = proxy;
  const names = program.linkFactsOf(path)?.exports.map((fact) => fact.name) ?? [];
  const name = ['proxy', 'middleware', 'default'].find((candidate) => names.includes(candidate));
  if (name === undefined) return undefined;
  const { method = 'POST', url, app } = endpoint;
  const id = `${path}#${name} ${method} ${url ?? ''}`;
  const around: Endpoint = { ...AROUND, kind: 'route', app, path, name, id, method, url };
  // It may be asked for more than this URL: what lets some requests pass is no check of this one.
  return ctx.assessmentOf(around).turnsAway ? { path, fact: `export:${name}` } : undefined;
}

/** The range of the innermost call or place on the way that stands in this file. */
function placeIn(ctx: OwnContext, { site, steps }: Shown): TextRange | undefined {
  const sites = [...steps.map((step) => step.site), site];
  for (const own of sites.reverse()) {
    const range = own?.path === ctx.path ? ctx.rangeOf(siteFact(own)) : undefined;
    if (range) return tellingRange(ctx.syntax(), range);
  }
  return undefined;
}

const MAX_RELATED = 3;

/** The chain to what shows the cause, the check that there is, and what is not protected by it. */
function relatedOf({ guard, effects }: Assessment, { shown, elsewhere }: Found): readonly Related[] {
  const at = (site: Site | undefined, message: string): readonly Related[] =>
    site && site.place >= 0 ? [{ path: site.path, fact: siteFact(site), message }] : [];
  return [
    ...(shown?.steps ?? []).flatMap((step) => at(step.site, `calls ${step.label}()`)),
    ...(shown?.label ? at(shown.site, shown.label) : []),
    ...guard.steps.flatMap((step) => at(step.site, step.label)),
    ...at(guard.at, 'checks here'),
    ...(elsewhere ?? [])
      .slice(0, MAX_RELATED)
      .map(({ path, fact }) => ({ path, fact, message: 'checks here' })),
    ...effects.slice(0, MAX_RELATED).flatMap(({ site, label }) => at(site, label)),
  ];
}
