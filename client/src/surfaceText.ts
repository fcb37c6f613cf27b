/** The sentences of the Surface view: tooltips and counts, saying only what the server knows. */
import { type ReportEndpoint, type ReportPlace, shownName } from '../../server/src/protocol';

/** Puts a text into the user's language, with `{0}`, `{1}`, … replaced; `vscode.l10n.t` is one. */
export type Translate = (message: string, ...args: (string | number)[]) => string;

/** The groups of the tree that explain themselves. */
export type GroupName = 'public' | 'internal' | 'framework' | 'pages' | 'unreached';

/** A group's label. */
export function groupTitle(name: GroupName, t: Translate): string {
  switch (name) {
    case 'public':
      return t('Public: route handlers');
    case 'internal':
      return t('Internal: server actions');
    case 'framework':
      return t('Framework');
    case 'pages':
      return t('Pages API');
    case 'unreached':
      return t('Reached by no app');
  }
}

/** What a group's tooltip says. */
export function groupTooltip(name: GroupName, t: Translate): string {
  switch (name) {
    case 'public':
      return t('Meant to be called from outside: anyone can send a request to these URLs.');
    case 'internal':
      return t(
        "Internal by intent. Anyone who has an action's id can POST to it; ids of actions that the UI receives are in the page's HTML or JavaScript. Each must check its own caller: no page's, layout's or proxy's check extends to it.",
      );
    // https://nextjs.org/docs/app/api-reference/file-conventions/metadata
    case 'framework':
      return t(
        'Files that Next.js turns into URLs of its own accord, such as `robots.ts`, `sitemap.ts` and icons.',
      );
    // https://nextjs.org/docs/pages/building-your-application/routing/api-routes
    case 'pages':
      return t('Handlers of the Pages Router. Each is called for every HTTP method.');
    case 'unreached':
      return t('In files that no app of this workspace is known to import.');
  }
}

/** How many endpoints, in words. */
export function countText(count: number, t: Translate): string {
  return count === 1 ? t('1 endpoint') : t('{0} endpoints', count);
}

/** The HTTP method that an endpoint answers, in words where there is not just one. */
export function methodText(endpoint: ReportEndpoint, t: Translate): string {
  // https://nextjs.org/docs/pages/building-your-application/routing/api-routes: one function is called for every method.
  return endpoint.method ?? (endpoint.kind === 'pages-api' ? t('any method') : endpoint.name);
}

/** What a screen reader says of an endpoint. `url` has the app's base path. */
export function spokenName(endpoint: ReportEndpoint, url: string | undefined, t: Translate): string {
  switch (endpoint.kind) {
    case 'action':
      return t('{0}, server action', endpoint.name);
    case 'inline-action':
      return t('{0}, inline server action, line {1}', shownName(endpoint.name), endpoint.line);
    case 'route':
    case 'pages-api':
      return t('{0} {1}, public', methodText(endpoint, t), url ?? endpoint.name);
  }
}

/** What an endpoint's tooltip says. `url` has the app's base path. */
export function endpointTooltip(endpoint: ReportEndpoint, url: string | undefined, t: Translate): string {
  const facts = [exposureText(endpoint, t), publicByDesignText(endpoint, t), guardText(endpoint, t)];
  return [titleText(endpoint, url, t), placeText(endpoint), ...facts]
    .filter((line) => line !== '')
    .join('\n\n');
}

/** A name from the workspace as Markdown code: nothing in it can become a link or an image. */
export function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const padding = longest > 0 ? ' ' : '';
  return `${fence}${padding}${text.replace(/\s+/g, ' ')}${padding}${fence}`;
}

function titleText(endpoint: ReportEndpoint, url: string | undefined, t: Translate): string {
  switch (endpoint.kind) {
    case 'action':
      return `**${t('Server action')}** ${codeSpan(endpoint.name)}`;
    case 'inline-action':
      return `**${t('Inline server action')}** ${codeSpan(shownName(endpoint.name))}`;
    case 'route':
    case 'pages-api':
      return `**${methodText(endpoint, t)}** ${codeSpan(url ?? endpoint.name)}`;
  }
}

function placeText(place: ReportPlace): string {
  return codeSpan(`${place.file}:${place.line}`);
}

/** Who can reach a server action; for a route its group says it. */
function exposureText(endpoint: ReportEndpoint, t: Translate): string {
  if (endpoint.surface !== 'internal') return '';
  switch (endpoint.exposure) {
    case 'post':
      return t(
        "Its id is in a page's HTML or JavaScript: anyone can POST to it, so it must check its own caller.",
      );
    case 'server-only':
      return t(
        'The build registers it, but no browser is given its id. Anyone who has the id can POST to it.',
      );
    case 'unused':
      return t('Nothing uses it. Once something does, anyone who has its id can POST to it.');
    case 'http':
    case 'unknown':
      return t('Internal by intent: anyone who has its id can POST to it, so it must check its own caller.');
  }
}

function publicByDesignText({ publicByDesign }: ReportEndpoint, t: Translate): string {
  if (publicByDesign.value !== true) return '';
  return publicByDesign.reason === null
    ? t('Public by design.')
    : t('Public by design: {0}', escapeMarkdown(publicByDesign.reason));
}

function guardText({ guard }: ReportEndpoint, t: Translate): string {
  const { verdict, kind, at } = guard;
  const note = guard.note === null || guard.note === '' ? '' : ` ${noteText(guard.note)}`;
  switch (verdict) {
    case 'guarded':
      return `${t('Guarded')}${evidenceText(kind, at, t)}.${note}`;
    case 'partial':
      return `${t('Guarded in part')}${evidenceText(kind, at, t)}.${note}`;
    case 'delegated':
      return `${t('Its caller is checked by other code.')}${note}`;
    case 'unguarded':
      return `${t('No guard was found.')}${note}`;
    case 'unknown':
      return note === '' ? '' : `${t('Whether it checks its caller is not known.')}${note}`;
  }
}

function evidenceText(kind: string | null, at: ReportPlace | null, t: Translate): string {
  return `${kind === null ? '' : ` (${kind})`}${at === null ? '' : ` ${t('at {0}', placeText(at))}`}`;
}

/** A note as a sentence; it names code of the workspace between backticks. */
function noteText(note: string): string {
  const text = note.charAt(0).toUpperCase() + note.slice(1);
  return text
    .split('`')
    .map((part, at) => (at % 2 === 1 ? codeSpan(part) : escapeMarkdown(part)))
    .join('')
    .concat('.');
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-!<>|~]/g, '\\$&');
}
