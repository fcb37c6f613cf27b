/** The hover of an endpoint: what it is, who can call it, and what is known of it, in Markdown. */
import { type FileFacts } from '../facts/fileFacts';
import { type Endpoint } from '../program/program';
import { type TextRange } from '../text/textRange';
import { type Assessment } from '../guards/assess';
import { codeSpan } from '../text/markdown';
import { shownName } from '../../protocol';
import { describeGuard, type LinkTo } from './guardEvidence';
import { describeHandler, type HandlerPlaces } from './handlerEvidence';
import { endpointRange } from './report';

/** A hover as the core gives it. */
export interface EndpointHover {
  readonly markdown: string;
  readonly range: TextRange;
}

/** What the hover of an endpoint is made from. */
export interface HoverSource {
  readonly places: HandlerPlaces;
  readonly linkTo: LinkTo;
  assessmentOf(endpoint: Endpoint): Assessment;
}

/** The hover at `offset`, where one of the file's endpoints is named. */
export function endpointHover(
  facts: FileFacts,
  endpoints: readonly Endpoint[],
  offset: number,
  { places, linkTo, assessmentOf }: HoverSource,
): EndpointHover | undefined {
  for (const endpoint of endpoints) {
    const range = endpointRange(facts, endpoint);
    if (range.start <= offset && offset <= range.end) {
      const parts = [
        title(endpoint),
        // Nothing of a metadata route is the app's to guard.
        endpoint.framework ? '' : describeGuard(assessmentOf(endpoint), places, linkTo),
        describeHandler(places, endpoint),
        reach(endpoint),
      ];
      return { markdown: parts.filter((part) => part !== '').join('\n\n'), range };
    }
  }
  return undefined;
}

function title(endpoint: Endpoint): string {
  const base = endpoint.app?.basePath ?? '';
  switch (endpoint.kind) {
    case 'route':
      return endpoint.framework
        ? `**Metadata route** ${codeSpan(base + (endpoint.url ?? ''))}`
        : `**Route handler** ${codeSpan(`${endpoint.name} ${base}${endpoint.url ?? ''}`)}`;
    case 'pages-api':
      return `**API route** ${codeSpan(base + (endpoint.url ?? ''))}`;
    case 'action':
    case 'inline-action':
      return `**Server Action** ${codeSpan(shownName(endpoint.name))}`;
  }
}

/** Who can call it: the same for all of its kind, so that it stands behind what only this one has. */
function reach({ kind, framework }: Endpoint): string {
  switch (kind) {
    case 'route':
      return framework ? 'Served by Next.js to everybody.' : 'Public: anyone can send this request.';
    case 'pages-api':
      return 'Public: anyone can send this request.';
    case 'action':
    case 'inline-action':
      return (
        'Internal by intent only: anyone who has its id can POST to it, and the id of every action that the UI receives ' +
        "is in the page's HTML or JavaScript. It must check its own caller: " +
        "a page's, a layout's or a proxy's check does not extend to it " +
        '([data security](https://nextjs.org/docs/app/guides/data-security)).'
      );
  }
}
