import { isByFiles } from '../domain/evidence.ts';
import type { InfoHash } from '../domain/info-hash.ts';
import { oneAtATime } from '../domain/one-at-a-time.ts';
import type { PlexTarget } from '../domain/plex-item.ts';
import type { ClientSettings, Settings } from '../domain/settings.ts';
import { isWhole } from './find-target.ts';
import { type FindDeps, type Found, findTorrents } from './find-torrents.ts';
import { isStillThere } from './still-there.ts';

const keepMs = {
  found: 5 * 60_000,
  choose: 5 * 60_000,
  absent: 2 * 60_000,
  unknown: 20_000,
  incomplete: 20_000,
} as const;
const keepCount = 2_000;
/** A page can say as often as it likes that a link was used. */
const recheckMs = 10_000;

/**
 * Finds the Plex items of torrents that are in view and finished long ago. Looks only: nothing is ever scanned for
 * them. Derived knowledge, kept in memory for minutes.
 */
export class LookUp {
  #deps: FindDeps;
  #known = new Map<string, { readonly atMs: number; readonly found: Found }>();
  readonly #inTurn = oneAtATime();

  constructor(deps: FindDeps) {
    this.#deps = deps;
  }

  known(clientId: string, hash: InfoHash): Found | undefined {
    return this.#known.get(`${clientId}:${hash}`)?.found;
  }

  /** The item of a torrent, if all of its files are known to be in Plex; asked anew, and not kept. */
  async findWhole(settings: Settings, client: ClientSettings, hash: InfoHash): Promise<PlexTarget | null> {
    return wholeOf((await findTorrents(this.#deps, settings, client, [hash])).get(hash));
  }

  /** The same of what is known now. */
  knownWhole(clientId: string, hash: InfoHash): PlexTarget | null {
    return wholeOf(this.known(clientId, hash));
  }

  /** Everything may have changed: libraries, mappings, a server. What is being looked up now counts for nothing. */
  forgetAll(): void {
    this.#known = new Map();
  }

  /** Looks up those of these torrents that are not known, one batch after the other. `true`: something was learned. */
  find(settings: Settings, client: ClientSettings, hashes: readonly InfoHash[]): Promise<boolean> {
    return this.#inTurn(() => this.#find(settings, client, hashes));
  }

  /**
   * Looks one torrent up anew. What was found stays until something else is known: if nobody can be asked now, the
   * link is worth more than nothing. One that was looked up a moment ago is not asked for again.
   */
  async recheck(settings: Settings, client: ClientSettings, hash: InfoHash): Promise<boolean> {
    const key = `${client.id}:${hash}`;
    const entry = this.#known.get(key);
    if (entry && Math.abs(this.#deps.now() - entry.atMs) < recheckMs) return false;
    if (entry) this.#known.set(key, { ...entry, atMs: Number.NEGATIVE_INFINITY });
    if (entry?.found.kind === 'found') await isStillThere(this.#deps, settings, entry.found.target);
    return this.find(settings, client, [hash]);
  }

  async #find(settings: Settings, client: ClientSettings, hashes: readonly InfoHash[]): Promise<boolean> {
    const known = this.#known;
    const wanted = hashes.filter((hash) => {
      const entry = known.get(`${client.id}:${hash}`);
      return !entry || Math.abs(this.#deps.now() - entry.atMs) > keepMs[entry.found.kind];
    });
    if (wanted.length === 0 || settings.servers.length === 0) return false;
    const answers = await findTorrents(this.#deps, settings, client, wanted);
    if (known !== this.#known) return false;
    for (const hash of wanted) {
      this.#learn(
        `${client.id}:${hash}`,
        answers.get(hash) ?? this.known(client.id, hash) ?? { kind: 'unknown' },
      );
    }
    return true;
  }

  #learn(key: string, found: Found): void {
    this.#known.delete(key); // newest last, so that the oldest are dropped
    this.#known.set(key, { atMs: this.#deps.now(), found });
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= keepCount) break;
      this.#known.delete(oldest);
    }
  }
}

function wholeOf(found: Found | undefined): PlexTarget | null {
  if (found?.kind !== 'found' || !isWhole(found.target)) return null;
  return isByFiles(found.target.evidence ?? []) ? found.target : null;
}
