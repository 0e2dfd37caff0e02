import { setTimeout as sleep } from 'node:timers/promises';
import { browserCookies } from './browser-cookies.ts';
import { infoHashOf } from './info-hash-of.ts';
import type { AddOptions, QbittorrentApi, RigTorrent } from './qbittorrent-api.ts';
import type { AddTorrentOptions, TorrentDaemon } from './torrent-daemon.ts';

/** What a person does to a qBittorrent, in the words that all torrent clients share. */
type Hands = Pick<TorrentDaemon, 'signedIn' | 'add' | 'complete' | 'recheck' | 'move' | 'want' | 'remove'>;

/** A URL may not be longer than some kilobytes. */
const hashesPerRequest = 100;

const isDone = ({ completion_on, state }: RigTorrent): boolean =>
  completion_on > 0 && /UP$/.test(state) && state !== 'checkingUP';

export function handsOn(api: QbittorrentApi, downloadsDir: string): Hands {
  return {
    async signedIn(base) {
      const cookies = browserCookies(base);
      cookies.setCookie(await api.login());
      return cookies.fetch;
    },
    add: (torrents, options = {}) => add(api, torrents, { savePath: downloadsDir, ...options }),
    async complete() {
      const torrents = await api.info('filter=completed');
      return new Set(torrents.filter(isDone).map((torrent) => torrent.hash));
    },
    recheck: (hash) => api.recheck(hash),
    move: (hash, folder) => api.setLocation(hash, folder),
    want: (hash, files) => api.setFilePriority(hash, files, 1),
    remove: (hash) => api.delete(hash),
  };
}

async function add(
  api: QbittorrentApi,
  torrents: readonly Uint8Array[],
  options: AddTorrentOptions,
): Promise<void> {
  const { savePath, isThere = false, skip = [], category, tags, downloadLimit } = options;
  const skips = skip.length > 0;
  const fields: AddOptions = {
    ...(savePath === undefined ? {} : { savepath: savePath }),
    ...(category === undefined ? {} : { category }),
    ...(tags === undefined ? {} : { tags: tags.join(',') }),
    ...(downloadLimit === undefined ? {} : { downloadLimit }),
    ...(skips && { paused: true }),
    ...(isThere && !skips && { skipChecking: true }),
  };
  await api.addTorrent(torrents, fields);
  const hashes = torrents.map((torrent) => infoHashOf(torrent));
  await waitUntilTaken(api, hashes);
  if (!skips) return;
  for (const hash of hashes) {
    await api.setFilePriority(hash, skip, 0);
    if (isThere) await api.recheck(hash);
    await api.resume(hash);
  }
}

async function waitUntilTaken(api: QbittorrentApi, hashes: readonly string[]): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (let at = 0; at < hashes.length; at += hashesPerRequest) {
    const some = hashes.slice(at, at + hashesPerRequest);
    while ((await api.info(`hashes=${some.join('|')}`)).length < some.length) {
      if (Date.now() > deadline) throw new Error(`qBittorrent did not take all of ${hashes.length} torrents`);
      await sleep(50);
    }
  }
}
