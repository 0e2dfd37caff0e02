import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { linkBase } from '../../lib/background/link-base.ts';
import {
  hearNotificationClicks,
  mayNotify,
  notify,
  readTold,
  writeTold,
} from '../../lib/browser/notifications.ts';
import type { News } from '../../lib/domain/news.ts';
import { plexLink } from '../../lib/domain/plex-link.ts';
import { displayName } from '../../lib/domain/text.ts';
import type { NewsDesk } from '../../lib/ports/news-desk.ts';
import type { SettingsStore } from '../../lib/ports/settings-store.ts';

const activityPage = '/options.html#activity';

/** News as notifications of the browser; a click opens what they are about. Call in the first turn of the background. */
export function createNewsDesk(settings: SettingsStore, languageReady: () => Promise<void>): NewsDesk {
  const clicked = (id: string): void => void open(settings, id).catch(() => undefined); // no tab, nothing to say it in
  hearNotificationClicks(clicked);
  browser.permissions.onAdded.addListener(() => hearNotificationClicks(clicked));
  return {
    isAllowed: mayNotify,
    read: readTold,
    write: writeTold,
    show: async (news) => {
      await languageReady();
      const { title, message } = textOf(news);
      await notify(idOf(news), title, message);
    },
  };
}

/** What a click opens stands in the id, since the worker that hears it may be another one. */
const idOf = (news: News): string =>
  news.kind === 'arrived'
    ? `item:${news.opens.machineIdentifier}:${news.opens.ratingKey}`
    : `activity:${news.kind}`;

async function open(settings: SettingsStore, id: string): Promise<void> {
  const [kind, machineIdentifier = '', ratingKey = ''] = id.split(':');
  const link =
    kind === 'item' &&
    plexLink({ machineIdentifier, ratingKey }, linkBase(await settings.read(), machineIdentifier));
  await browser.tabs.create({ url: link || activityPage });
}

function textOf(news: News): { readonly title: string; readonly message: string } {
  if (news.kind === 'arrived') {
    const name = displayName(news.name);
    const message = news.count > 1 ? `${name} – ${i18n.t('news.parts', news.count)}` : name;
    return { title: i18n.t('news.arrived'), message };
  }
  const title = news.kind === 'many' ? i18n.t('news.many', news.count) : i18n.t('news.attention', news.count);
  return { title, message: news.names.slice(0, 4).map(displayName).join('\n') };
}
