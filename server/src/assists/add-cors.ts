/** Lets scripts of other origins read what a route answers: on every answer of the file, and to the browser's preflight. */
import { type AssistContext, defineAssist, type Offer } from '../core/assist/assist';
import { endpointsAt } from '../core/assist/endpointAt';
import { configMember, literalString } from '../core/project/configFacts';
import { type Endpoint } from '../core/program/program';
import { corsElsewhere, offersElsewhere } from './cors/corsElsewhere';
import { corsInFile, fileOffer } from './cors/corsInFile';

export const assist = defineAssist({
  meta: {
    id: 'add-cors',
    summary:
      'Lets scripts of other origins read what a route answers: an allowlist on every answer of the file, the preflight included.',
    kind: 'refactor.rewrite',
    since: '0.1.0',
    examples: [
      {
        before: `//- app/api/posts/route.ts
import { prisma } from '../../../lib/prisma';

export async function GE$0T() {
  return Response.json(await prisma.post.findMany());
}
`,
        after: `//- app/api/posts/route.ts
import { prisma } from '../../../lib/prisma';

const ALLOWED_ORIGINS = ['https://app.example.com'];

/** Lets scripts of the allowed origins read what the handler answers. */
function withCors(handler: (request: Request) => Response | Promise<Response>) {
  return async (request: Request) => {
    const answer = await handler(request);
    // The headers of a redirect and of what fetch() returned can't be changed; those of a copy can.
    const response = new Response(answer.body, answer);
    const origin = request.headers.get('origin');
    if (origin && ALLOWED_ORIGINS.includes(origin)) {
      response.headers.set('Access-Control-Allow-Origin', origin);
    }
    response.headers.append('Vary', 'Origin');
    return response;
  };
}

export const GET = withCors(async () => {
  return Response.json(await prisma.post.findMany());
});

export const OPTIONS = withCors(
  () =>
    new Response(null, {
      status: 204,
      headers: {
        'Access-Control-Allow-Methods': 'GET',
        'Access-Control-Allow-Headers': 'Content-Type, Authorization',
        'Access-Control-Max-Age': '86400',
      },
    }),
);
`,
      },
    ],
  },

  *offers(ctx) {
    const [endpoint] = endpointsAt(ctx).filter(({ kind }) => kind === 'route');
    if (!endpoint) return;
    yield* ctx.once(['add-cors', endpoint.id, endpoint.fact], () => offersFor(ctx, endpoint));
  },

  resolve(ctx, target, input) {
    const [fact, place] = target.split(' ');
    const endpoint = ctx
      .program()
      .endpointsOf(ctx.path)
      .find((candidate) => candidate.fact === fact);
    if (!endpoint || !isOpenToCors(ctx, endpoint)) return undefined;
    const methods = methodsOf(ctx);
    return place === 'file'
      ? corsInFile(ctx, endpoint, methods, input)
      : corsElsewhere(ctx, endpoint, methods, place, input);
  },
});

function offersFor(ctx: AssistContext, endpoint: Endpoint): readonly Offer[] {
  if (!isOpenToCors(ctx, endpoint)) return [];
  const methods = methodsOf(ctx);
  const inFile = fileOffer(ctx, endpoint, methods);
  return [...(inFile ? [inFile] : []), ...offersElsewhere(ctx, endpoint, methods, inFile !== undefined)];
}

/** The file's methods that answer requests of their own accord. */
function methodsOf(ctx: AssistContext): readonly Endpoint[] {
  return ctx
    .program()
    .endpointsOf(ctx.path)
    .filter(({ kind, method }) => kind === 'route' && method !== 'OPTIONS');
}

/** No method says anything of other origins yet, and there is a server that could. */
function isOpenToCors(ctx: AssistContext, { app }: Endpoint): boolean {
  // https://nextjs.org/docs/app/guides/static-exports: an export is files, and headers are up to who serves them.
  if (!app || literalString(configMember(app.config, 'output')) === 'export') return false;
  const methods = methodsOf(ctx);
  return (
    methods.length > 0 &&
    methods.every((endpoint) => {
      const { guard } = ctx.assessmentOf(endpoint);
      // Services that sign what they send are no browsers.
      if (guard.kind === 'signature' || guard.verdict === 'delegated') return false;
      return ctx.corsOf(endpoint)?.origins.length === 0;
    })
  );
}
