import { cp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { infoHashOf } from './info-hash-of.ts';
import type { RtorrentApi } from './rtorrent-api.ts';
import type { AddTorrentOptions, TorrentDaemon } from './torrent-daemon.ts';

/** What a person does to an rtorrent, in the words that all torrent clients share. */
type Hands = Pick<TorrentDaemon, 'add' | 'complete' | 'recheck' | 'move' | 'want' | 'remove'>;

export function rtorrentHands(api: RtorrentApi, downloadsDir: string): Hands {
  return {
    async add(torrents, options = {}) {
      for (const torrent of torrents)
        await add(api, Buffer.from(torrent), { savePath: downloadsDir, ...options }, downloadsDir);
    },
    complete: () => api.complete(),
    recheck: (hash) => done(api.call('d.check_hash', hash)),
    move: (hash, folder) => move(api, hash, folder),
    async want(hash, files) {
      await setPriority(api, hash, files, 1);
      for (const method of ['d.stop', 'd.start']) await api.call(method, hash); // it has parted from all seeds
    },
    remove: (hash) => done(api.call('d.erase', hash)),
  };
}

const done = async (call: Promise<unknown>): Promise<void> => {
  await call;
};

/** Moving is left to others. They stop and close a torrent, move its data, and tell rtorrent where they are now. */
async function move(api: RtorrentApi, hash: string, folder: string): Promise<void> {
  const [from = ''] = await api.call('d.base_path', hash);
  for (const method of ['d.stop', 'd.close']) await api.call(method, hash);
  await cp(from, join(folder, basename(from)), { recursive: true });
  await api.call('d.directory.set', hash, folder);
  for (const method of ['d.open', 'd.start']) await api.call(method, hash);
  await rm(from, { recursive: true });
}

async function setPriority(
  api: RtorrentApi,
  hash: string,
  files: readonly number[],
  priority: number,
): Promise<void> {
  for (const file of files) await api.call('f.priority.set', `${hash}:f${file}`, priority);
  await api.call('d.update_priorities', hash);
}

/** With DHT off, rtorrent takes no torrent without a tracker. Nobody answers at this one. */
function withTracker(torrent: Buffer): Buffer {
  if (torrent.subarray(0, 11).toString('latin1') === 'd8:announce') return torrent;
  const announce = 'http://127.0.0.1:9/announce';
  return Buffer.concat([Buffer.from(`d8:announce${announce.length}:${announce}`), torrent.subarray(1)]);
}

async function add(
  api: RtorrentApi,
  torrent: Buffer,
  options: AddTorrentOptions,
  usualDir: string,
): Promise<void> {
  const hash = infoHashOf(torrent, false).toUpperCase();
  const { savePath = usualDir, isThere = false, skip = [], category, downloadLimit } = options;
  if (savePath === usualDir && category === undefined && downloadLimit === undefined && skip.length === 0) {
    await api.call('load.raw_start', '', withTracker(torrent));
    if (!isThere) await api.waitFor(hash);
    return;
  }
  await api.call('load.raw', '', withTracker(torrent));
  await api.waitFor(hash);
  await api.call('d.directory.set', hash, savePath);
  if (category !== undefined) await api.call('d.custom1.set', hash, encodeURIComponent(category)); // as ruTorrent
  if (skip.length > 0) await setPriority(api, hash, skip, 0);
  if (downloadLimit !== undefined) {
    await api.call('throttle.down', '', hash, `${Math.ceil(downloadLimit / 1024)}`);
    await api.call('d.throttle_name.set', hash, hash);
  }
  await api.call('d.start', hash);
}
