/** Keeps a route handler and gives its work a server action too: what other clients ask for, the app's own components can call. */
import { type AssistContext, defineAssist, type Offer } from '../core/assist/assist';
import { endpointOf, endpointsAt } from '../core/assist/endpointAt';
import { type Endpoint } from '../core/program/program';
import { convertibleRoute } from './conversion/actionConversion';
import { shareWithAction } from './conversion/sharedRoute';

export const assist = defineAssist({
  meta: {
    id: 'share-with-action',
    summary:
      "Moves a route handler's work into a function of its own, which the handler and a new server action call, each behind the same check of the caller; requests to the route stay as they are.",
    kind: 'refactor.rewrite',
    since: '0.1.0',
    examples: [
      {
        before: `//- app/api/notes/[id]/route.ts
import { noteInput, renameNote } from '../../../../lib/notes';
import { getUser } from '../../../../lib/session';

export async function PATCH$0(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const user = await getUser();
  if (!user) return Response.json({ error: 'Sign in first' }, { status: 401 });

  const { title } = noteInput.parse(await request.json());
  return Response.json(await renameNote(user, id, title));
}
//- app/notes/rename.tsx
'use client';

export function Rename({ id }: { id: string }) {
  async function rename(title: string) {
    await fetch(\`/api/notes/\${id}\`, { method: 'PATCH', body: JSON.stringify({ title }) });
  }
  return <button onClick={() => rename('Untitled')}>Rename</button>;
}
//- lib/session.ts
import { cookies } from 'next/headers';
import { db } from './db';

export async function getUser() {
  const token = (await cookies()).get('session')?.value;
  const session = token ? await db.session.findUnique({ where: { token }, include: { user: true } }) : null;
  return session?.user ?? null;
}
//- lib/db.ts
import { PrismaClient } from '@prisma/client';
export const db = new PrismaClient();
//- lib/notes.ts
export { noteInput, renameNote } from 'some-notes';
`,
        after: `//- app/api/notes/[id]/route.ts
import { getUser } from '../../../../lib/session';
import { performUpdateNote } from '../../../notes/perform-update-note';

export async function PATCH(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const user = await getUser();
  if (!user) return Response.json({ error: 'Sign in first' }, { status: 401 });

  return Response.json(await performUpdateNote(user, id, await request.json()));
}
//- app/notes/perform-update-note.ts
import { noteInput, renameNote } from '../../lib/notes';
import type { getUser } from '../../lib/session';

export async function performUpdateNote(
  user: NonNullable<Awaited<ReturnType<typeof getUser>>>,
  id: string,
  input: unknown,
) {
  const { title } = noteInput.parse(input);
  return renameNote(user, id, title);
}

//- app/notes/update-note.ts
'use server';

import { getUser } from '../../lib/session';
import { performUpdateNote } from './perform-update-note';

export async function updateNote(id: string, input: unknown) {
  const user = await getUser();
  if (!user) return { ok: false, error: 'Sign in first' };

  await performUpdateNote(user, id, input);
  return { ok: true };
}
`,
      },
    ],
  },

  *offers(ctx) {
    for (const endpoint of endpointsAt(ctx)) {
      const offered = ctx.once(['share-with-action', endpoint.id, endpoint.fact], () =>
        offerFor(ctx, endpoint),
      );
      if (offered) yield offered;
    }
  },

  resolve(ctx, target, input) {
    const endpoint = endpointOf(ctx, target);
    const found = endpoint && convertibleRoute(ctx, endpoint, true);
    if (!found || typeof found === 'string') return undefined;
    const change = shareWithAction(ctx, found, (input['name'] ?? found.proposal).trim());
    if (!('problem' in change)) return change;
    return { refused: change.problem, ...(change.question !== undefined && { question: change.question }) };
  },
});

/** Whether it can be done is only known when it has been worked out. */
function offerFor(ctx: AssistContext, endpoint: Endpoint): Offer | undefined {
  const found = convertibleRoute(ctx, endpoint, true);
  if (typeof found === 'string' || 'problem' in shareWithAction(ctx, found, found.proposal)) return undefined;
  return {
    target: endpoint.fact,
    title: `Keep ${found.method} and share its work with a server action, \`${found.proposal}\``,
    movesFiles: true,
    questions: [{ id: 'name', prompt: 'Name of the action', proposal: found.proposal }],
  };
}
