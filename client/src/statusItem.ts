/** Says in the language status of JavaScript and TypeScript files what is known of the workspace's surface. */
import { Disposable, l10n, languages, LanguageStatusSeverity, type DocumentSelector } from 'vscode';
import { type SurfaceResult } from '../../server/src/protocol';
import { unguardedText } from './shownVerdict';
import { type SurfaceState, type SurfaceStore } from './surfaceStore';
import { countText, type Translate } from './surfaceText';

/** Makes the item and keeps it up to date. */
export function createStatusItem(store: SurfaceStore, selector: DocumentSelector): Disposable {
  const item = languages.createLanguageStatusItem('nextSurface.status', selector);
  item.name = 'Next Surface';
  item.command = { command: 'nextSurface.showOutput', title: l10n.t('Show Output') };
  const follow = (): void => {
    const { kind } = store.state;
    item.busy = kind === 'starting' || kind === 'scanning';
    item.severity = kind === 'failed' ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
    item.text = statusText(store.state);
    item.detail = 'Next Surface';
  };
  follow();
  return Disposable.from(item, store.onDidChange(follow));
}

function statusText(state: SurfaceState): string {
  switch (state.kind) {
    case 'starting':
      return l10n.t('starting…');
    case 'scanning':
      return l10n.t('scanning…');
    case 'failed':
      return l10n.t('the language server is not running');
    case 'stopped':
      return l10n.t('stopped');
    case 'empty':
      return l10n.t('no Next.js app');
    case 'ready':
      return surfaceText(state.surface);
  }
}

function surfaceText({ apps, endpoints }: SurfaceResult): string {
  const t: Translate = (text, ...args) => l10n.t(text, ...args);
  const appCount = apps.length === 1 ? t('1 app') : t('{0} apps', apps.length);
  const unguarded = unguardedText(endpoints, t);
  return [appCount, countText(endpoints.length, t), ...(unguarded === '' ? [] : [unguarded])].join(', ');
}
