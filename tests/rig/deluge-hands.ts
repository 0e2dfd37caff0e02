import { type DelugeApi, isDelugeDone } from './deluge-api.ts';
import type { AddTorrentOptions, TorrentDaemon } from './torrent-daemon.ts';

const perCall = 250;

type Hands = Pick<TorrentDaemon, 'add' | 'complete' | 'recheck' | 'move' | 'want' | 'remove'>;

/** What a person does in Deluge's page, done through its API. */
export function delugeHands(api: DelugeApi, downloadsDir: string): Hands {
  async function label(hash: string, name: string): Promise<void> {
    // it takes lower case only, and refuses one that is there
    const labels = await api.call<readonly string[]>('label.get_labels');
    if (!labels.includes(name)) await api.call('label.add', name);
    await api.call('label.set_torrent', hash, name);
  }

  async function setPriorities(hash: string, change: (priority: number, at: number) => number) {
    const all = await api.call<Record<string, { file_priorities: readonly number[] }>>(
      'core.get_torrents_status',
      { id: [hash] },
      ['file_priorities'],
    );
    const file_priorities = all[hash]?.file_priorities.map(change);
    await api.call('core.set_torrent_options', [hash], { file_priorities });
  }

  /** One that something has to be done with before it may begin. */
  async function addOne(torrent: Uint8Array, { skip, category }: AddTorrentOptions, options: object) {
    const dump = Buffer.from(torrent).toString('base64');
    const paused = { ...options, add_paused: true };
    const hash = await api.call<string | null>('core.add_torrent_file', 'test.torrent', dump, paused);
    if (hash === null) throw new Error('core.add_torrent_file: not taken');
    if (category !== undefined) await label(hash, category);
    if (skip) await setPriorities(hash, (priority, at) => (skip.includes(at) ? 0 : priority));
    await api.call('core.resume_torrent', [hash]);
  }

  /**
   * Each waits until Deluge looks at what libtorrent has done, three times a second; so many are added side by side.
   * Without the last argument it writes its whole state each time.
   */
  async function addQuickly(torrent: Uint8Array, options: object): Promise<void> {
    const dump = Buffer.from(torrent).toString('base64');
    const hash = await api.call('core.add_torrent_file_async', 'test.torrent', dump, options, false);
    if (hash === null) throw new Error('core.add_torrent_file_async: not taken');
  }

  return {
    async add(torrents, given = {}) {
      const options = {
        download_location: given.savePath ?? downloadsDir,
        // KiB; Deluge knows no other unit
        ...(given.downloadLimit !== undefined && { max_download_speed: given.downloadLimit / 1024 }),
      };
      if (given.skip || given.category !== undefined) {
        for (const torrent of torrents) await addOne(torrent, given, options);
        return;
      }
      for (let at = 0; at < torrents.length; at += perCall) {
        const batch = torrents.slice(at, at + perCall);
        await Promise.all(batch.map((torrent) => addQuickly(torrent, options)));
      }
    },
    async complete() {
      const done = Object.entries(await api.torrents()).filter(([, torrent]) => isDelugeDone(torrent));
      return new Set(done.map(([hash]) => hash));
    },
    recheck: (hash) => api.call('core.force_recheck', [hash]),
    move: (hash, folder) => api.call('core.move_storage', [hash], folder),
    want: (hash, files) => setPriorities(hash, (priority, at) => (files.includes(at) ? 4 : priority)),
    async remove(hash) {
      await api.call('core.remove_torrent', hash, false);
    },
  };
}
