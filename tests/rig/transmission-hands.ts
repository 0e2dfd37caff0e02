import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { infoHashOf } from './info-hash-of.ts';
import type { AddTorrentOptions, TorrentDaemon } from './torrent-daemon.ts';
import { basic, type RigTransmissionTorrent, type TransmissionApi } from './transmission-api.ts';

/** What a person does to a Transmission, in the words that all torrent clients share. */
type Hands = Pick<TorrentDaemon, 'signedIn' | 'add' | 'complete' | 'recheck' | 'move' | 'want' | 'remove'>;

/** All data, and seeding or stopped: while it moves files, Transmission still says that it is downloading. */
const isDone = (torrent: RigTransmissionTorrent): boolean =>
  torrent.metadataPercentComplete === 1 &&
  torrent.sizeWhenDone > 0 &&
  torrent.leftUntilDone === 0 &&
  torrent.error !== 3 &&
  [0, 5, 6].includes(torrent.status);

export interface TransmissionAtHand {
  readonly api: TransmissionApi;
  readonly downloadsDir: string;
  readonly credentials: { readonly username: string; readonly password: string } | null;
  /** Puts complete torrents there while it does not run; `null`: there is no need. */
  readonly addMany: ((torrents: readonly Uint8Array[], savePath: string) => Promise<void>) | null;
}

/** From so many on, `addMany` is the faster way. */
const many = 100;

export function transmissionHands({ api, downloadsDir, credentials, addMany }: TransmissionAtHand): Hands {
  return {
    signedIn: async (base = fetch) => (credentials ? withBasic(base, basic(credentials)) : base),
    add(torrents, options = {}) {
      const { isThere = false, savePath = downloadsDir } = options;
      if (isThere && addMany && torrents.length >= many) return addMany(torrents, savePath);
      return add(api, torrents, { savePath, ...options });
    },
    complete: async () => new Set((await api.torrents()).filter(isDone).map((torrent) => torrent.hashString)),
    recheck: (hash) => api.call('torrent-verify', { ids: [hash] }).then(() => undefined),
    move: (hash, location) =>
      api.call('torrent-set-location', { ids: [hash], location, move: true }).then(() => undefined),
    async want(hash, files) {
      await api.call('torrent-set', { ids: [hash], 'files-wanted': files });
      // 4.1.3 asks no peer for what is wanted later until the torrent is started anew
      await api.call('torrent-stop', { ids: [hash] });
      await api.waitFor(hash, ({ status }) => status === 0);
      await api.call('torrent-start', { ids: [hash] });
    },
    remove: (hash) => api.call('torrent-remove', { ids: [hash] }).then(() => undefined),
  };
}

/** As a browser that was given the password for the page: it adds it where a request asks for what the browser knows. */
function withBasic(base: typeof fetch, authorization: string): typeof fetch {
  return (input, init) => {
    const request = new Request(input, init);
    if (request.credentials === 'include') request.headers.set('authorization', authorization);
    return base(request);
  };
}

async function add(
  api: TransmissionApi,
  torrents: readonly Uint8Array[],
  { savePath, isThere = false, skip = [], category, tags = [], downloadLimit }: AddTorrentOptions,
): Promise<void> {
  const labels = [...(category === undefined ? [] : [category]), ...tags];
  for (const torrent of torrents) {
    const hash = infoHashOf(torrent, false);
    const isLimited = downloadLimit !== undefined;
    await api.call('torrent-add', {
      metainfo: Buffer.from(torrent).toString('base64'),
      'download-dir': savePath,
      paused: isLimited,
      ...(skip.length > 0 && { 'files-unwanted': skip }),
    });
    const more = {
      ...(labels.length > 0 && { labels }), // 3.00 does not take them when adding
      ...(isLimited && { downloadLimit: Math.ceil(downloadLimit / 1000), downloadLimited: true }),
    };
    if (Object.keys(more).length > 0) await api.call('torrent-set', { ids: [hash], ...more });
    if (isThere && (await putWhereItLooks(api, hash))) await api.call('torrent-verify', { ids: [hash] });
    if (isLimited) await api.call('torrent-start', { ids: [hash] });
  }
}

/**
 * 3.00 looks for `_` where a name has a character that Windows does not allow. Data that are there under the true name
 * are renamed, as if it had downloaded them itself; whether that was needed.
 */
async function putWhereItLooks(api: TransmissionApi, hash: string): Promise<boolean> {
  const { torrents } = await api.call<{
    torrents: { name: string; downloadDir: string; files: { name: string }[] }[];
  }>('torrent-get', { ids: [hash], fields: ['name', 'downloadDir', 'files'] });
  const [torrent] = torrents;
  const looksFor = torrent?.files[0]?.name.split('/')[0];
  if (!torrent || looksFor === undefined || looksFor === torrent.name) return false;
  const [from, to] = [join(torrent.downloadDir, torrent.name), join(torrent.downloadDir, looksFor)];
  if (existsSync(from) && !existsSync(to)) renameSync(from, to);
  return true;
}
