import { rtorrent } from '../../../lib/torrent-clients/rtorrent/index.ts';
import { type Rtorrent, type RtorrentOptions, startRtorrent } from '../../rig/rtorrent.ts';
import { waitUntilComplete } from '../../rig/torrent-daemon.ts';
import { makeTorrentOf } from '../../rig/torrent-file.ts';
import type { Scene, SceneFacts, SceneTorrent } from '../contract.ts';
import { prepareTorrent, type TorrentPlan, usualPlans } from '../scene-torrents.ts';
import type { Recorder } from './recording.ts';

/** One of each kind of torrent that behaves in its own way. */
const plans: readonly TorrentPlan[] = [
  { ...usualPlans.film, category: 'movies' },
  { ...usualPlans.season, category: 'tv & shows/100 %' },
  usualPlans.folderOfOne,
  usualPlans.part,
  // no emoji: 0.9.8 writes question marks for the whole name then
  { name: '<img src=x onerror=alert(1)> & &amp; "quotes" 葬送のフリーレン', files: { 'a.mkv': 5_000 } },
];

async function add(daemon: Rtorrent, plan: TorrentPlan): Promise<SceneTorrent> {
  const { name, category } = plan;
  const { torrent, infoHash, skip, filesAt } = prepareTorrent(daemon.downloadsDir, plan);
  await daemon.add([torrent], { isThere: true, skip, ...(category !== undefined && { category }) });
  await waitUntilComplete(daemon, infoHash);
  return { hash: infoHash, name, files: filesAt(name), content: name, category: category ?? null, tags: [] };
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
