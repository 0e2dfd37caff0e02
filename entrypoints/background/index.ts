import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { createAnswer } from '../../lib/background/answer.ts';
import { ClientWatch } from '../../lib/background/client-watch.ts';
import { DownloadBook } from '../../lib/background/download-book.ts';
import { LookUp } from '../../lib/background/look-up.ts';
import { OverviewKeeper } from '../../lib/background/overview-keeper.ts';
import { PageBadges } from '../../lib/background/page-badges.ts';
import { PlexIntegrationManager } from '../../lib/background/plex-integration-manager.ts';
import { ServerWatch } from '../../lib/background/server-watch.ts';
import { closeStorage } from '../../lib/browser/access-level.ts';
import { ensureAlarm, onAlarm } from '../../lib/browser/alarm.ts';
import { answerOwnPages } from '../../lib/browser/answer.ts';
import { dataUrl } from '../../lib/browser/data-url.ts';
import { downloadStore } from '../../lib/browser/download-store.ts';
import { overviewStore } from '../../lib/browser/overview-store.ts';
import { listenToPages } from '../../lib/browser/page-ports.ts';
import { runPageReader } from '../../lib/browser/page-script.ts';
import { createSettingsStore } from '../../lib/browser/settings-store.ts';
import { openVault } from '../../lib/browser/vault.ts';
import { failureOf } from '../../lib/domain/errors.ts';
import { parsePageMessage } from '../../lib/messages/schemas.ts';
import { torrentClientById } from '../../lib/torrent-clients/index.ts';
import { createConnections } from './connections.ts';
import { followHosts } from './follow-hosts.ts';
import { soon } from './soon.ts';
import { toolbarOf } from './toolbar-of.ts';

/**
 * The one place where the background is put together. Everything up to the last line runs in the first turn of the
 * worker, so that the event that woke it finds its listener.
 */
export default defineBackground({
  main() {
    const now = Date.now;
    const log = (event: string, fields = {}): void => console.debug(event, fields);
    const later = (run: () => void, delayMs: number): (() => void) => {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    };

    const settings = createSettingsStore();
    const vault = openVault();
    const book = new DownloadBook(downloadStore);
    const connections = createConnections(vault);
    const servers = new ServerWatch(connections, now);
    const clients = new ClientWatch({ book, settings, connections, now, log });
    const lookUp = new LookUp({ connections, servers, now, log });
    const labelOf = (kind: string): string => torrentClientById(kind)?.label ?? kind;
    const overview = new OverviewKeeper({
      book,
      settings,
      store: overviewStore,
      servers,
      clients,
      labelOf,
      isPageUnreadable: (clientId) => badges.isUnreadable(clientId),
      now,
    });

    const open = listenToPages({
      parse: parsePageMessage,
      watched: (page) => {
        manager.start();
        void badges.watched(page).catch(() => log('page.watched.failed'));
      },
      used: (page, hash) => void badges.used(page, hash).catch(() => log('page.used.failed')),
      noRows: (page, webUi) => {
        log('page.no-rows', { webUi });
        void badges.noRows(page).then(changed, () => log('page.no-rows.failed'));
      },
      identify: (page, ids) =>
        void badges
          .identify(page, ids)
          .catch((error) => log('page.identify.failed', { code: failureOf(error, 'page.identify').code })),
      needsReader: (tabId) => void runPageReader(tabId).catch(() => log('page.reader.failed')),
    });
    const badges = new PageBadges({ book, settings, lookUp, connections, now, pages: open.pages });
    const changed = soon(later, async () => {
      await toolbarOf(await overview.update());
      await badges.showAll();
    });
    const manager = new PlexIntegrationManager({
      book,
      connections,
      servers,
      clients,
      settings,
      now,
      log,
      later,
      changed,
      watchedClients: (value) => badges.watchedClients(value),
    });

    answerOwnPages(
      createAnswer({
        settings,
        vault,
        book,
        manager,
        overview,
        servers,
        clients,
        lookUp,
        connections,
        plexCheck: connections.plexCheck,
        clientCheck: connections.clientCheck,
        newId: () => crypto.randomUUID(),
        dataUrl,
        hostsChanged: followHosts,
      }),
    );

    const tick = async (): Promise<void> => {
      await manager.tick();
      for (const page of open.pages()) if (page.visible) await badges.watched(page);
    };
    onAlarm(() => tick().catch(() => log('tick.failed')));

    const start = async (): Promise<void> => {
      await closeStorage();
      await ensureAlarm();
      await followHosts(await settings.read());
      await tick();
    };
    browser.runtime.onStartup.addListener(() => undefined); // being listened for, it wakes the worker with the browser
    browser.runtime.onInstalled.addListener(() => undefined);
    const permissionsChanged = async (): Promise<void> => {
      await followHosts(await settings.read());
      await manager.mended(['PERMISSION_MISSING']);
    };
    browser.permissions.onAdded.addListener(
      () => void permissionsChanged().catch(() => log('permissions.failed')),
    );
    browser.permissions.onRemoved.addListener(
      () => void permissionsChanged().catch(() => log('permissions.failed')),
    );
    void start().catch(() => log('start.failed'));
  },
});
