import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { rtorrent } from '../../../lib/torrent-clients/rtorrent/index.ts';
import { type Contents, writeMedia } from '../../rig/media-file.ts';
import { type Rtorrent, type RtorrentOptions, startRtorrent } from '../../rig/rtorrent.ts';
import { waitUntilComplete } from '../../rig/torrent-daemon.ts';
import { makeTorrent, makeTorrentOf } from '../../rig/torrent-file.ts';
import type { Scene, SceneFacts, SceneTorrent } from '../contract.ts';
import type { Recorder } from './recording.ts';

interface Plan {
  readonly name: string;
  readonly files: Contents;
  readonly category?: string;
  /** Files that are not there and not wanted. */
  readonly unwanted?: Readonly<Record<string, number>>;
}

/** One of each kind of torrent that behaves in its own way. */
const plans: readonly Plan[] = [
  { name: 'Inception.2010.1080p.BluRay.x264-GRP.mkv', files: 40_000, category: 'movies' },
  {
    name: 'Severance.S02.1080p.WEB.h264-GRP',
    files: { 'Severance.S02E01.mkv': 30_000, 'Severance.S02E02.mkv': 30_000, 'Subs/en.srt': 900 },
    category: 'tv & shows/100 %',
  },
  { name: 'Dune.2021.1080p.WEB-DL', files: { 'Dune.2021.mkv': 20_000 } },
  {
    name: 'Fargo.S01.720p.WEB-DL',
    files: { 'Fargo.S01E01.mkv': 32_768 },
    unwanted: { 'Fargo.S01E02.mkv': 32_768 },
  },
  // no emoji: 0.9.8 writes question marks for the whole name then
  { name: '<img src=x onerror=alert(1)> & &amp; "quotes" 葬送のフリーレン', files: { 'a.mkv': 5_000 } },
];

async function add(daemon: Rtorrent, { name, files, unwanted = {}, category }: Plan): Promise<SceneTorrent> {
  const contents = typeof files === 'number' ? files : { ...files, ...unwanted };
  const path = writeMedia(daemon.downloadsDir, name, contents);
  const { torrent, infoHash } = makeTorrent(path);
  const all = Object.entries(typeof contents === 'number' ? { '': contents } : contents);
  for (const file of Object.keys(unwanted)) rmSync(join(path, file));
  const skip = all
    .map(([file]) => file)
    .sort()
    .flatMap((file, at) => (file in unwanted ? [at] : []));
  await daemon.add([torrent], { isThere: true, skip, ...(category !== undefined && { category }) });
  await waitUntilComplete(daemon, infoHash);
  return {
    hash: infoHash,
    name,
    files: all
      .map(([file, sizeBytes]) => ({
        path: file === '' ? name : `${name}/${file}`,
        sizeBytes,
        wanted: !(file in unwanted),
      }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
    content: name,
    category: category ?? null,
    tags: [],
  };
}

/** Puts the scene into a running rtorrent. */
async function fillScene(daemon: Rtorrent): Promise<SceneFacts> {
  const complete: SceneTorrent[] = [];
  for (const plan of plans) complete.push(await add(daemon, plan));
  const nowhere = makeTorrentOf(Buffer.alloc(50_000, 7), { name: 'Oppenheimer.2023.1080p.mkv' });
  await daemon.add([nowhere.torrent]);
  for (;;) {
    const rows = await daemon.api.torrents('d.hash', 'd.hashing', 'd.is_active');
    if (rows.every(([, hashing, active]) => hashing === '0' && active === '1')) break;
  }
  return {
    version: daemon.version,
    savePath: daemon.downloadsDir,
    complete,
    incomplete: nowhere.infoHash,
    absent: 'f'.repeat(40),
  };
}

/** The scene in a real rtorrent; a recorder sees all requests and answers. */
export async function realScene(options: RtorrentOptions = {}, recorder?: Recorder): Promise<Scene> {
  const daemon = await startRtorrent(options);
  const facts = await fillScene(daemon);
  const watched = recorder?.watch(fetch) ?? fetch;
  const browser = await daemon.signedIn(watched);
  return {
    facts,
    connect: (access, signedIn = true) =>
      rtorrent.connect({
        address: daemon.url,
        access,
        username: daemon.username,
        secret: async () => daemon.password,
        fetch: signedIn ? browser : watched,
      }),
    async stop() {
      recorder?.save(facts);
      await daemon.stop();
    },
  };
}
