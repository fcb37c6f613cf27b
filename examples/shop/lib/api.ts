import 'server-only';

import type { NextRequest } from 'next/server';
import { getUser } from '@/lib/session';
import type { User } from '@/lib/store';

interface Context<Params> {
  readonly params: Promise<Params>;
}

type Handler<Params> = (request: NextRequest, context: Context<Params>) => Promise<Response>;
type UserHandler<Params> = (request: NextRequest, user: User, context: Context<Params>) => Promise<Response>;

export function problem(status: number, error: string): Response {
  return Response.json({ error }, { status });
}

/** Runs the handler for signed-in users; anyone else gets a 401. */
export function withUser<Params = object>(handler: UserHandler<Params>): Handler<Params> {
  return async (request, context) => {
    const user = await getUser();
    if (!user) return problem(401, 'Sign in first.');
    return handler(request, user, context);
  };
}

/** Runs the handler for administrators; other users get a 403. */
export function withAdmin<Params = object>(handler: UserHandler<Params>): Handler<Params> {
  return withUser<Params>(async (request, user, context) => {
    if (user.role !== 'admin') return problem(403, 'Administrators only.');
    return handler(request, user, context);
  });
}

/** The answer for a visitor who is not an administrator, or null for one who is. */
export async function rejectUnlessAdmin(): Promise<Response | null> {
  const user = await getUser();
  return user?.role === 'admin' ? null : problem(403, 'Administrators only.');
}
