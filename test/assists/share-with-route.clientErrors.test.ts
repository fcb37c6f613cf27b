/** Which statuses a route gives to the errors that a client of next-safe-action lets it see. */
import { checkAssist } from '../support/checkAssist';

const ID = 'share-with-route';

const COMPARED =
  'Next.js compares the Origin of requests for Server Actions only: `POST /api/rename-post` now does it itself';

/** What the route answers with, and what is left to say, where the client is made of this code. */
function checkErrors(client: string, answer: string, notes: readonly string[], more = ''): void {
  checkAssist(
    ID,
    `//- package.json
{ "dependencies": { "next": "16.0.0", "next-safe-action": "8.0.0", "next-auth": "4.0.0" } }
//- lib/errors.ts
export class AppError extends Error {
  code: string;
  constructor({ code, message }: { code: string; message: string }) {
    super(message);
    this.code = code;
  }
}
export class SafeError extends Error {}
export class SignInError extends SafeError {}
export class MissingError extends Error {
  constructor(thing: string) {
    super(\`\${thing} not found\`);
  }
}
//- lib/access.ts
import { SafeError } from './errors';
export function assertAdmin(role: string) {
  if (role !== 'admin') throw new SafeError('Administrators only');
  if (role === '') throw new SafeError('No such role');
}
//- lib/safe-action.ts
import { createSafeActionClient, DEFAULT_SERVER_ERROR_MESSAGE } from 'next-safe-action';
import { getServerSession } from 'next-auth';
import { forbidden, unauthorized } from 'next/navigation';
import { assertAdmin } from './access';
import { AppError, MissingError, SafeError, SignInError } from './errors';
import { isExpected } from './expected';

${client}
//- app/actions.ts
'use server';
import { PrismaClient } from '@prisma/client';
import { z } from 'zod';
import { authActionClient } from '../lib/safe-action';
const prisma = new PrismaClient();

export const rename$0Post = authActionClient
  .inputSchema(z.object({ id: z.string() }))
  .action(async ({ parsedInput: { id } }) => {
    ${more}await prisma.post.update({ where: { id }, data: { title: '' } });
    return { done: true };
  });
//- app/button.tsx
'use client';
import { renamePost } from './actions';
export const Button = () => <button onClick={() => renamePost({ id: '1' })} />;
`,
    `//- app/api/rename-post/route.ts
import { renamePost } from '../../actions';

export async function POST(request: Request) {
  // Next.js compares Origin and Host for Server Actions only: without this, other sites could act as the visitor.
  const origin = request.headers.get('origin');
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host');
  if (origin !== null && origin !== \`https://\${host}\` && origin !== \`http://\${host}\`) {
    return Response.json({ error: 'Forbidden' }, { status: 403 });
  }

  const result = await renamePost(await request.json());
  if (result?.validationErrors) {
    return Response.json({ errors: result.validationErrors }, { status: 400 });
  }
  if (result?.serverError) {
${answer}
  }
  return Response.json(result?.data ?? null);
}
`,
    { notes: [COMPARED, ...notes] },
  );
}

/** A client whose middleware throws this where nobody is signed in. */
function client(handler: string, thrown: string): string {
  return `const actionClient = createSafeActionClient({
  ${handler}
});
export const authActionClient = actionClient.use(async ({ next }) => {
  const session = await getServerSession();
  if (!session) ${thrown};
  return next({ ctx: { user: session.user } });
});`;
}

const ALWAYS_500 = '    return Response.json({ error: result.serverError }, { status: 500 });';
const HIDDEN = 'Its client says no more than that something failed: who is turned away gets a 500';
const UNKNOWN = 'Nobody knows what its client says of who is turned away: the route answers with 500';
const SOMETIMES = 'Where its client does not say why somebody is turned away, the route answers with 500';

const compared = (
  text: string,
  status: number,
): string => `    const status = result.serverError === '${text}' ? ${status} : 500;
    return Response.json({ error: result.serverError }, { status });`;

const MESSAGES =
  'handleServerError: (error) => error instanceof Error ? error.message : DEFAULT_SERVER_ERROR_MESSAGE,';

describe('share-with-route, of the errors of next-safe-action', () => {
  it('answers 401 with the message that the client hands on', () => {
    checkErrors(client(MESSAGES, "throw new Error('Sign in first')"), compared('Sign in first', 401), []);
  });

  it('takes what is said of an error first, and what is not caught before', () => {
    const handler = `handleServerError(e) {
    if (e instanceof SafeError) return 'Refused';
    if (e instanceof AppError) return DEFAULT_SERVER_ERROR_MESSAGE;
    else return e.message;
  },`;
    checkErrors(client(handler, "throw new SafeError('Unauthorized')"), compared('Refused', 401), []);
    const caught = "try { throw new Error('Forbidden'); } catch { throw new UnauthorizedError('Stop'); }";
    checkErrors(client(handler, caught), compared('Stop', 401), []);
  });

  it('takes the statuses of classes and codes, of all middleware and of the action itself', () => {
    checkErrors(
      `export const actionClient = createSafeActionClient({
  async handleServerError(e) {
    if (e instanceof AppError) return e.code;
    if (e instanceof SignInError) {
      return 'UNAUTHENTICATED' as const;
    }
    console.error(e);
    return 'INTERNAL_SERVER_ERROR' as const;
  },
});
const signedIn = actionClient.use(async ({ next }) => {
  const session = await getServerSession();
  if (!session) throw new AppError({ code: 'UNAUTHORIZED', message: 'No' });
  return next({ ctx: { user: session.user } });
});
export const authActionClient = signedIn.use(async ({ ctx, next }) => {
  if (ctx.user.role !== 'admin') throw new AppError({ code: 'FORBIDDEN', message: 'No' });
  if (!ctx.user.team) throw new AppError({ code: 'NO_TEAM', message: 'No' });
  return next();
});`,
      `    const statuses: Record<string, number> = {
      UNAUTHORIZED: 401,
      FORBIDDEN: 403,
      UNAUTHENTICATED: 401,
    };
    return Response.json({ error: result.serverError }, { status: statuses[result.serverError] ?? 500 });`,
      [],
    );
  });

  it('follows what middleware calls as far as callers are turned away, and no further', () => {
    checkErrors(
      `async function onlyAdmins({ next }) {
  const session = await getServerSession();
  if (!session) throw new SignInError('Please sign in first.');
  assertAdmin(session.user.role);
  return next();
}
const messageOf = (error: Error) => {
  if (error instanceof SafeError) return error.message;
  return DEFAULT_SERVER_ERROR_MESSAGE;
};
export const authActionClient = createSafeActionClient({ handleServerError: messageOf }).use(onlyAdmins);`,
      `    const statuses: Record<string, number> = {
      'Please sign in first.': 401,
      'Administrators only': 403,
      'Post not found': 404,
    };
    return Response.json({ error: result.serverError }, { status: statuses[result.serverError] ?? 500 });`,
      [],
      "if (id === '') throw new SafeError('Post not found');\n    ",
    );
  });

  it('answers 500 and says so where the client hides what middleware throws', () => {
    const safe =
      'handleServerError: (e) => e instanceof SafeError ? e.message : DEFAULT_SERVER_ERROR_MESSAGE,';
    checkErrors(client(safe, "throw new Error('Unauthorized')"), ALWAYS_500, [HIDDEN]);
    checkErrors(client('', "throw new Error('Unauthorized')"), ALWAYS_500, [HIDDEN]);
    checkErrors(
      client("handleServerError: () => 'Unauthorized',", "throw new Error('Unauthorized')"),
      ALWAYS_500,
      [HIDDEN],
    );
    const found = "if (id === '') throw new SafeError('Post not found');\n    ";
    checkErrors(
      client(safe, "throw new Error('Unauthorized')"),
      compared('Post not found', 404),
      [HIDDEN],
      found,
    );
    // Its constructor makes another message of what it is given, and what fails tells nobody from nobody.
    checkErrors(client(MESSAGES, "throw new MissingError('Forbidden')"), ALWAYS_500, [HIDDEN]);
    checkErrors(client(MESSAGES, "throw new Error('Failed to check permissions')"), ALWAYS_500, [HIDDEN]);
  });

  it('says so where it is not known what the client says, or when', () => {
    const object = 'handleServerError: (e) => ({ message: e.message }),';
    checkErrors(client(object, "throw new Error('Unauthorized')"), ALWAYS_500, [UNKNOWN]);
    const perhaps =
      'handleServerError: (e) => { if (isExpected(e)) return e.message; return DEFAULT_SERVER_ERROR_MESSAGE; },';
    checkErrors(client(perhaps, "throw new Error('Unauthorized')"), compared('Unauthorized', 401), [
      SOMETIMES,
    ]);
    const both =
      "handleServerError: (e) => { if (e instanceof Error && isExpected(e)) return e.message; return 'Failed'; },";
    checkErrors(client(both, "throw new Error('Unauthorized')"), compared('Unauthorized', 401), [SOMETIMES]);
  });

  it('leaves to Next.js what is an answer of its own', () => {
    checkErrors(client('', 'unauthorized()'), ALWAYS_500, []);
  });
});
