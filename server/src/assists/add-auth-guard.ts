/** Makes an endpoint check its caller, the way this app does it. */
import { type AssistContext, defineAssist } from '../core/assist/assist';
import { endpointOf, endpointsAt, rulesAt } from '../core/assist/endpointAt';
import { guardIdioms, roleIdioms } from '../core/features/guardIdiom/appIdioms';
import { type GuardIdiom, type GuardPlace } from '../core/features/guardIdiom/guardIdiom';
import { secretIdiom } from '../core/features/guardIdiom/libraryIdioms';
import { type Endpoint } from '../core/program/program';
import { type App } from '../core/project/project';
import { type FilePath } from '../core/text/filePath';
import { detectFileStyle } from '../core/text/fileStyle';
import { type TextEdit } from '../core/text/textEdit';
import { fileEdits, guardPlaceOf, type GuardedFile, type GuardPlan, planGuard } from './guard/guardEdits';

/** Targets: a fact id and the number of the idiom; `file` for all endpoints of the file, `app` for all of the app. */
const WHOLE_FILE = 'file';
const WHOLE_APP = 'app';

export const assist = defineAssist({
  meta: {
    id: 'add-auth-guard',
    summary:
      'Adds the check of the caller that this app uses, else the one that its authentication library documents, to an endpoint, or to all open endpoints of a file.',
    kind: 'refactor.rewrite',
    since: '0.1.0',
    examples: [
      {
        before: `//- lib/auth.ts
import { getServerSession } from 'next-auth';
import { authOptions } from './options';
export async function requireUser() {
  const session = await getServerSession(authOptions);
  if (!session) throw new Error('Unauthorized');
  return session.user;
}
//- lib/options.ts
export const authOptions = {};
//- app/page.tsx
import { remove, rename } from './actions';
export default function Page() {
  return <form action={remove}><button formAction={rename} /></form>;
}
//- app/actions.ts
'use server';

import { PrismaClient } from '@prisma/client';
import { requireUser } from '../lib/auth';
const prisma = new PrismaClient();

export async function rename(form: FormData) {
  await requireUser();
  await prisma.post.update({ where: { id: String(form.get('id')) }, data: { title: 'x' } });
}

export async function rem$0ove(form: FormData) {
  await prisma.post.delete({ where: { id: String(form.get('id')) } });
}
`,
        after: `//- app/actions.ts
'use server';

import { PrismaClient } from '@prisma/client';
import { requireUser } from '../lib/auth';
const prisma = new PrismaClient();

export async function rename(form: FormData) {
  await requireUser();
  await prisma.post.update({ where: { id: String(form.get('id')) }, data: { title: 'x' } });
}

export async function remove(form: FormData) {
  await requireUser();

  await prisma.post.delete({ where: { id: String(form.get('id')) } });
}
`,
      },
    ],
  },

  *offers(ctx) {
    for (const endpoint of endpointsAt(ctx)) {
      const ways = ctx.once(['add-auth-guard', endpoint.id, endpoint.fact], () => waysFor(ctx, endpoint));
      if (ways.length === 0) continue;
      const rules = rulesAt(ctx, endpoint);
      const fixes = rules.length > 0 ? { kind: 'quickfix' as const, fixes: rules } : {};
      for (const { target, title, isHabit } of ways) {
        yield { target, title, ...fixes, ...(isHabit && rules.length > 0 && { preferred: true }) };
      }
    }
  },

  resolve(ctx, target) {
    const parts = target.split(' ');
    const [scope = ''] = parts;
    const [fact = '', number] = scope === WHOLE_FILE ? parts.slice(1) : parts;
    if (scope === WHOLE_APP) return guardApp(ctx);
    const endpoint = endpointOf(ctx, fact);
    const file = guardedFile(ctx, ctx.path);
    const idiom = endpoint && candidates(ctx, endpoint)[Number(number)];
    if (!endpoint || !file || !idiom) return undefined;
    const endpoints = scope === WHOLE_FILE ? openEndpoints(ctx, ctx.path) : [endpoint];
    const edits = fileEdits(
      file,
      plansFor(ctx, file, endpoints, () => [idiom]),
    );
    return edits.length === 0 ? undefined : { edits: new Map([[ctx.path, edits]]) };
  },
});

/** An offer without what depends on the selection. */
interface Way {
  readonly target: string;
  readonly title: string;
  /** The app does it so elsewhere, more than once. */
  readonly isHabit: boolean;
}

function waysFor(ctx: AssistContext, endpoint: Endpoint): readonly Way[] {
  const file = isOpen(ctx, endpoint) ? guardedFile(ctx, ctx.path) : undefined;
  if (!file) return [];
  const fitting = fittingIdioms(ctx, file, endpoint);
  const ways = fitting.map(({ idiom, number }, index): Way => ({
    target: `${endpoint.fact} ${number}`,
    title: titleOf(idiom),
    isHabit: index === 0 && idiom.source === 'app' && idiom.uses > 1,
  }));
  const [first] = fitting;
  const open = first ? openEndpoints(ctx, ctx.path).length : 0;
  if (!first || open < 2) return ways;
  const all = open === 2 ? 'both' : `all ${open}`;
  const title = `${checkOf(first.idiom)} in ${all} open endpoints of this file`;
  return [...ways, { target: `${WHOLE_FILE} ${endpoint.fact} ${first.number}`, title, isHabit: false }];
}

/** Every open endpoint of the app, each edit to be confirmed: the user sees them all before anything is written. */
function guardApp(
  ctx: AssistContext,
): { readonly edits: ReadonlyMap<FilePath, readonly TextEdit[]> } | undefined {
  const { project, endpoints } = ctx.program();
  const app = project.appOf(ctx.path);
  const paths = [...new Set(endpoints.filter((endpoint) => endpoint.app === app).map(({ path }) => path))];
  const edits = new Map<FilePath, readonly TextEdit[]>();
  for (const path of paths) {
    const open = openEndpoints(ctx, path);
    const file = open.length > 0 ? guardedFile(ctx, path) : undefined;
    if (!file) continue;
    const written = fileEdits(
      file,
      plansFor(ctx, file, open, (endpoint) => candidates(ctx, endpoint)),
    );
    if (written.length > 0)
      edits.set(
        path,
        written.map((edit) => ({ ...edit, uncertain: 'Check the caller' })),
      );
  }
  return edits.size === 0 ? undefined : { edits };
}

/** One plan for each function: several methods may share one, and the first idiom that fits is taken. */
function plansFor(
  ctx: AssistContext,
  file: GuardedFile,
  endpoints: readonly Endpoint[],
  idioms: (endpoint: Endpoint) => readonly GuardIdiom[],
): readonly GuardPlan[] {
  const seen = new Set<number>();
  return endpoints.flatMap((endpoint) => {
    const offset = ctx.rangeOf(file.path, endpoint.fact)?.start;
    if (offset === undefined || seen.has(offset)) return [];
    seen.add(offset);
    for (const idiom of idioms(endpoint)) {
      const plan = planGuard(file, endpoint, offset, idiom);
      if (plan) return [plan];
    }
    return [];
  });
}

function guardedFile(ctx: AssistContext, path: FilePath): GuardedFile | undefined {
  const parsed = ctx.syntaxOf(path);
  return parsed && { path, parsed, style: detectFileStyle(parsed.text), ctx };
}

/** Open, and not on purpose: what a guard would change nothing of, or would break, is left alone. */
function isOpen(ctx: AssistContext, endpoint: Endpoint): boolean {
  if (endpoint.framework || !guardPlaceOf(endpoint)) return false;
  const { guard, publicByDesign } = ctx.assessmentOf(endpoint);
  // Nobody is signed in where a handler (a webhook, a job) calls it: there it has to move out of the 'use server' file.
  if (
    ctx.callersOf(endpoint).some(({ path }) =>
      ctx
        .program()
        .endpointsOf(path)
        .some(({ kind }) => kind === 'route'),
    )
  )
    return false;
  // A service that signs what it sends is nobody who could sign in, whatever its check lacks.
  if (guard.kind === 'signature') return false;
  return (guard.verdict === 'unguarded' || guard.verdict === 'partial') && publicByDesign.value === false;
}

function openEndpoints(ctx: AssistContext, path: FilePath): readonly Endpoint[] {
  return ctx
    .program()
    .endpointsOf(path)
    .filter((endpoint) => isOpen(ctx, endpoint));
}

interface Candidate {
  readonly idiom: GuardIdiom;
  /** Its place among `candidates`. */
  readonly number: number;
}

/** At most the app's first way and its first way for roles; where it has none, its libraries'. */
function fittingIdioms(ctx: AssistContext, file: GuardedFile, endpoint: Endpoint): readonly Candidate[] {
  const offset = ctx.file.ranges[endpoint.fact]?.start;
  if (offset === undefined) return [];
  const fitting = candidates(ctx, endpoint)
    .map((idiom, number): Candidate => ({ idiom, number }))
    // A scheduler is signed in nowhere.
    .filter(({ idiom }) => !isCron(endpoint) || /^(?:secret|api-key|signature)$/.test(idiom.kind))
    .filter(({ idiom }) => {
      const plan = planGuard(file, endpoint, offset, idiom);
      return plan !== undefined && fileEdits(file, [plan]).length > 0;
    });
  const own = fitting.filter(({ idiom }) => idiom.source === 'app');
  const caller =
    own.find(({ idiom }) => idiom.kind !== 'role') ?? fitting.find(({ idiom }) => idiom.source === 'library');
  const role = own.find(({ idiom }) => idiom.kind === 'role');
  return [caller, role].filter((candidate) => candidate !== undefined);
}

/** Every idiom that is worth a try, in an order that does not depend on the endpoint's own code. */
function candidates(ctx: AssistContext, endpoint: Endpoint): readonly GuardIdiom[] {
  const app = endpoint.app ?? ctx.program().project.appOf(endpoint.path);
  const place = guardPlaceOf(endpoint);
  if (!app || !place) return [];
  // All endpoints of the app are looked at.
  return ctx.once(['add-auth-guard', 'idioms', app.root, place, String(isCron(endpoint))], () =>
    candidatesIn(ctx, app, endpoint, place),
  );
}

function candidatesIn(
  ctx: AssistContext,
  app: App,
  endpoint: Endpoint,
  place: GuardPlace,
): readonly GuardIdiom[] {
  const source = ctx.idiomSource();
  const all = guardIdioms(source, app, place).filter((idiom) => idiom.source !== 'placeholder');
  const people = [...all, ...roleIdioms(source, app, place)];
  if (place === 'action') return people;
  // Where somebody can be signed in, a key is not what a handler of the app asks for.
  const id = isCron(endpoint) ? 'cron-secret' : people.length === 0 ? 'api-key' : undefined;
  const secret = id && secretIdiom(source, app, id);
  return secret ? [secret, ...people] : people;
}

/** A route that a scheduler calls says so in its path: nobody is signed in there. */
function isCron({ url }: Endpoint): boolean {
  return url !== undefined && /\/crons?(?:\/|$)/.test(url);
}

function titleOf(idiom: GuardIdiom): string {
  const { source, uses } = idiom;
  return source === 'app' && uses > 1 ? `${checkOf(idiom)}, as ${uses} endpoints here do` : checkOf(idiom);
}

function checkOf({ source, label, form, kind, wrapper }: GuardIdiom): string {
  if (form === 'wrap') return `Wrap in \`${label}\``;
  if (form === 'builder') return `Use the guarded client \`${wrapper?.before ?? label}\``;
  if (kind === 'secret') return 'Check the cron secret';
  if (kind === 'api-key' && source === 'library') return 'Check an API key';
  if (source === 'library') return `Check the caller with ${label}`;
  return `Check the caller${kind === 'role' ? "'s role" : ''} with \`${label}\``;
}
