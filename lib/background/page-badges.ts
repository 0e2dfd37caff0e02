import { type BadgeView, badgeOf, badgeOfTarget } from '../domain/badge.ts';
import { clientOfPage } from '../domain/client-of-page.ts';
import type { InfoHash } from '../domain/info-hash.ts';
import type { LinkBase } from '../domain/plex-link.ts';
import type { ClientSettings, Settings } from '../domain/settings.ts';
import type { PageConnection } from '../ports/page-connection.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import type { DownloadBook } from './download-book.ts';
import type { LookUp } from './look-up.ts';

interface Deps {
  readonly book: DownloadBook;
  readonly settings: SettingsStore;
  readonly lookUp: LookUp;
  readonly pages: () => readonly PageConnection[];
}

/** Tells the open torrent pages what to draw: their visible rows only, and only what has changed for them. */
export class PageBadges {
  #deps: Deps;
  #told = new WeakMap<PageConnection['show'], Map<string, string>>();

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
    const settings = await this.#deps.settings.read();
    this.#show(page, settings);
    const client = clientOfPage(page.url, settings.clients);
    if (!client || !page.visible) return;
    const unknown = page.hashes.filter((hash) => !this.#deps.book.ofTorrent(client.id, hash));
    if (await this.#deps.lookUp.find(settings, client, unknown)) await this.showAll();
  }

  /** A link was used: make sure that it still leads to the right item, and correct the badge if not. */
  async used(page: PageConnection, hash: InfoHash): Promise<void> {
    const settings = await this.#deps.settings.read();
    const client = clientOfPage(page.url, settings.clients);
    if (client && (await this.#deps.lookUp.recheck(settings, client, hash))) await this.showAll();
  }

  #show(page: PageConnection, settings: Settings): void {
    const client = clientOfPage(page.url, settings.clients);
    if (!client) return;
    const told = this.#told.get(page.show) ?? new Map<string, string>();
    this.#told.set(page.show, told);
    const news: Record<string, BadgeView | null> = {};
    for (const hash of page.hashes) {
      const view = this.#viewOf(settings, client, hash);
      if (view === undefined) continue;
      const text = JSON.stringify(view);
      if (told.get(hash) === text) continue;
      told.set(hash, text);
      news[hash] = view;
    }
    if (Object.keys(news).length > 0) page.show(news);
  }

  /** `undefined`: not known yet. */
  #viewOf(settings: Settings, client: ClientSettings, hash: InfoHash): BadgeView | null | undefined {
    const download = this.#deps.book.ofTorrent(client.id, hash);
    if (download) return badgeOf(download, linkBase(settings, download.target?.machineIdentifier));
    const found = this.#deps.lookUp.known(client.id, hash);
    if (found === undefined) return undefined;
    if (found.kind === 'found') {
      return badgeOfTarget(found.target, linkBase(settings, found.target.machineIdentifier));
    }
    return found.kind === 'incomplete' ? null : { state: found.kind };
  }
}

/** Where links to a server's items lead, as the person chose. */
export function linkBase(settings: Settings, machineIdentifier: string | undefined): LinkBase {
  const server = settings.servers.find((one) => one.machineIdentifier === machineIdentifier);
  return settings.openIn === 'server' && server
    ? { kind: 'server', address: server.address }
    : { kind: 'hosted' };
}
