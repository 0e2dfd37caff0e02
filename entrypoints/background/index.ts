import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { createAnswer } from '../../lib/background/answer.ts';
import { ClientWatch } from '../../lib/background/client-watch.ts';
import { DownloadBook } from '../../lib/background/download-book.ts';
import type { FindDeps } from '../../lib/background/find-torrents.ts';
import { Journal } from '../../lib/background/journal.ts';
import { LibraryKeeper } from '../../lib/background/library-keeper.ts';
import { LookUp } from '../../lib/background/look-up.ts';
import { mendedByServer } from '../../lib/background/mended-by.ts';
import { Notifier } from '../../lib/background/notifier.ts';
import { OverviewKeeper } from '../../lib/background/overview-keeper.ts';
import { PageBadges } from '../../lib/background/page-badges.ts';
import { PlexIntegrationManager } from '../../lib/background/plex-integration-manager.ts';
import { ConnectionChooser } from '../../lib/background/rechoose-connection.ts';
import { ServerWatch } from '../../lib/background/server-watch.ts';
import { ServerTender } from '../../lib/background/tend-servers.ts';
import { torrentDetails } from '../../lib/background/torrent-details.ts';
import { closeStorage } from '../../lib/browser/access-level.ts';
import { ensureAlarm, onAlarm } from '../../lib/browser/alarm.ts';
import { answerOwnPages } from '../../lib/browser/answer.ts';
import { dataUrl } from '../../lib/browser/data-url.ts';
import { downloadStore } from '../../lib/browser/download-store.ts';
import { journalStore } from '../../lib/browser/journal-store.ts';
import { keepAwake } from '../../lib/browser/keep-awake.ts';
import { followLanguage } from '../../lib/browser/language.ts';
import { openLibraryStore } from '../../lib/browser/library-store.ts';
import { offeredClient } from '../../lib/browser/offered-client.ts';
import { overviewStore } from '../../lib/browser/overview-store.ts';
import { listenToPages } from '../../lib/browser/page-ports.ts';
import { runPageReader } from '../../lib/browser/page-script.ts';
import { createSettingsStore } from '../../lib/browser/settings-store.ts';
import { openVault } from '../../lib/browser/vault.ts';
import { failureOf } from '../../lib/domain/errors.ts';
import { parsePageMessage } from '../../lib/messages/schemas.ts';
import { torrentClientById } from '../../lib/torrent-clients/index.ts';
import { createAccount } from './account.ts';
import { createActivity } from './activity.ts';
import { createBeat } from './beat.ts';
import { createConnections } from './connections.ts';
import { followHosts, followHostsEverywhere } from './follow-hosts.ts';
import { createNewsDesk } from './news.ts';
import { createPeople } from './people.ts';
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

    const language = followLanguage(() => changed());
    const settings = createSettingsStore();
    const vault = openVault();
    const journal = new Journal({ store: journalStore, now, later });
    const book = new DownloadBook(downloadStore, (before, after) => journal.note(before, after));
    const connections = createConnections(vault);
    const servers = new ServerWatch(connections, now);
    const clients = new ClientWatch({ book, settings, connections, now, log });
    const libraries = new LibraryKeeper({
      servers,
      store: openLibraryStore(),
      now,
      later,
      keepAwake,
      changed: () => void librariesChanged().catch(() => log('libraries.changed.failed')),
      log,
    });
    const find: FindDeps = { connections, servers, libraries, now, log };
    const lookUp = new LookUp(find);
    const labelOf = (kind: string): string => torrentClientById(kind)?.label ?? kind;
    const overview = new OverviewKeeper({
      book,
      settings,
      store: overviewStore,
      servers,
      clients,
      labelOf,
      libraryStateOf: (machineIdentifier) => libraries.stateOf(machineIdentifier),
      isPageUnreadable: (clientId) => badges.isUnreadable(clientId),
      signIn: async () => {
        const { account: whose, isLost } = await account.job.read();
        return whose ? (isLost ? 'lost' : 'well') : undefined;
      },
      now,
    });

    const open = listenToPages({
      parse: parsePageMessage,
      words: language.badgeWords,
      watched: (page) => {
        manager.start();
        void badges.watched(page).catch(() => log('page.watched.failed'));
      },
      used: (page, hash) => void badges.used(page, hash).catch(() => log('page.used.failed')),
      noRows: (page, webUi) => {
        log('page.no-rows', { webUi });
        void badges.noRows(page).then(changed, () => log('page.no-rows.failed'));
      },
      details: (page, hash) => void badges.tellDetails(page, hash).catch(() => log('page.details.failed')),
      identify: (page, ids) =>
        void badges
          .identify(page, ids)
          .catch((error) => log('page.identify.failed', { code: failureOf(error, 'page.identify').code })),
      needsReader: (tabId) => void runPageReader(tabId).catch(() => log('page.reader.failed')),
    });
    const badges = new PageBadges({
      book,
      settings,
      lookUp,
      details: (value, client, hash) => torrentDetails(find, value, client, hash),
      isRead: (machineIdentifier) => libraries.stateOf(machineIdentifier).kind === 'ready',
      connections,
      now,
      pages: open.pages,
    });
    const changed = soon(later, async () => {
      await language.ready();
      await toolbarOf(await overview.update());
      await badges.showAll();
      await notifier.tell();
      heart.again();
    });
    const notifier = new Notifier({
      book,
      settings,
      desk: createNewsDesk(settings, language.ready),
      now,
      later,
    });
    const manager = new PlexIntegrationManager({
      book,
      connections,
      servers,
      clients,
      heard: (machineIdentifier, event) => libraries.heard(machineIdentifier, event),
      findElsewhere: (value, client, hash) => lookUp.findWhole(value, client, hash),
      settings,
      now,
      log,
      later,
      changed,
      watchedClients: (value) => badges.watchedClients(value),
      beat: (minutes) => heart.set(minutes),
    });
    const heart = createBeat(
      async () => {
        const { kind } = (await account.job.read()).state;
        return kind === 'waiting' || kind === 'finishing' || people?.runner.isSoon() === true;
      },
      () => log('beat.failed'),
    );

    const probe = { ...connections.plexCheck, now };
    const account = createAccount({
      settings,
      vault,
      fetch: connections.fetch,
      client: connections.clientInfo,
      probe,
      now,
      later,
      renewed: async () => {
        for (const { machineIdentifier } of (await settings.read()).servers)
          servers.forget(machineIdentifier);
        await manager.mended(mendedByServer);
        void overview.refresh().then(changed, () => log('account.renewed.failed'));
      },
      changed,
    });
    const chooser = new ConnectionChooser({ ...probe, servers: account.listed });
    const { job, listed } = account;
    const tender = new ServerTender({ settings, vault, servers, manager, job, listed, chooser, now });

    const newId = (): string => crypto.randomUUID();
    const ownServers = async (signal: AbortSignal) =>
      (await listed.read(signal)).servers.filter(({ owned }) => owned);
    // a build can leave this out: WXT_PEOPLE=0
    const people =
      import.meta.env.WXT_PEOPLE === '0'
        ? undefined
        : createPeople({ connection: account.connection, servers: ownServers, now, newId, later, log });

    const answer = createAnswer({
      account,
      activity: createActivity(journal, connections.fetch, labelOf, open.pages, changed),
      ...(people && { people }),
      settings,
      vault,
      book,
      manager,
      overview,
      servers,
      clients,
      lookUp,
      libraries,
      propose: { connections, servers, libraries, now, later },
      connections,
      plexCheck: connections.plexCheck,
      clientCheck: connections.clientCheck,
      offered: offeredClient,
      newId,
      dataUrl,
      hostsChanged: followHosts,
    });
    answerOwnPages(answer);

    let readLibraries = '';
    /** With an index more is known than without: what was looked up before counts for nothing. */
    const librariesChanged = async (): Promise<void> => {
      changed();
      const all = (await settings.read()).servers.map(({ machineIdentifier }) => machineIdentifier);
      const read = all.filter((id) => libraries.stateOf(id).kind === 'ready').join();
      if (read === readLibraries) return;
      readLibraries = read;
      lookUp.forgetAll();
      await watchedAgain();
    };
    const watchedAgain = async (): Promise<void> => {
      for (const page of open.pages()) if (page.visible) await badges.watched(page);
    };

    const tick = async (): Promise<void> => {
      await account.job.tick();
      await manager.tick();
      await watchedAgain();
      await notifier.tell();
      await tender.tend();
    };
    const peopleTick = (): void => void people?.runner.tick();
    onAlarm(() => {
      peopleTick();
      return tick().catch(() => log('tick.failed'));
    });

    const start = async (): Promise<void> => {
      await closeStorage();
      await ensureAlarm();
      await followHosts(await settings.read());
      peopleTick();
      await tick();
    };
    browser.runtime.onStartup.addListener(() => undefined); // being listened for, it wakes the worker with the browser
    browser.runtime.onInstalled.addListener(({ reason }) => {
      if (reason === 'install') void browser.tabs.create({ url: '/welcome.html' });
      if (reason === 'update') void pagesRenewed().catch(() => log('pages.renewed.failed'));
    });
    const pagesRenewed = async (): Promise<void> => followHostsEverywhere(await settings.read());
    const permissionsChanged = async (): Promise<void> => {
      await followHosts(await settings.read());
      await answer({ name: 'client.take', request: {} });
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
