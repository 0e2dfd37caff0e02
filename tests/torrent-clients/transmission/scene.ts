import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { transmission } from '../../../lib/torrent-clients/transmission/index.ts';
import { infoHashOf } from '../../rig/info-hash-of.ts';
import { type Contents, writeMedia } from '../../rig/media-file.ts';
import { waitUntilComplete } from '../../rig/torrent-daemon.ts';
import { makeTorrent, makeTorrentOf, type TorrentOptions } from '../../rig/torrent-file.ts';
import { startTransmission, type Transmission } from '../../rig/transmission.ts';
import type { Scene, SceneFacts, SceneTorrent } from '../contract.ts';
import type { Recorder } from './recording.ts';

interface Plan {
  readonly name: string;
  readonly files: Contents;
  readonly kind?: TorrentOptions['kind'];
  readonly tags?: readonly string[];
  /** Files that are not there and not wanted. */
  readonly unwanted?: Readonly<Record<string, number>>;
}

/** One of each kind of torrent that behaves in its own way. Transmission does not know torrents that are v2 only. */
const plans: readonly Plan[] = [
  { name: 'Inception.2010.1080p.BluRay.x264-GRP.mkv', files: 40_000, tags: ['movies'] },
  {
    name: 'Severance.S02.1080p.WEB.h264-GRP',
    files: { 'Severance.S02E01.mkv': 30_000, 'Severance.S02E02.mkv': 30_000, 'Subs/en.srt': 900 },
    tags: ['late night', 'private'],
  },
  { name: 'Dune.2021.1080p.WEB-DL', files: { 'Dune.2021.mkv': 20_000 } },
  {
    name: 'Fargo.S01.720p.WEB-DL',
    files: { 'Fargo.S01E01.mkv': 32_768 },
    unwanted: { 'Fargo.S01E02.mkv': 32_768 },
  },
  { name: '<img src=x onerror=alert(1)> & "quotes"', files: { 'a.mkv': 5_000 } },
  { name: '葬送のフリーレン 🎬', files: { 'a 🎬.mkv': 5_000 } },
  { name: 'Hybrid.Movie.2024.1080p.mkv', files: 15_000, kind: 'hybrid' },
];

const is3 = (version: string): boolean => version.startsWith('3.');

/** 3.00 saves under another name what Windows could not save. */
const placeOf = (name: string, version: string): string =>
  is3(version) ? name.replace(/[<>:"|?*]/g, '_') : name;

async function add(daemon: Transmission, plan: Plan): Promise<SceneTorrent> {
  const { name, files, unwanted = {}, kind = 'v1', tags = [] } = plan;
  const contents = typeof files === 'number' ? files : { ...files, ...unwanted };
  const path = writeMedia(daemon.downloadsDir, name, contents);
  const { torrent } = makeTorrent(path, { kind });
  for (const file of Object.keys(unwanted)) rmSync(join(path, file));
  const list = typeof files === 'number' ? { '': files } : files;
  const all = [...Object.entries(list), ...Object.entries(unwanted)].sort(([a], [b]) => (a < b ? -1 : 1));
  const skip = all.flatMap(([file], at) => (file in unwanted ? [at] : []));
  await daemon.add([torrent], { isThere: true, skip, tags });
  const hash = infoHashOf(torrent, false);
  await waitUntilComplete(daemon, hash);
  const place = placeOf(name, daemon.version);
  return {
    hash,
    name,
    files: all.map(([file, sizeBytes]) => ({
      path: file === '' ? place : `${place}/${file}`,
      sizeBytes,
      wanted: !(file in unwanted),
    })),
    content: '',
    category: null,
    tags,
  };
}

/** Puts the scene into a running Transmission. */
async function fillScene(daemon: Transmission): Promise<SceneFacts> {
  const complete: SceneTorrent[] = [];
  // 3.00 refuses our hybrid torrent
  const taken = plans.filter(({ kind }) => kind !== 'hybrid' || !is3(daemon.version));
  for (const plan of taken) complete.push(await add(daemon, plan));
  const nowhere = makeTorrentOf(Buffer.alloc(50_000, 7), { name: 'Oppenheimer.2023.1080p.mkv' });
  await daemon.add([nowhere.torrent]);
  await daemon.api.waitFor(nowhere.infoHash, (torrent) => torrent.status === 4);
  const { version, downloadsDir: savePath } = daemon;
  return { version, savePath, complete, incomplete: nowhere.infoHash, absent: 'f'.repeat(40) };
}

/** The scene in a real Transmission; a recorder sees all requests and answers. */
export async function realScene(recorder?: Recorder): Promise<Scene> {
  const daemon = await startTransmission();
  const facts = await fillScene(daemon);
  const watched = recorder?.watch(fetch) ?? fetch;
  const browser = await daemon.signedIn(watched);
  return {
    facts,
    connect: (access, signedIn = true) =>
      transmission.connect({
        address: daemon.url,
        access,
        username: daemon.username,
        secret: async () => daemon.password,
        fetch: access === 'browser-session' && signedIn ? browser : watched,
      }),
    async stop() {
      recorder?.save(facts);
      await daemon.stop();
    },
  };
}
