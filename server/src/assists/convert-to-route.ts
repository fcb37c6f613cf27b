/** Turns a server action into a route handler that does the same, and its callers into requests. */
import { type AssistContext, defineAssist, type Offer } from '../core/assist/assist';
import { endpointOf, endpointsAt } from '../core/assist/endpointAt';
import { type Endpoint } from '../core/program/program';
import { methodQuestion, urlQuestion } from './conversion/routeUrl';
import { nameOf } from './conversion/actionSource';
import { convert } from './conversion/routeConversion';
import { convertible } from './conversion/convertible';

export const assist = defineAssist({
  meta: {
    id: 'convert-to-route',
    summary:
      'Converts a server action to a route handler with the same effect, and its forms and client code to requests; what a function of the app wraps stays wrapped, and an inline action leaves its component where it captures nothing, or only segments of the URL that a hidden field can send.',
    kind: 'refactor.rewrite',
    since: '0.1.0',
    examples: [
      {
        before: `//- app/notes/actions.ts
'use server';
import { refresh } from 'next/cache';
import { auth } from '@/auth';
import { db } from '@/lib/db';

export async function renameNo$0te(id: string, title: string) {
  const session = await auth();
  if (!session) throw new Error('Sign in first');

  await db.note.update({ where: { id, owner: session.user.id }, data: { title } });
  refresh();
}
//- app/notes/title.tsx
'use client';
import { useTransition } from 'react';
import { renameNote } from './actions';

export function Title({ id }: { id: string }) {
  const [pending, startTransition] = useTransition();
  return <button disabled={pending} onClick={() => startTransition(() => renameNote(id, 'Untitled'))} />;
}
//- auth.ts
import NextAuth from 'next-auth';
export const { auth } = NextAuth({ providers: [] });
`,
        after: `//- app/notes/actions.ts (deleted)
//- app/api/rename-note/client.ts
import { useRouter } from 'next/navigation';

/** A function that sends \`POST /api/rename-note\` and has the page made anew. */
export function useRenameNote() {
  const router = useRouter();
  return async (id: string, title: string): Promise<void> => {
    const response = await fetch('/api/rename-note', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ id, title }),
    });
    if (!response.ok) throw new Error(\`POST /api/rename-note: \${response.status}\`);
    router.refresh();
  };
}

//- app/api/rename-note/route.ts
import { auth } from '@/auth';
import { db } from '@/lib/db';

export async function POST(request: Request) {
  // Next.js compares Origin and Host for Server Actions only: without this, other sites could act as the visitor.
  const origin = request.headers.get('origin');
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host');
  if (origin !== null && origin !== \`https://\${host}\` && origin !== \`http://\${host}\`) {
    return Response.json({ error: 'Forbidden' }, { status: 403 });
  }

  const session = await auth();
  if (!session) return Response.json({ error: 'Sign in first' }, { status: 401 });

  const { id, title } = (await request.json()) as { id: string; title: string };
  await db.note.update({ where: { id, owner: session.user.id }, data: { title } });
  return new Response(null, { status: 204 });
}

//- app/notes/title.tsx
'use client';
import { useTransition } from 'react';
import { useRenameNote } from '../api/rename-note/client';

export function Title({ id }: { id: string }) {
  const renameNote = useRenameNote();
  const [pending, startTransition] = useTransition();
  return <button disabled={pending} onClick={() => startTransition(() => renameNote(id, 'Untitled'))} />;
}`,
      },
    ],
  },

  *offers(ctx) {
    for (const endpoint of endpointsAt(ctx)) {
      if (endpoint.kind !== 'action' && endpoint.kind !== 'inline-action') continue;
      const offered = ctx.once(['convert-to-route', endpoint.id, endpoint.fact], () =>
        offerFor(ctx, endpoint),
      );
      if (offered) yield offered;
    }
  },

  resolve(ctx, target, input) {
    const endpoint = endpointOf(ctx, target);
    const found = endpoint && convertible(ctx, endpoint);
    if (!found || typeof found === 'string') return undefined;
    const wishes = {
      method: input['method'] ?? found.proposal.method,
      url: input['url'] ?? found.proposal.url,
    };
    const change = convert(ctx, found, wishes);
    if (!('problem' in change)) return change;
    return { refused: change.problem, ...(change.question !== undefined && { question: change.question }) };
  },
});

/** Whether it can be done is only known when it has been worked out. */
function offerFor(ctx: AssistContext, endpoint: Endpoint): Offer | undefined {
  const found = convertible(ctx, endpoint);
  if (typeof found === 'string') return undefined;
  if ('problem' in convert(ctx, found, found.proposal)) return undefined;
  const { method, url } = found.proposal;
  return {
    target: endpoint.fact,
    title: `Convert ${found.described ?? `\`${nameOf(found.action)}\``} to a route handler, \`${method} ${url}\``,
    movesFiles: true,
    questions: [methodQuestion(method), urlQuestion(url)],
  };
}
