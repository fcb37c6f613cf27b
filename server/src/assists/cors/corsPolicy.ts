/** What "Add CORS" asks and proposes: origins, cookies, and the request headers that a route reads. */
import { type AssistContext, type AssistInput, type Question, type Refusal } from '../../core/assist/assist';
import { type Endpoint } from '../../core/program/program';
import { ORIGIN, ORIGIN_HINT } from '../../core/text/origin';
import { allowsAll, type CorsPolicy } from './corsCode';

/** What stands for the origins that nobody named. */
export const EXAMPLE_ORIGIN = 'https://app.example.com';

/** What the user is asked. */
export function corsQuestions(ctx: AssistContext, endpoints: readonly Endpoint[]): readonly Question[] {
  const origins = proposedOrigins(ctx);
  const questions: Question[] = [
    {
      id: 'origins',
      prompt: 'Origins whose scripts may read the answers, separated by commas (or * for every site)',
      proposal: origins.join(', '),
    },
  ];
  if (!readsSession(ctx, endpoints)) return questions;
  return [
    ...questions,
    {
      id: 'credentials',
      prompt: 'May these scripts send the visitor’s cookies?',
      proposal: proposedCredentials(ctx, endpoints),
      choices: [
        { value: 'yes', label: 'With cookies', detail: 'The route knows who the visitor is' },
        { value: 'no', label: 'Without cookies', detail: 'The route sees a visitor without a session' },
      ],
    },
  ];
}

function proposedOrigins({ settings }: AssistContext): readonly string[] {
  return settings.corsOrigins.length > 0 ? settings.corsOrigins : [EXAMPLE_ORIGIN];
}

function proposedCredentials(ctx: AssistContext, endpoints: readonly Endpoint[]): 'yes' | 'no' {
  return readsSession(ctx, endpoints) && !proposedOrigins(ctx).includes('*') ? 'yes' : 'no';
}

/** A route that asks for a session knows nobody without the visitor's cookies. */
export function readsSession(ctx: AssistContext, endpoints: readonly Endpoint[]): boolean {
  return endpoints.some((endpoint) => {
    const { kind } = ctx.assessmentOf(endpoint).guard;
    return kind === 'session' || kind === 'role';
  });
}

/** The policy for the user's answers. */
export function corsPolicy(
  ctx: AssistContext,
  endpoints: readonly Endpoint[],
  input: AssistInput,
): CorsPolicy | Refusal {
  const given = input['origins'] ?? proposedOrigins(ctx).join(', ');
  const origins = [...new Set(given.split(/[\s,]+/).filter((origin) => origin !== ''))];
  if (origins.length === 0) return { refused: 'An origin is needed', question: 'origins' };
  const wrong = origins.find((origin) => !ORIGIN.test(origin));
  if (wrong !== undefined) return { refused: `\`${wrong}\` is not ${ORIGIN_HINT}`, question: 'origins' };
  const policy: CorsPolicy = {
    origins: origins.includes('*') ? ['*'] : origins,
    credentials: (input['credentials'] ?? proposedCredentials(ctx, endpoints)) === 'yes',
    requestHeaders: requestHeaders(ctx, endpoints),
  };
  // https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS/Errors/CORSNotSupportingCredentials
  if (allowsAll(policy) && policy.credentials)
    return {
      refused: '`*` does not go with cookies: browsers refuse it. Name the origins, or leave the cookies out',
      question: 'origins',
    };
  return policy;
}

/** Headers that need no permission, that browsers set themselves, or that only servers on the way set. */
const NOT_ASKED =
  /^(?:accept|accept-language|accept-encoding|content-language|content-length|cookie|host|origin|referer|user-agent|range|connection|via|date|te|dnt|if-(?:none-match|modified-since)|(?:sec|proxy|cf|cloudfront|fly|x-(?:forwarded|real|vercel|amz|client|invoke|middleware|nextjs))-.*|forwarded|true-client-ip|access-control-.*|next-.*)$/;

/** What scripts may set: what is usual, and what the routes read. */
function requestHeaders(ctx: AssistContext, endpoints: readonly Endpoint[]): readonly string[] {
  const usual = ['Content-Type', 'Authorization'];
  const lower = usual.map((name) => name.toLowerCase());
  return [...usual, ...readHeaders(ctx, endpoints).filter((name) => !lower.includes(name.toLowerCase()))];
}

/** The request headers that the routes' files, and those of their guards, are seen to read, and a body's own. */
export function readHeaders(ctx: AssistContext, endpoints: readonly Endpoint[]): readonly string[] {
  const paths = new Set(endpoints.map(({ path }) => path));
  for (const endpoint of endpoints) {
    const { guard } = ctx.assessmentOf(endpoint);
    if (guard.at) paths.add(guard.at.path);
  }
  const hasBody = endpoints.some(({ name }) => /^(?:POST|PUT|PATCH)$/.test(name));
  const names = new Map(hasBody ? [['content-type', 'Content-Type']] : []);
  for (const path of [...paths].sort()) {
    const text = ctx.textOf(path) ?? '';
    for (const [, name = ''] of text.matchAll(
      /\b(?:headers|headersList|headerList|headerStore|h)(?:\(\))?\)?\s*\.get\(\s*['"`]([\w-]+)['"`]/g,
    )) {
      const key = name.toLowerCase();
      if (!NOT_ASKED.test(key) && !names.has(key)) names.set(key, canonical(name));
    }
  }
  return [...names.values()];
}

/** `x-api-key` → `X-Api-Key`, as headers are written. */
function canonical(name: string): string {
  return name.toLowerCase() === name ? name.replace(/(?:^|-)[a-z]/g, (part) => part.toUpperCase()) : name;
}
