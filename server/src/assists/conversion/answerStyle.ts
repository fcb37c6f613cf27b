/** How a route handler answers, and what it answers: the words that its writer and its callers share. */
import { type Expression } from '../../core/syntax/ast';
import { type TypeNode } from '../../core/syntax/types';
import { type AssistContext } from '../../core/assist/assist';
import { type App } from '../../core/project/project';
import { type ActionUser } from './actionCalls';
import { type ActionSource } from './actionSource';
import { readsIdentity } from './readsIdentity';
import { pageWithForms } from './routeUrl';

/** How the handler answers. */
export interface AnswerStyle {
  /** `Response` or `NextResponse`. */
  readonly response: string;
  /** The code of the `Location` to which the browser goes back when nothing is returned: for forms that post by themselves. */
  readonly backTo: string | undefined;
  /** Redirects: as 303, or as data for code that fetches. */
  readonly redirects: 'see-other' | 'json';
  readonly basePath: string;
  /** Whether requests from other sites' pages are turned away. */
  readonly checksOrigin: boolean;
  /** How the variable `name`, which holds the whole result, is answered. */
  readonly result?: {
    readonly name: string;
    readonly mayBeUndefined: boolean;
    /** Code of the status; undefined for 200 always. */
    readonly status: string | undefined;
    /** When something failed, and with which status that is answered, both as code: where statuses differ. */
    readonly failure?: { readonly condition: string; readonly status: string };
  };
}

/** What the handler answers, for those who call it. */
export interface Answers {
  /** Values that are returned as results, with their statuses. */
  readonly values: readonly Expression[];
  /** It ends without a result somewhere. */
  readonly voids: boolean;
  readonly redirects: boolean;
  /** Statuses of results; those of rejections are others. */
  readonly resultStatuses: readonly number[];
  /** Something that pages show was made anew. */
  readonly refreshes: boolean;
  /** The declared type of its result, without the promise and `void`; undefined where it declares none. */
  readonly type: TypeNode | undefined;
}

/** How a handler of the app answers in the action's place, to these callers. */
export function answerStyle(
  ctx: AssistContext,
  action: ActionSource,
  app: App,
  { forms, clients }: { readonly forms: readonly ActionUser[]; readonly clients: readonly ActionUser[] },
): AnswerStyle {
  return {
    response: prefersNextResponse(ctx, app) ? 'NextResponse' : 'Response',
    backTo: forms.length > 0 ? pageWithForms(app, forms) : undefined,
    redirects: clients.length > 0 ? 'json' : 'see-other',
    basePath: app.basePath,
    checksOrigin: usesCookies(ctx, action),
  };
}

/** A browser says by itself who is calling, whatever page it shows. */
export function usesCookies(
  ctx: AssistContext,
  { endpoint, file, statement }: Pick<ActionSource, 'endpoint' | 'file' | 'statement'>,
): boolean {
  const { guard, effects } = ctx.assessmentOf(endpoint);
  return (
    (guard.kind !== null &&
      guard.kind !== 'api-key' &&
      guard.kind !== 'secret' &&
      guard.kind !== 'signature') ||
    effects.some(({ kind }) => kind === 'cookie' || kind === 'auth') ||
    readsIdentity(ctx, file, [statement])
  );
}

/** Most of the app's route files use `NextResponse`. */
export function prefersNextResponse(ctx: AssistContext, app: App): boolean {
  const program = ctx.program();
  const files = new Set(
    program.endpoints
      .filter((other) => other.kind === 'route' && !other.framework && other.app === app)
      .map(({ path }) => path),
  );
  const using = [...files].filter((path) =>
    program.linkFactsOf(path)?.imports.some(({ imported }) => imported === 'NextResponse'),
  );
  return using.length * 2 > files.size;
}
