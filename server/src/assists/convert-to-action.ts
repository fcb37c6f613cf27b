/** Turns a route handler that only the app's own client code sends requests to into a server action that this code calls. */
import { type AssistContext, defineAssist, type Offer } from '../core/assist/assist';
import { endpointOf, endpointsAt } from '../core/assist/endpointAt';
import { type Endpoint } from '../core/program/program';
import { convertibleRoute, convertToAction } from './conversion/actionConversion';

export const assist = defineAssist({
  meta: {
    id: 'convert-to-action',
    summary:
      'Converts a method of a route handler to a server action, where the only requests that are known come from client code of the app.',
    kind: 'refactor.rewrite',
    since: '0.1.0',
    examples: [
      {
        before: `//- app/api/notes/[id]/route.ts
import { getUser } from '../../../../lib/session';
import { noteInput, renameNote } from '../../../../lib/notes';

export async function PATCH$0(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const user = await getUser();
  if (!user) return Response.json({ error: 'Sign in first' }, { status: 401 });

  const { title } = noteInput.parse(await request.json());
  return Response.json(await renameNote(user, id, title));
}
//- app/notes/rename.tsx
'use client';
import { useState } from 'react';

export function Rename({ id }: { id: string }) {
  const [failed, setFailed] = useState(false);
  async function rename(title: string) {
    const response = await fetch(\`/api/notes/\${id}\`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ title }),
    });
    setFailed(!response.ok);
  }
  return <button onClick={() => rename('Untitled')}>{failed ? 'Try again' : 'Rename'}</button>;
}
//- lib/session.ts
export { getUser } from 'some-auth';
//- lib/notes.ts
export { noteInput, renameNote } from 'some-notes';
`,
        after: `//- app/api/notes/[id]/route.ts (deleted)
//- app/notes/rename.tsx
'use client';
import { useState } from 'react';
import { updateNote } from './update-note';

export function Rename({ id }: { id: string }) {
  const [failed, setFailed] = useState(false);
  async function rename(title: string) {
    const response = await updateNote(id, { title });
    setFailed(!response.ok);
  }
  return <button onClick={() => rename('Untitled')}>{failed ? 'Try again' : 'Rename'}</button>;
}
//- app/notes/update-note.ts
'use server';

import { getUser } from '../../lib/session';
import { noteInput, renameNote } from '../../lib/notes';

export async function updateNote(id: string, input: unknown) {
  const user = await getUser();
  if (!user) return { ok: false, error: 'Sign in first' };

  const { title } = noteInput.parse(input);
  await renameNote(user, id, title);
  return { ok: true };
}
`,
      },
    ],
  },

  *offers(ctx) {
    for (const endpoint of endpointsAt(ctx)) {
      const offered = ctx.once(['convert-to-action', endpoint.id, endpoint.fact], () =>
        offerFor(ctx, endpoint),
      );
      if (offered) yield offered;
    }
  },

  resolve(ctx, target, input) {
    const endpoint = endpointOf(ctx, target);
    const found = endpoint && convertibleRoute(ctx, endpoint);
    if (!found || typeof found === 'string') return undefined;
    const change = convertToAction(ctx, found, (input['name'] ?? found.proposal).trim());
    if (!('problem' in change)) return change;
    return { refused: change.problem, ...(change.question !== undefined && { question: change.question }) };
  },
});

/** Whether it can be done is only known when it has been worked out. */
function offerFor(ctx: AssistContext, endpoint: Endpoint): Offer | undefined {
  const found = convertibleRoute(ctx, endpoint);
  if (typeof found === 'string' || 'problem' in convertToAction(ctx, found, found.proposal)) return undefined;
  return {
    target: endpoint.fact,
    title: `Convert ${found.method} to a server action, \`${found.proposal}\``,
    movesFiles: true,
    questions: [{ id: 'name', prompt: 'Name of the action', proposal: found.proposal }],
  };
}
