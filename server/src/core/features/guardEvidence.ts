/** Says in Markdown whether an endpoint checks its caller and how that is known: every place can be followed by clicking. */
import { type Assessment, type Effect } from '../guards/assess';
import { type Site, siteFact } from '../guards/value';
import { type Guard } from '../guards/verdict';
import { type FilePath, relativePath } from '../text/filePath';
import { codeSpan, proseWithCode } from '../text/markdown';
import { type HandlerPlaces } from './handlerEvidence';

/** The URI that opens a file at a 1-based line; none where the client shows no links. */
export type LinkTo = (path: FilePath, line: number) => string | undefined;

/** What a hover says of an assessment, in Markdown. Of what is unknown it says so, or nothing. */
export function describeGuard(assessment: Assessment, places: HandlerPlaces, linkTo: LinkTo): string {
  const placeText = (site: Site): string => {
    const offset = places.rangeOf(site.path, siteFact(site))?.start ?? 0;
    const line = (places.linesOf(site.path)?.positionAt(offset).line ?? 0) + 1;
    const text = codeSpan(`${relativePath(places.base, site.path)}:${line}`);
    const uri = linkTo(site.path, line);
    return uri === undefined ? text : `[${text}](${uri})`;
  };
  return [
    verdictText(assessment.guard, placeText),
    stepsText(assessment.guard, placeText),
    publicText(assessment),
    effectsText(assessment.effects, placeText),
    validationText(assessment),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function verdictText({ verdict, kind, at, note }: Guard, placeText: (site: Site) => string): string {
  const evidence = `${kind === null ? '' : ` (${kind})`}${at ? ` at ${placeText(at)}` : ''}`;
  const reason = note === null || note === '' ? '' : ` ${sentence(note)}`;
  switch (verdict) {
    case 'guarded':
      return `**Guarded**${evidence}.${reason}`;
    case 'partial':
      return `**Guarded in part**${evidence}.${reason}`;
    case 'unguarded':
      return `**Unguarded**: no check of the caller was found.${reason}`;
    case 'delegated':
      return `**Delegated**: other code checks the caller.${reason}`;
    case 'unknown':
      return reason === '' ? '' : `Whether it checks its caller is **not known**.${reason}`;
  }
}

function sentence(note: string): string {
  return `${proseWithCode(note.charAt(0).toUpperCase() + note.slice(1))}.`;
}

/** The calls from the endpoint to the check, as one follows them. */
function stepsText({ steps, at }: Guard, placeText: (site: Site) => string): string {
  if (steps.length === 0) return '';
  const lines = steps.map(({ site, label }) => `${placeText(site)} ${stepText(label)}`);
  const last = at ? [`${placeText(at)} decides`] : [];
  return [...lines, ...last].map((line, index) => `${index + 1}. ${line}`).join('\n');
}

function stepText(label: string): string {
  const called = /^calls (.+)$/.exec(label)?.[1];
  return called === undefined ? proseWithCode(label) : `calls ${codeSpan(called)}`;
}

function publicText({ guard, publicByDesign: { value, reason } }: Assessment): string {
  if (value !== true || guard.verdict === 'unknown') return '';
  return `Public by design${reason === null ? '' : `: ${proseWithCode(reason)}`}.`;
}

/** More would push the rest out of sight. */
const MAX_EFFECTS = 5;

function effectsText(effects: readonly Effect[], placeText: (site: Site) => string): string {
  if (effects.length === 0) return '';
  const shown = effects
    .slice(0, MAX_EFFECTS)
    .map(({ kind, site, label }) => `- ${kind}: ${codeSpan(label)} at ${placeText(site)}`);
  const more = effects.length - shown.length;
  return ['Effects:', '', ...shown, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}

function validationText({ validation }: Assessment): string {
  switch (validation) {
    case 'schema':
      return 'Input: validated by a schema.';
    case 'manual':
      return 'Input: checked by hand.';
    case 'none':
      return 'Input: not validated.';
    case 'no-input':
    case 'unknown':
      return '';
  }
}
