/** The one word that the editor shows for an endpoint: the guard's verdict, unless something says more about what to do. */
import { type ReportEndpoint, type Verdict } from '../../server/src/protocol';
import { type SurfaceIcon } from './surfaceNode';
import { type Translate } from './surfaceText';

/** `public`: open on purpose. `unused`: no guard is known, and nothing uses it. */
export type ShownVerdict = Verdict | 'public' | 'unused';

/** Most pressing first: the order of groups, and which verdict stands for several. */
export const SHOWN_VERDICTS: readonly ShownVerdict[] = [
  'unguarded',
  'partial',
  'unknown',
  'public',
  'delegated',
  'guarded',
  'unused',
];

/** Only what asks for attention has a color that does. */
const ICONS: Readonly<Record<ShownVerdict, SurfaceIcon>> = {
  unguarded: { id: 'unlock', color: 'list.errorForeground' },
  partial: { id: 'warning', color: 'list.warningForeground' },
  unknown: { id: 'question', color: 'descriptionForeground' },
  public: { id: 'globe', color: 'descriptionForeground' },
  delegated: { id: 'references', color: 'descriptionForeground' },
  guarded: { id: 'shield', color: 'testing.iconPassed' },
  unused: { id: 'circle-slash', color: 'descriptionForeground' },
};

/** What is shown for an endpoint. */
export function shownVerdict({ guard, publicByDesign, exposure }: ReportEndpoint): ShownVerdict {
  if (guard.verdict !== 'unguarded' && guard.verdict !== 'partial') return guard.verdict;
  if (publicByDesign.value === true) return 'public';
  return exposure === 'unused' ? 'unused' : guard.verdict;
}

/** Whether a request without an identity gets further than it seems meant to: on some paths, or on all. */
export function isUnguarded(endpoint: ReportEndpoint): boolean {
  const shown = shownVerdict(endpoint);
  return shown === 'unguarded' || shown === 'partial';
}

/** How many of some endpoints are unguarded, in words; empty where none is. */
export function unguardedText(endpoints: readonly ReportEndpoint[], t: Translate): string {
  const count = endpoints.filter(isUnguarded).length;
  return count === 0 ? '' : t('{0} unguarded', count);
}

/** The word for a row; nothing is said of what is unknown. */
export function verdictText(shown: ShownVerdict, t: Translate): string {
  switch (shown) {
    case 'guarded':
      return t('guarded');
    case 'partial':
      return t('partial');
    case 'unguarded':
      return t('unguarded');
    case 'public':
      return t('public');
    case 'delegated':
      return t('delegated');
    case 'unused':
      return t('unused');
    case 'unknown':
      return '';
  }
}

/** What a screen reader says of it, without the rows around that explain it. */
export function spokenVerdict(shown: ShownVerdict, t: Translate): string {
  switch (shown) {
    case 'partial':
      return t('guarded in part');
    case 'public':
      return t('public by design');
    case 'delegated':
      return t('checked by other code');
    default:
      return verdictText(shown, t);
  }
}

/** The icon of a row. */
export function verdictIcon(shown: ShownVerdict): SurfaceIcon {
  return ICONS[shown];
}

/** The icon of a row that stands for several: their common verdict's, or that of the gap among them. */
export function commonIcon(endpoints: readonly ReportEndpoint[], otherwise: SurfaceIcon): SurfaceIcon {
  const shown = new Set(endpoints.map(shownVerdict));
  const [first] = SHOWN_VERDICTS.filter((verdict) => shown.has(verdict));
  if (first === undefined) return otherwise;
  return shown.size === 1 || endpoints.some(isUnguarded) ? ICONS[first] : otherwise;
}
