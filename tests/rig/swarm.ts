import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Contents, writeLargeMedia } from './media-file.ts';
import { type Qbittorrent, type QbittorrentOptions, startQbittorrent } from './qbittorrent.ts';
import type { AddOptions } from './qbittorrent-api.ts';
import type { AddTorrentOptions, TorrentDaemon } from './torrent-daemon.ts';
import { type MadeTorrent, makeTorrent, type TorrentOptions } from './torrent-file.ts';
import { startTracker, type Tracker } from './tracker.ts';

export interface DownloadOptions extends Omit<AddTorrentOptions, 'isThere'> {
  readonly name: string;
  /** A number makes a single-file torrent of that many bytes; a record maps paths below the folder to sizes. */
  readonly files: Contents;
  /** Bytes per second that the seeder gives for this torrent. */
  readonly rateLimit?: number;
  /** Other content for the same name and sizes. */
  readonly seed?: string;
  readonly kind?: TorrentOptions['kind'];
}

export interface AddedDownload extends MadeTorrent {
  /** Folder of the seeder that holds the content, under the name of the torrent. */
  readonly sourceDir: string;
  readonly seeding: AddOptions;
}

export interface Swarm<Client extends TorrentDaemon = Qbittorrent> {
  /** The one under test: it downloads. */
  readonly client: Client;
  /** The one that has everything. */
  readonly seeder: Qbittorrent;
  readonly tracker: Tracker;
  /** Resolves when the client has taken the torrent; it is then really downloading it. */
  addDownload(options: DownloadOptions): Promise<AddedDownload>;
  stop(): Promise<void>;
}

type Pair = Pick<Swarm<TorrentDaemon>, 'client' | 'seeder'>;

/** Makes content, lets one client seed it, and has the other download it over loopback. */
export async function seedAndDownload(
  swarm: Pair & Pick<Swarm, 'tracker'>,
  options: DownloadOptions,
): Promise<AddedDownload> {
  const { client, seeder, tracker } = swarm;
  const { name, files, rateLimit, seed = name, kind = 'v1', ...adding } = options;
  // a folder for each, so that two torrents of one name don't meet
  const sourceDir = join(seeder.downloadsDir, encodeURIComponent(seed).slice(0, 100));
  mkdirSync(sourceDir, { recursive: true });
  const path = await writeLargeMedia(sourceDir, name, files, seed);
  const made = makeTorrent(path, { announce: tracker.announce, kind });
  await sleep(20);
  const seeding: AddOptions = {
    savepath: sourceDir,
    skipChecking: true,
    ...(rateLimit === undefined ? {} : { uploadLimit: rateLimit }),
  };
  await seeder.api.addTorrent(made.torrent, seeding);
  await tracker.waitForPeer(made.infoHash, seeder.peerPort);
  await client.add([made.torrent], adding);
  await seeder.api.addPeer(made.infoHash, client.peerPort);
  const added = { ...made, sourceDir, seeding };
  const over = (): void => undefined; // one of the two was stopped
  void bringTogether(swarm, added).catch(over);
  return added;
}

/**
 * Sends the seeder to the client, again and again until the client has everything, a minute at most. They would not
 * meet by themselves: Transmission calls nobody on loopback and refuses while it checks what is there, and a seeder
 * that was refused or has parted with the client, since neither wanted anything, comes back only after a minute.
 */
export async function bringTogether(
  { client, seeder }: Pair,
  { infoHash, torrent, seeding }: AddedDownload,
): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    await sleep(1_500, undefined, { ref: false });
    if ((await client.complete()).has(infoHash)) return;
    if (await seeder.api.isConnected(infoHash)) continue;
    await seeder.api.delete(infoHash); // with it goes what it knows of the client
    await seeder.api.addTorrent(torrent, seeding);
    await seeder.api.waitFor(infoHash);
    await seeder.api.addPeer(infoHash, client.peerPort);
  }
}

/** A real client of any kind, a qBittorrent that seeds and a tracker, on loopback. */
export async function startSwarmFor<Client extends TorrentDaemon>(
  startClient: () => Promise<Client>,
  seederOptions: QbittorrentOptions = {},
): Promise<Swarm<Client>> {
  const [client, seeder, tracker] = await Promise.all([
    startClient(),
    startQbittorrent(seederOptions),
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

/** Two real qBittorrents and a tracker. */
export const startSwarm = (
  options: { readonly client?: QbittorrentOptions; readonly seeder?: QbittorrentOptions } = {},
): Promise<Swarm> => startSwarmFor(() => startQbittorrent(options.client), options.seeder);
