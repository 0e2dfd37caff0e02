import type { Download } from '../domain/download.ts';
import { heldBatches, isHeld } from '../domain/held-batch.ts';
import type { LibraryState } from '../domain/library-state.ts';
import { oneAtATime } from '../domain/one-at-a-time.ts';
import {
  type DownloadOverview,
  emptyOverview,
  type Overview,
  type ServerOverview,
} from '../domain/overview.ts';
import { plexLink } from '../domain/plex-link.ts';
import type { ServerSettings, Settings } from '../domain/settings.ts';
import type { OverviewStore } from '../ports/overview-store.ts';
import type { PlexActivity } from '../ports/plex-server.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import type { ClientWatch } from './client-watch.ts';
import type { DownloadBook } from './download-book.ts';
import { linkBase } from './link-base.ts';
import type { ServerWatch } from './server-watch.ts';

const shownDownloads = 200;
const shownRecent = 12;
const askMs = 10_000;
/** How long something that arrived stays in the list of what is on its way. */
const arrivedMs = 10 * 60_000;

interface Deps {
  readonly book: DownloadBook;
  readonly settings: SettingsStore;
  readonly store: OverviewStore;
  readonly servers: ServerWatch;
  readonly clients: ClientWatch;
  /** Name of a kind of torrent client. */
  readonly labelOf: (kind: string) => string;
  /** Whether the open page of this client can't be read. */
  readonly isPageUnreadable?: (clientId: string) => boolean;
  /** How far the index of a server's libraries is. */
  readonly libraryStateOf?: (machineIdentifier: string) => LibraryState;
  /** How the sign-in with plex.tv is; `undefined` when nobody is signed in. */
  readonly signIn?: () => Promise<Overview['signIn']>;
  readonly now: () => number;
}

/** Keeps the overview that the popup draws from: always stored, so that the first paint waits for nobody. */
export class OverviewKeeper {
  #deps: Deps;
  #last: Overview | undefined;
  readonly #inTurn = oneAtATime();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Writes down what is known now, without asking anybody. */
  update(): Promise<Overview> {
    return this.#inTurn(async () => this.#store(await this.#compose(await this.#read())));
  }

  /** Asks every server how it is and what is new, then writes that down. What else changes does not wait for it. */
  async refresh(): Promise<Overview> {
    const before = await this.#inTurn(() => this.#read());
    const settings = await this.#deps.settings.read();
    const asked = await Promise.all(settings.servers.map((server) => this.#ask(server, before)));
    return this.#inTurn(async () =>
      this.#store(await this.#compose({ ...(await this.#read()), servers: asked })),
    );
  }

  async #read(): Promise<Overview> {
    if (this.#last) return this.#last;
    const stored = await this.#deps.store.read();
    for (const { machineIdentifier, state, code, sinceMs } of stored.servers) {
      this.#deps.servers.recall(machineIdentifier, { state, code, sinceMs });
    }
    this.#last = stored;
    return stored;
  }

  async #store(overview: Overview): Promise<Overview> {
    const same = this.#last && unchanged(this.#last, overview);
    if (!same) await this.#deps.store.write(overview);
    this.#last = overview;
    return overview;
  }

  async #ask(server: ServerSettings, before: Overview): Promise<ServerOverview> {
    const known = serverIn(before, server);
    const signal = AbortSignal.timeout(askMs);
    try {
      return await this.#deps.servers.use(server, 'plex.overview', async (plex) => {
        const described = await plex.describe(signal);
        const recent = await plex.recentlyAdded(shownRecent, signal);
        // A shared user may not see what the server is doing; that is no fault of it.
        const activities = await plex.activities(signal).catch(() => []);
        const { name, version } = described;
        return { ...known, name, version, recent, activities: activities.map(toShown) };
      });
    } catch {
      return { ...known, activities: [] }; // its state was noted where it was asked
    }
  }

  async #compose(base: Overview): Promise<Overview> {
    const { book, servers, clients, now, labelOf, isPageUnreadable, libraryStateOf } = this.#deps;
    await book.open();
    const settings = await this.#deps.settings.read();
    const signIn = await this.#deps.signIn?.();
    const held = heldBatches(book.all());
    return {
      ...emptyOverview,
      ...(signIn && { signIn }),
      ...(settings.isPaused && { isPaused: true }),
      ...(held.length > 0 && { held }),
      takenAtMs: now(),
      storageBroken: book.broken > 0,
      servers: settings.servers.map((server) => ({
        ...serverIn(base, server),
        ...servers.stateOf(server.machineIdentifier),
        ...lookOf(server),
        ...(libraryStateOf && { library: libraryStateOf(server.machineIdentifier) }),
      })),
      clients: settings.clients.map((client) => ({
        id: client.id,
        label: labelOf(client.kind),
        address: client.address,
        ...clients.stateOf(client.id),
        ...(isPageUnreadable?.(client.id) && { isPageUnreadable: true }),
        ...(client.hidesBadges && { hidesBadges: true }),
      })),
      downloads: book
        .all()
        .filter((download) => isShown(download, now()))
        .sort((a, b) => b.detectedAtMs - a.detectedAtMs)
        .slice(0, shownDownloads)
        .map((download) => describeDownload(download, settings)),
    };
  }
}

/** What is not shown is not stored either. */
const toShown = ({ id, title, subtitle, progress }: PlexActivity): ServerOverview['activities'][number] => ({
  id,
  title,
  subtitle,
  progress,
});

const isShown = (download: Download, nowMs: number): boolean =>
  download.stage !== 'ignored' &&
  !isHeld(download) &&
  (download.stage !== 'available' || nowMs - download.stageSinceMs < arrivedMs);

const unchanged = (before: Overview, after: Overview): boolean =>
  JSON.stringify({ ...before, takenAtMs: 0 }) === JSON.stringify({ ...after, takenAtMs: 0 });

const lookOf = ({
  address,
  colour,
  isShared,
}: ServerSettings): Pick<ServerOverview, 'address' | 'colour' | 'isShared'> => ({
  address,
  ...(colour !== undefined && { colour }),
  ...(isShared && { isShared }),
});

function serverIn(overview: Overview, server: ServerSettings): ServerOverview {
  const { machineIdentifier, name, version } = server;
  const known = overview.servers.find((one) => one.machineIdentifier === machineIdentifier);
  return (
    known ?? {
      machineIdentifier,
      name,
      version,
      state: 'unknown',
      sinceMs: 0,
      code: null,
      activities: [],
      recent: [],
    }
  );
}

export function describeDownload(download: Download, settings: Settings): DownloadOverview {
  const { id, name, stage, stageSinceMs, problem, plan, target } = download;
  const scan = plan?.scans.find((one) => one.sectionKey === target?.sectionKey) ?? plan?.scans[0];
  const link = target && plexLink(target, linkBase(settings, target.machineIdentifier));
  return {
    id,
    name,
    stage,
    stageSinceMs,
    problem,
    path: download.contentPath ?? download.savePath,
    sectionTitle: scan?.sectionTitle ?? null,
    folder: scan?.folder ?? null,
    href: link ?? null,
  };
}
