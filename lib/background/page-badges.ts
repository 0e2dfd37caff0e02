import { advance } from '../domain/advance.ts';
import { type BadgeView, badgeOf, badgeOfTarget } from '../domain/badge.ts';
import { clientOfPage } from '../domain/client-of-page.ts';
import type { Download } from '../domain/download.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { InfoHash } from '../domain/info-hash.ts';
import type { PlexTarget } from '../domain/plex-item.ts';
import type { ClientSettings, Settings } from '../domain/settings.ts';
import type { TorrentDetails } from '../domain/torrent-details.ts';
import type { PageConnection } from '../ports/page-connection.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import { type Connections, requireClient } from './connections.ts';
import type { DownloadBook } from './download-book.ts';
import { linkBase } from './link-base.ts';
import type { LookUp } from './look-up.ts';

interface Deps {
  readonly book: DownloadBook;
  readonly settings: SettingsStore;
  readonly lookUp: LookUp;
  readonly details: (
    settings: Settings,
    client: ClientSettings,
    hash: InfoHash,
  ) => Promise<TorrentDetails | null>;
  /** Whether the index of this server's libraries answers most questions without a request. */
  readonly isRead: (machineIdentifier: string) => boolean;
  readonly connections: Connections;
  readonly now: () => number;
  readonly pages: () => readonly PageConnection[];
}

const identifyMs = 20_000;

/** Tells the open torrent pages what to draw: their visible rows only, and only what has changed for them. */
export class PageBadges {
  #deps: Deps;
  #told = new WeakMap<PageConnection['show'], Map<InfoHash, string>>();
  #looking = new WeakMap<PageConnection['show'], 'once' | 'again'>();
  #checking = new WeakSet<PageConnection['show']>();
  #unreadable = new Set<string>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Clients with a page that somebody is looking at. */
  watchedClients(settings: Settings): ReadonlySet<string> {
    const clients = this.#deps
      .pages()
      .filter((page) => page.visible)
      .map((page) => clientOfPage(page.url, settings.clients)?.id);
    return new Set(clients.filter((id) => id !== undefined));
  }

  /** Shows every page what is known now. */
  async showAll(): Promise<void> {
    await this.#deps.book.open();
    const settings = await this.#deps.settings.read();
    for (const page of this.#deps.pages()) this.#show(page, settings);
  }

  /** A page says which rows are in view: show what is known, then look up the rest. */
  async watched(page: PageConnection): Promise<void> {
    await this.#deps.book.open();
    const settings = await this.#signedInAgain(page, await this.#deps.settings.read());
    if (page.hashes.length > 0) this.#unreadable.delete(clientOfPage(page.url, settings.clients)?.id ?? '');
    this.#show(page, settings);
    await this.#lookUpInView(page.show);
  }

  /** Where the page is open somebody has signed in: what was refused for want of that may be asked again. */
  async #signedInAgain(page: PageConnection, settings: Settings): Promise<Settings> {
    const client = clientOfPage(page.url, settings.clients);
    if (client?.refusal?.code !== 'CLIENT_LOGIN') return settings;
    const allow = (other: ClientSettings): ClientSettings =>
      other.id === client.id ? { ...other, refusal: null } : other;
    return this.#deps.settings.update((before) => ({ ...before, clients: before.clients.map(allow) }));
  }

  /** A page is known, but no row of it says which torrent it is. */
  async noRows(page: PageConnection): Promise<void> {
    const client = clientOfPage(page.url, (await this.#deps.settings.read()).clients);
    if (client) this.#unreadable.add(client.id);
  }

  isUnreadable(clientId: string): boolean {
    return this.#unreadable.has(clientId);
  }

  /** A page knows these torrents by number: tells it which they are, where their client can say so. */
  async identify(page: PageConnection, sessionIds: readonly number[]): Promise<void> {
    const { connections, now, settings: store } = this.#deps;
    const settings = await store.read();
    const client = clientOfPage(page.url, settings.clients);
    if (!client) return;
    const torrentClient = await requireClient(connections, client, now());
    const signal = AbortSignal.timeout(identifyMs);
    const torrents = await torrentClient.listBySessionId?.(sessionIds, signal);
    if (torrents) page.tell(torrents);
  }

  /** The person wants to know more about a torrent, or to choose what it opens. */
  async tellDetails(page: PageConnection, hash: InfoHash): Promise<void> {
    const settings = await this.#deps.settings.read();
    const client = clientOfPage(page.url, settings.clients);
    // only of what is in view: a page may not ask about torrents it does not show
    const asked = client && page.hashes.includes(hash);
    const details = asked ? await this.#deps.details(settings, client, hash).catch(() => null) : null;
    page.tellDetails(hash, details);
  }

  /** A link was used: make sure that it still leads to the right item, and correct the badge if not. */
  async used(page: PageConnection, hash: InfoHash): Promise<void> {
    const { book, lookUp, settings: store } = this.#deps;
    await book.open();
    const settings = await store.read();
    const client = clientOfPage(page.url, settings.clients);
    if (!client || this.#checking.has(page.show)) return;
    this.#checking.add(page.show);
    try {
      if (!(await lookUp.recheck(settings, client, hash))) return;
      const found = lookUp.known(client.id, hash);
      if (found?.kind === 'found') await this.#correct(client, hash, found.target);
      await this.showAll();
    } finally {
      this.#checking.delete(page.show);
    }
  }

  /** Plex gives an item another key when it is matched anew or its library is made anew. */
  async #correct(client: ClientSettings, hash: InfoHash, target: PlexTarget): Promise<void> {
    const download = this.#deps.book.ofTorrent(client.id, hash);
    if (download?.target?.ratingKey === target.ratingKey) return;
    await this.#deps.book.update(download ? [download.id] : [], (one) =>
      one.stage === 'available' ? { ...one, target } : one,
    );
  }

  /** One batch at a time for each page: rows that were scrolled past while it ran are not looked up at all. */
  async #lookUpInView(show: PageConnection['show']): Promise<void> {
    if (this.#looking.has(show)) {
      this.#looking.set(show, 'again');
      return;
    }
    const { book, lookUp, pages, settings: store } = this.#deps;
    try {
      do {
        this.#looking.set(show, 'once');
        const settings = await store.read();
        const page = pages().find((one) => one.show === show);
        const client = page && clientShownIn(page, settings);
        if (!client || !page.visible) return;
        const unknown = page.hashes.filter((hash) => {
          const download = book.ofTorrent(client.id, hash);
          return !download || isElsewhere(download) || this.#mayHaveTwin(download);
        });
        if (await lookUp.find(settings, client, unknown)) {
          await this.#takeUp(client, unknown);
          await this.showAll();
        }
      } while (this.#looking.get(show) === 'again');
    } finally {
      this.#looking.delete(show);
    }
  }

  /** Which library it opens in is worth telling only where that costs no request. */
  #mayHaveTwin({ stage, target }: Download): boolean {
    return stage === 'available' && target !== null && this.#deps.isRead(target.machineIdentifier);
  }

  /** Downloads that no library covers, and that are in Plex all the same. */
  async #takeUp(client: ClientSettings, hashes: readonly InfoHash[]): Promise<void> {
    const { book, lookUp, now } = this.#deps;
    for (const hash of hashes) {
      const download = book.ofTorrent(client.id, hash);
      const target = lookUp.knownWhole(client.id, hash);
      if (!download || !target || !isElsewhere(download)) continue;
      await book.update([download.id], (one) => advance(one, { kind: 'found', target }, now()));
    }
  }

  #show(page: PageConnection, settings: Settings): void {
    if (!clientOfPage(page.url, settings.clients)) {
      page.end();
      return;
    }
    const client = clientShownIn(page, settings);
    const before = this.#told.get(page.show);
    // Only of what is in view: a page forgets too, and what it is not told again would stay without a badge.
    const told = new Map<InfoHash, string>();
    this.#told.set(page.show, told);
    const news: Record<string, BadgeView | null> = {};
    for (const hash of page.hashes) {
      const known = before?.get(hash);
      // no badges are wanted here any more: what was said is taken back
      const gone = known === undefined ? undefined : null;
      const view = client ? this.#viewOf(settings, client, hash) : gone;
      const text = view === undefined ? known : JSON.stringify(view);
      if (text !== undefined) told.set(hash, text);
      if (view !== undefined && text !== known) news[hash] = view;
    }
    if (Object.keys(news).length > 0) page.show(news);
  }

  /** `undefined`: not known yet. */
  #viewOf(settings: Settings, client: ClientSettings, hash: InfoHash): BadgeView | null | undefined {
    const download = this.#deps.book.ofTorrent(client.id, hash);
    const found = this.#deps.lookUp.known(client.id, hash);
    const isSeen = found?.kind === 'found' || found?.kind === 'choose';
    if (download && !(isSeen && isElsewhere(download))) {
      const own = found?.kind === 'found' && found.target.ratingKey === download.target?.ratingKey;
      const link = linkBase(settings, download.target?.machineIdentifier);
      return badgeOf(download, link, own ? found.library : null);
    }
    if (found === undefined) return undefined;
    switch (found.kind) {
      case 'found': {
        const { target, library } = found;
        return badgeOfTarget(target, linkBase(settings, target.machineIdentifier), library);
      }
      case 'choose':
        return { state: 'choose', count: found.count };
      case 'incomplete':
        return null;
      default:
        return { state: found.kind };
    }
  }
}

/** The client of a page, unless the person wants no badges there: then it is as if there were none. */
function clientShownIn(page: PageConnection, { clients }: Settings): ClientSettings | undefined {
  const client = clientOfPage(page.url, clients);
  return client?.hidesBadges ? undefined : client;
}

const mayBeInPlex: readonly ErrorCode[] = ['UNMAPPED', 'NOT_APPEARED', 'MANY_AT_ONCE'];

/** It does not go on, and yet another program may have put its files where Plex sees them, or it is an old one. */
const isElsewhere = ({ problem, target }: Download): boolean =>
  target === null && problem !== null && mayBeInPlex.includes(problem.code);
