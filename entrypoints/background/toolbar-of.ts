import { i18n } from '#i18n';
import { showToolbar } from '../../lib/browser/toolbar.ts';
import type { Overview } from '../../lib/domain/overview.ts';
import { type ToolbarState, toolbarState } from '../../lib/domain/toolbar-state.ts';

/** Shows on the toolbar what most needs to be known. */
export function toolbarOf(overview: Overview): Promise<void> {
  const state = toolbarState(overview, Date.now());
  return showToolbar({ ...state, title: `${i18n.t('extName')} – ${wordsOf(state.title)}` });
}

function wordsOf(title: ToolbarState['title']): string {
  switch (title.key) {
    case 'setUp':
      return i18n.t('toolbar.setUp');
    case 'signIn':
      return i18n.t('toolbar.signIn');
    case 'paused':
      return i18n.t('toolbar.paused');
    case 'attention':
      return i18n.t('toolbar.attention', title.count);
    case 'working':
      return i18n.t('toolbar.working', title.count);
    case 'idle':
      return title.count === 0 ? i18n.t('toolbar.idle') : i18n.t('toolbar.added', title.count);
    case 'offline': {
      const format = new Intl.DateTimeFormat(i18n.t('language'), { timeStyle: 'short' });
      const since = i18n.t('toolbar.offline', [format.format(title.sinceMs)]);
      return title.count === 0 ? since : `${since} ${i18n.t('toolbar.waiting', title.count)}`;
    }
  }
}
