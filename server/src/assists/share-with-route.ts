/** Keeps a server action and gives its work a route handler too: what the browser's forms do, other clients can ask for. */
import { type AssistContext, type AssistInput, defineAssist, type Offer } from '../core/assist/assist';
import { endpointOf, endpointsAt } from '../core/assist/endpointAt';
import { type Endpoint } from '../core/program/program';
import { type SourceChange } from '../core/text/textEdit';
import { chainAction, routeCalling } from './conversion/chainRoute';
import { nameOf } from './conversion/actionSource';
import { methodQuestion, urlQuestion } from './conversion/routeUrl';
import { share, shareable, type SharedProblem } from './conversion/sharedConversion';

export const assist = defineAssist({
  meta: {
    id: 'share-with-route',
    summary:
      "Moves a server action's work into a function of its own, which the action and a new route handler call, each behind the same check of the caller; an action that a client of next-safe-action or zsa makes is called by the route as it is.",
    kind: 'refactor.extract',
    since: '0.1.0',
    examples: [
      {
        before: `//- lib/db.ts
import { PrismaClient } from '@prisma/client';
export const db = new PrismaClient();
//- lib/session.ts
import { cookies } from 'next/headers';
import { db } from './db';

export async function getUser() {
  const token = (await cookies()).get('session')?.value;
  const session = token ? await db.session.findUnique({ where: { token }, include: { user: true } }) : null;
  return session?.user ?? null;
}
//- app/notes/actions.ts
'use server';

import { revalidatePath } from 'next/cache';
import { db } from '../../lib/db';
import { getUser } from '../../lib/session';

export async function renam$0eNote(id: string, title: string) {
  const user = await getUser();
  if (!user) return { error: 'Sign in first' };

  await db.note.update({ where: { id, ownerId: user.id }, data: { title } });
  revalidatePath('/notes');
  return { done: true };
}
//- app/notes/rename.tsx
'use client';
import { renameNote } from './actions';

export function Rename({ id }: { id: string }) {
  return <button onClick={() => renameNote(id, 'Untitled')}>Rename</button>;
}`,
        after: `//- app/api/rename-note/route.ts
import { getUser } from '../../../lib/session';
import { performRenameNote } from '../../notes/perform-rename-note';

export async function POST(request: Request) {
  // Next.js compares Origin and Host for Server Actions only: without this, other sites could act as the visitor.
  const origin = request.headers.get('origin');
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host');
  if (origin !== null && origin !== \`https://\${host}\` && origin !== \`http://\${host}\`) {
    return Response.json({ error: 'Forbidden' }, { status: 403 });
  }

  const user = await getUser();
  if (!user) return Response.json({ error: 'Sign in first' }, { status: 401 });

  const { id, title } = (await request.json()) as { id: string; title: string };
  const result = await performRenameNote(user, id, title);
  return Response.json(result);
}

//- app/notes/actions.ts
'use server';

import { getUser } from '../../lib/session';
import { performRenameNote } from './perform-rename-note';

export async function renameNote(id: string, title: string) {
  const user = await getUser();
  if (!user) return { error: 'Sign in first' };

  return performRenameNote(user, id, title);
}
//- app/notes/perform-rename-note.ts
import { revalidatePath } from 'next/cache';
import { db } from '../../lib/db';
import type { getUser } from '../../lib/session';

export async function performRenameNote(
  user: NonNullable<Awaited<ReturnType<typeof getUser>>>,
  id: string,
  title: string,
) {
  await db.note.update({ where: { id, ownerId: user.id }, data: { title } });
  revalidatePath('/notes');
  return { done: true };
}
`,
      },
    ],
  },

  *offers(ctx) {
    for (const endpoint of endpointsAt(ctx)) {
      if (endpoint.kind !== 'action') continue;
      const offered = ctx.once(['share-with-route', endpoint.id, endpoint.fact], () =>
        offerFor(ctx, endpoint),
      );
      if (offered) yield offered;
    }
  },

  resolve(ctx, target, input) {
    const endpoint = endpointOf(ctx, target);
    const change = endpoint && changeFor(ctx, endpoint, input);
    if (!change || !('problem' in change)) return change;
    return { refused: change.problem, ...(change.question !== undefined && { question: change.question }) };
  },
});

/** What a client makes is called as it is; of other actions the work is taken out. */
function changeFor(
  ctx: AssistContext,
  endpoint: Endpoint,
  input: AssistInput,
): SourceChange | SharedProblem | undefined {
  const chain = chainAction(ctx, endpoint);
  if (typeof chain !== 'string') return routeCalling(ctx, chain, { ...chain.proposal, ...input });
  const found = shareable(ctx, endpoint);
  return typeof found === 'string' ? undefined : share(ctx, found, { ...found.proposal, ...input });
}

/** Whether it can be done is only known when it has been worked out. */
function offerFor(ctx: AssistContext, endpoint: Endpoint): Offer | undefined {
  const change = changeFor(ctx, endpoint, {});
  if (!change || 'problem' in change) return undefined;
  const chain = chainAction(ctx, endpoint);
  if (typeof chain !== 'string') {
    const { method, url } = chain.proposal;
    return {
      target: endpoint.fact,
      title: `Add a route handler that calls \`${endpoint.name}\`, \`${method} ${url}\``,
      movesFiles: true,
      questions: [methodQuestion(method), urlQuestion(url)],
    };
  }
  const found = shareable(ctx, endpoint);
  if (typeof found === 'string') return undefined;
  const { method, url, name } = found.proposal;
  return {
    target: endpoint.fact,
    title: `Keep \`${nameOf(found.action)}\` and share its work with a route handler, \`${method} ${url}\``,
    movesFiles: true,
    questions: [
      methodQuestion(method),
      urlQuestion(url),
      { id: 'name', prompt: 'Name of the function that both call', proposal: name },
    ],
  };
}
