/** What a change that adds a route leaves for its user to know: who can send what, and what the route no longer has of the action. */
import { type AssistContext } from '../../core/assist/assist';
import { type Endpoint } from '../../core/program/program';
import { configMember } from '../../core/project/configFacts';
import { type App } from '../../core/project/project';
import { type FilePath, relativePath } from '../../core/text/filePath';
import { type ChangeNote } from '../../core/text/textEdit';
import { type AnswerStyle } from './answerStyle';
import { type HandlerBody } from './handlerBody';
import { type RouteWishes } from './convertible';

/** What is left to say of a new route. */
export function routeNotes(
  ctx: AssistContext,
  endpoint: Endpoint,
  app: App,
  {
    method,
    url,
    style,
    body,
    tests,
  }: RouteWishes & {
    readonly style: Pick<AnswerStyle, 'checksOrigin'>;
    readonly body: Pick<HandlerBody, 'throwingGuards'>;
    readonly tests: readonly FilePath[];
  },
): readonly ChangeNote[] {
  const notes: ChangeNote[] = [];
  const place = `${method} ${url}`;
  const { guard, mutates } = ctx.assessmentOf(endpoint);
  notes.push({
    message: style.checksOrigin
      ? `Next.js compares the Origin of requests for Server Actions only: \`${place}\` now does it itself`
      : `Next.js compares the Origin of requests for Server Actions only: \`${place}\` takes them from other sites' pages too`,
  });
  if (guard.verdict === 'unguarded' && mutates !== false)
    notes.push({ message: `Nothing checks who sends \`${place}\`, and its URL is public: add a guard` });
  for (const name of body.throwingGuards)
    notes.push({ message: `\`${name}\` throws, which a route answers with 500: answer with 401 instead` });
  const proxy = ctx.program().proxyOf(endpoint);
  if (proxy?.path !== undefined && proxy.covered === true)
    notes.push({
      message: `The proxy sees the requests of the action; look whether its matcher has to name ${url}`,
      path: proxy.path,
    });
  const allowed = configMember(
    configMember(configMember(app.config, 'experimental'), 'serverActions'),
    'allowedOrigins',
  );
  if (allowed && style.checksOrigin)
    notes.push({
      message: 'The origins that `serverActions.allowedOrigins` lets in are turned away by the route',
    });
  for (const test of tests)
    notes.push({ message: `A test imports the action: ${relativePath(app.root, test)}`, path: test });
  return notes;
}

/** What is to be known of strings that an inline action captured, and that its forms now send. */
export function captureNotes(names: readonly string[]): readonly ChangeNote[] {
  return names.map((name) => ({
    message: `\`${name}\` was encrypted, and now comes from the caller, who can send any: check that the caller may change what it names`,
  }));
}
