import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { flood } from '../../../lib/torrent-clients/flood/index.ts';
import { browserCookies } from '../../rig/browser-cookies.ts';
import { type Flood, floodVersion, startFlood } from '../../rig/flood.ts';
import type { FloodBackendId } from '../../rig/flood-backends.ts';
import { type Contents, writeMedia } from '../../rig/media-file.ts';
import { waitUntilComplete } from '../../rig/torrent-daemon.ts';
import { makeTorrent, makeTorrentOf, type TorrentOptions } from '../../rig/torrent-file.ts';
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

/** One of each kind of torrent that behaves in its own way. */
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
  { name: "葬送のフリーレン & friend's", files: { 'a.mkv': 5_000 } },
];

/** What only qBittorrent knows: Transmission 3 has no v2, and other names on disk where Windows would. */
const morePlans: readonly Plan[] = [
  { name: '<img src=x onerror=alert(1)> & "quotes" 🎬', files: { 'a.mkv': 5_000 } },
  { name: 'V2.Only.Movie.2024.1080p.mkv', files: 15_000, kind: 'v2' },
  { name: 'Hybrid.Movie.2024.1080p.mkv', files: 15_000, kind: 'hybrid' },
];

async function add(daemon: Flood, plan: Plan): Promise<SceneTorrent> {
  const { name, files, unwanted = {}, kind = 'v1', tags = [] } = plan;
  const contents = typeof files === 'number' ? files : { ...files, ...unwanted };
  const path = writeMedia(daemon.downloadsDir, name, contents);
  const { torrent, infoHash } = makeTorrent(path, { kind });
  for (const file of Object.keys(unwanted)) rmSync(join(path, file));
  const list = typeof files === 'number' ? { '': files } : files;
  const all = [...Object.entries(list), ...Object.entries(unwanted)];
  const skip = all.flatMap(([file], at) => (file in unwanted ? [at] : []));
  await daemon.add([torrent], { isThere: true, skip, tags });
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
    content: '',
    category: null,
    tags,
  };
}

/** Puts the scene into the client behind a running Flood. */
async function fillScene(daemon: Flood): Promise<SceneFacts> {
  const complete: SceneTorrent[] = [];
  const all = daemon.backend.kind === 'qbittorrent' ? [...plans, ...morePlans] : plans;
  for (const plan of all) complete.push(await add(daemon, plan));
  const nowhere = makeTorrentOf(Buffer.alloc(50_000, 7), { name: 'Oppenheimer.2023.1080p.mkv' });
  await daemon.add([nowhere.torrent]);
  for (const { hash } of complete) await waitUntilComplete(daemon, hash);
  return {
    version: daemon.version,
    savePath: daemon.downloadsDir,
    complete,
    incomplete: nowhere.infoHash,
    absent: 'f'.repeat(40),
  };
}

/** The scene in a real Flood; a recorder sees all requests and answers. */
export async function realScene(backend: FloodBackendId, recorder?: Recorder): Promise<Scene> {
  const daemon = await startFlood({ backend });
  const facts = await fillScene(daemon);
  const cookie = await daemon.login();
  const watched = recorder?.watch(fetch) ?? fetch;
  return {
    facts,
    connect(access, signedIn = true) {
      const cookies = browserCookies(watched);
      if (access === 'browser-session' && signedIn) cookies.setCookie(cookie);
      return flood.connect({
        address: daemon.url,
        access,
        username: daemon.username,
        secret: async () => daemon.password,
        fetch: cookies.fetch,
      });
    },
    async stop() {
      recorder?.save(facts, `${floodVersion()}-${backend}`);
      await daemon.stop();
    },
  };
}
