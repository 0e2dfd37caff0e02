import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { deluge } from '../../../lib/torrent-clients/deluge/index.ts';
import { browserCookies } from '../../rig/browser-cookies.ts';
import { type Deluge, startDeluge } from '../../rig/deluge.ts';
import { isDelugeDone } from '../../rig/deluge-api.ts';
import { type Contents, writeMedia } from '../../rig/media-file.ts';
import { makeTorrent, makeTorrentOf, type TorrentOptions } from '../../rig/torrent-file.ts';
import type { Scene, SceneFacts, SceneTorrent } from '../contract.ts';
import type { Recorder } from './recording.ts';

interface Plan {
  readonly name: string;
  readonly files: Contents;
  readonly kind?: TorrentOptions['kind'];
  readonly label?: string;
  /** Files that are not there and not wanted. */
  readonly unwanted?: Readonly<Record<string, number>>;
}

/** One of each kind of torrent that behaves in its own way. */
const plans: readonly Plan[] = [
  { name: 'Inception.2010.1080p.BluRay.x264-GRP.mkv', files: 40_000, label: 'movies' },
  {
    name: 'Severance.S02.1080p.WEB.h264-GRP',
    files: { 'Severance.S02E01.mkv': 30_000, 'Severance.S02E02.mkv': 30_000, 'Subs/en.srt': 900 },
    label: 'tv-shows',
  },
  { name: 'Dune.2021.1080p.WEB-DL', files: { 'Dune.2021.mkv': 20_000 } },
  {
    name: 'Fargo.S01.720p.WEB-DL',
    files: { 'Fargo.S01E01.mkv': 32_768 },
    unwanted: { 'Fargo.S01E02.mkv': 32_768 },
    label: 'tv-shows',
  },
  // 2.0 gives paths with entities to its own page
  { name: '<img src=x onerror=alert(1)> & "quotes" 葬送のフリーレン 🎬', files: { 'a & b.mkv': 5_000 } },
  // has a second file that only fills up a piece
  { name: 'V2.Only.Movie.2024.1080p.mkv', files: 15_000, kind: 'v2' },
  { name: 'Hybrid.Movie.2024.1080p.mkv', files: 15_000, kind: 'hybrid' },
];

async function add(daemon: Deluge, plan: Plan): Promise<SceneTorrent> {
  const { name, files, unwanted = {}, kind = 'v1', label } = plan;
  const contents = typeof files === 'number' ? files : { ...files, ...unwanted };
  const path = writeMedia(daemon.downloadsDir, name, contents);
  const { torrent, infoHash } = makeTorrent(path, { kind });
  for (const file of Object.keys(unwanted)) rmSync(join(path, file));
  const list = typeof files === 'number' ? { '': files } : files;
  const all = [...Object.entries(list), ...Object.entries(unwanted)].sort(([a], [b]) => (a < b ? -1 : 1));
  const skip = all.flatMap(([file], at) => (file in unwanted ? [at] : []));
  await daemon.add([torrent], {
    ...(skip.length > 0 && { skip }),
    ...(label !== undefined && { category: label }),
  });
  await daemon.api.waitFor(infoHash, isDelugeDone);
  return {
    hash: infoHash,
    name,
    files: all.map(([file, sizeBytes]) => ({
      path: file === '' ? name : `${name}/${file}`,
      sizeBytes,
      wanted: !(file in unwanted),
    })),
    content: '',
    category: label ?? null,
    tags: [],
  };
}

/** Puts the scene into a running Deluge. */
async function fillScene(daemon: Deluge): Promise<SceneFacts> {
  const complete: SceneTorrent[] = [];
  for (const plan of plans) complete.push(await add(daemon, plan));
  const nowhere = makeTorrentOf(Buffer.alloc(50_000, 7), { name: 'Oppenheimer.2023.1080p.mkv' });
  await daemon.add([nowhere.torrent]);
  await daemon.api.waitFor(nowhere.infoHash, (torrent) => torrent.state === 'Downloading');
  const { version, downloadsDir: savePath } = daemon;
  return { version, savePath, complete, incomplete: nowhere.infoHash, absent: 'f'.repeat(40) };
}

/** The scene in a real Deluge; a recorder sees all requests and answers. */
export async function realScene(recorder?: Recorder): Promise<Scene> {
  const daemon = await startDeluge();
  const facts = await fillScene(daemon);
  const own = await daemon.api.login();
  const watched = recorder?.watch(fetch) ?? fetch;
  return {
    facts,
    connect(access, signedIn = true) {
      const cookies = browserCookies(watched);
      if (access === 'browser-session' && signedIn) cookies.setCookie(own);
      return deluge.connect({
        address: daemon.url,
        access,
        username: null,
        secret: async () => daemon.password,
        fetch: cookies.fetch,
      });
    },
    async stop() {
      recorder?.save(facts);
      await daemon.stop();
    },
  };
}
