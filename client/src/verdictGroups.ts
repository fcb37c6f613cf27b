/** What the groups of the Surface view are called that stand for one verdict each. */
import { type ShownVerdict } from './shownVerdict';
import { type Translate } from './surfaceText';

/** The group's title. */
export function verdictTitle(shown: ShownVerdict, t: Translate): string {
  switch (shown) {
    case 'unguarded':
      return t('Unguarded');
    case 'partial':
      return t('Guarded in part');
    case 'unknown':
      return t('Not known');
    case 'public':
      return t('Public by design');
    case 'delegated':
      return t('Checked by other code');
    case 'guarded':
      return t('Guarded');
    case 'unused':
      return t('Unused');
  }
}

/** What the group's tooltip says. */
export function verdictTooltip(shown: ShownVerdict, t: Translate): string {
  switch (shown) {
    case 'unguarded':
      return t('No check of the caller was found on the way to what they do.');
    case 'partial':
      return t('Some requests get past the check, or what decides can be forged.');
    case 'unknown':
      return t('What stands around them cannot be followed, so nothing is said of their check.');
    case 'public':
      return t('Open on purpose: sign-in, verified webhooks, public content, or declared with `@public`.');
    case 'delegated':
      return t('A library, or another service, checks the caller.');
    case 'guarded':
      return t('Nobody without an identity gets to what they do.');
    case 'unused':
      return t(
        'Nothing uses them today, and they check nobody. Once something does, anyone who has the id can POST to it.',
      );
  }
}
