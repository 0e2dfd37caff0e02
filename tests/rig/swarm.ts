import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Contents, writeMedia } from './media-file.ts';
import { type Qbittorrent, type QbittorrentOptions, startQbittorrent } from './qbittorrent.ts';
import { makeTorrent, type TorrentOptions } from './torrent-file.ts';
import { startTracker, type Tracker } from './tracker.ts';

export interface DownloadOptions {
  readonly name: string;
  /** A number makes a single-file torrent of that many bytes; a record maps paths below the folder to sizes. */
  readonly files: Contents;
  readonly savepath?: string;
  readonly category?: string;
  readonly tags?: string;
  readonly paused?: boolean;
  /** Bytes per second that the seeder gives for this torrent. */
  readonly rateLimit?: number;
  /** Other content for the same name and sizes. */
  readonly seed?: string;
  readonly kind?: TorrentOptions['kind'];
}

export interface AddedDownload {
  readonly infoHash: string;
  readonly infoHashV2: string | null;
  readonly torrent: Buffer;
}

export interface Swarm {
  /** The one under test: it downloads. */
  readonly client: Qbittorrent;
  /** The one that has everything. */
  readonly seeder: Qbittorrent;
  readonly tracker: Tracker;
  /** Resolves when the client has taken the torrent; it is then really downloading it. */
  addDownload(options: DownloadOptions): Promise<AddedDownload>;
  stop(): Promise<void>;
}

/** Makes content, lets one client seed it, and has the other download it over loopback. */
export async function seedAndDownload(
  swarm: Pick<Swarm, 'client' | 'seeder' | 'tracker'>,
  options: DownloadOptions,
): Promise<AddedDownload> {
  const { client, seeder, tracker } = swarm;
  const { name, files, seed = name, kind = 'v1', rateLimit } = options;
  // a folder for each, so that two torrents of one name don't meet
  const source = join(seeder.downloadsDir, encodeURIComponent(seed).slice(0, 100));
  mkdirSync(source, { recursive: true });
  const made = makeTorrent(writeMedia(source, name, files, seed), { announce: tracker.announce, kind });
  await seeder.api.addTorrent(made.torrent, {
    savepath: source,
    skipChecking: true,
    ...(rateLimit === undefined ? {} : { uploadLimit: rateLimit }),
  });
  await tracker.waitForPeer(made.infoHash, seeder.peerPort);
  const { savepath, category, tags, paused } = options;
  await client.api.addTorrent(made.torrent, {
    savepath: savepath ?? client.downloadsDir,
    ...(category === undefined ? {} : { category }),
    ...(tags === undefined ? {} : { tags }),
    ...(paused === undefined ? {} : { paused }),
  });
  await client.api.waitFor(made.infoHash);
  return made;
}

/** Two real clients and a tracker on loopback. */
export async function startSwarm(
  options: { readonly client?: QbittorrentOptions; readonly seeder?: QbittorrentOptions } = {},
): Promise<Swarm> {
  const [client, seeder, tracker] = await Promise.all([
    startQbittorrent(options.client),
    startQbittorrent(options.seeder),
    startTracker(),
  ]);
  const swarm = { client, seeder, tracker };
  return {
    ...swarm,
    addDownload: (download) => seedAndDownload(swarm, download),
    async stop() {
      await Promise.all([client.stop(), seeder.stop(), tracker.stop()]);
    },
  };
}
