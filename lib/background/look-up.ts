import type { ScanPlan } from '../domain/download.ts';
import { failureOf } from '../domain/errors.ts';
import type { InfoHash } from '../domain/info-hash.ts';
import type { PlexTarget } from '../domain/plex-item.ts';
import type { ClientSettings, ServerSettings, Settings } from '../domain/settings.ts';
import { isComplete, type Torrent } from '../domain/torrent.ts';
import type { Log } from '../ports/log.ts';
import type { TorrentClient } from '../ports/torrent-client.ts';
import { type Connections, requireAllowed } from './connections.ts';
import { targetOf } from './find-target.ts';
import { planDownload } from './plan-download.ts';
import type { ServerWatch } from './server-watch.ts';

/** What is known of a torrent that Marquee did not follow itself: those that were complete at first contact. */
export type Found =
  | { readonly kind: 'found'; readonly target: PlexTarget }
  | { readonly kind: 'absent' | 'unknown' | 'incomplete' };

const keepMs = { found: 5 * 60_000, absent: 2 * 60_000, unknown: 20_000, incomplete: 20_000 } as const;
const keepCount = 2_000;
const stepMs = 25_000;

interface Deps {
  readonly connections: Connections;
  readonly servers: ServerWatch;
  readonly now: () => number;
  readonly log: Log;
}

interface Planned {
  readonly hash: InfoHash;
  readonly plan: ScanPlan;
  readonly server: ServerSettings;
}

/**
 * Finds the Plex items of torrents that are in view and finished long ago. Looks only: nothing is ever scanned for
 * them. Derived knowledge, kept in memory for minutes.
 */
export class LookUp {
  #deps: Deps;
  #known = new Map<string, { readonly atMs: number; readonly found: Found }>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  known(clientId: string, hash: InfoHash): Found | undefined {
    return this.#known.get(`${clientId}:${hash}`)?.found;
  }

  /** Everything may have changed: libraries, mappings, a server. */
  forgetAll(): void {
    this.#known.clear();
  }

  /** Looks up those of these torrents that are not known, one batch after the other. `true`: something was learned. */
  find(settings: Settings, client: ClientSettings, hashes: readonly InfoHash[]): Promise<boolean> {
    const next = this.#turn.then(() => this.#find(settings, client, hashes));
    this.#turn = next.catch(() => undefined);
    return next;
  }

  /** Looks one torrent up anew. */
  recheck(settings: Settings, client: ClientSettings, hash: InfoHash): Promise<boolean> {
    this.#known.delete(`${client.id}:${hash}`);
    return this.find(settings, client, [hash]);
  }

  async #find(settings: Settings, client: ClientSettings, hashes: readonly InfoHash[]): Promise<boolean> {
    const { now, connections, log } = this.#deps;
    const wanted = hashes.filter((hash) => {
      const entry = this.#known.get(`${client.id}:${hash}`);
      return !entry || Math.abs(now() - entry.atMs) > keepMs[entry.found.kind];
    });
    if (wanted.length === 0 || settings.servers.length === 0) return false;
    try {
      await requireAllowed(connections, client.address);
      const torrentClient = connections.client(client);
      const signal = AbortSignal.timeout(stepMs);
      const torrents = await torrentClient.listByHash(wanted, signal);
      const complete = torrents.filter(isComplete);
      for (const hash of wanted) {
        if (!complete.some((torrent) => torrent.hash === hash))
          this.#learn(client, hash, { kind: 'incomplete' });
      }
      const planned = await this.#plan(settings, client, torrentClient, complete, signal);
      await this.#ask(client, planned, signal);
    } catch (error) {
      log('lookup.failed', { code: failureOf(error, 'lookup').code });
      for (const hash of wanted) {
        if (!this.known(client.id, hash)) this.#learn(client, hash, { kind: 'unknown' });
      }
    }
    return true;
  }

  async #plan(
    settings: Settings,
    client: ClientSettings,
    torrentClient: TorrentClient,
    complete: readonly Torrent[],
    signal: AbortSignal,
  ): Promise<readonly Planned[]> {
    const planned: Planned[] = [];
    for (const torrent of complete) {
      const files = await torrentClient.listFiles(torrent.hash, signal);
      let outcome: Found = { kind: 'unknown' };
      for (const server of settings.servers) {
        const sections = await this.#deps.servers.sections(server, signal);
        const from = { clientId: client.id, savePath: torrent.savePath };
        try {
          const plan = planDownload(from, files, settings.mappings, server.machineIdentifier, sections);
          if (plan) planned.push({ hash: torrent.hash, plan, server });
          else outcome = { kind: 'incomplete' }; // nothing in it is for Plex: no badge
          break;
        } catch (error) {
          if (failureOf(error, 'plan').code !== 'UNMAPPED') throw error;
        }
      }
      this.#learn(client, torrent.hash, this.known(client.id, torrent.hash) ?? outcome);
    }
    return planned;
  }

  /** One question per library for all torrents together. */
  async #ask(client: ClientSettings, planned: readonly Planned[], signal: AbortSignal): Promise<void> {
    const questions = Map.groupBy(
      planned.flatMap((one) => one.plan.scans.map((scan) => ({ ...one, sectionKey: scan.sectionKey }))),
      (one) => `${one.server.machineIdentifier}/${one.sectionKey}`,
    );
    const found = new Map<InfoHash, PlexTarget>();
    for (const [, group] of questions) {
      const [first] = group;
      if (!first) continue;
      const { server, sectionKey } = first;
      const sections = await this.#deps.servers.sections(server, signal);
      const section = sections.find((one) => one.key === sectionKey);
      if (!section) continue;
      const files = group.flatMap((one) => one.plan.files);
      const leaves = await this.#deps.servers.use(server, 'lookup', (plex) =>
        plex.findByFiles(section, files, signal),
      );
      for (const { hash, plan } of group) {
        const target = targetOf(plan, sectionKey, leaves);
        if (target && target.found > (found.get(hash)?.found ?? 0)) found.set(hash, target);
      }
    }
    for (const { hash } of planned) {
      const target = found.get(hash);
      this.#learn(client, hash, target ? { kind: 'found', target } : { kind: 'absent' });
    }
  }

  #learn(client: ClientSettings, hash: InfoHash, found: Found): void {
    const key = `${client.id}:${hash}`;
    this.#known.delete(key); // newest last, so that the oldest are dropped
    this.#known.set(key, { atMs: this.#deps.now(), found });
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= keepCount) break;
      this.#known.delete(oldest);
    }
  }
}
