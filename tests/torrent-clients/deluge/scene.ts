import { deluge } from '../../../lib/torrent-clients/deluge/index.ts';
import { browserCookies } from '../../rig/browser-cookies.ts';
import { type Deluge, startDeluge } from '../../rig/deluge.ts';
import { isDelugeDone } from '../../rig/deluge-api.ts';
import { makeTorrentOf } from '../../rig/torrent-file.ts';
import type { Scene, SceneFacts, SceneTorrent } from '../contract.ts';
import { hybridPlan, prepareTorrent, type TorrentPlan, usualPlans, v2Plan } from '../scene-torrents.ts';
import type { Recorder } from './recording.ts';

/** One of each kind of torrent that behaves in its own way. */
const plans: readonly TorrentPlan[] = [
  { ...usualPlans.film, category: 'movies' },
  { ...usualPlans.season, category: 'tv-shows' },
  usualPlans.folderOfOne,
  { ...usualPlans.part, category: 'tv-shows' },
  // 2.0 gives paths with entities to its own page
  { name: '<img src=x onerror=alert(1)> & "quotes" 葬送のフリーレン 🎬', files: { 'a & b.mkv': 5_000 } },
  // has a second file that only fills up a piece
  v2Plan,
  hybridPlan,
];

async function add(daemon: Deluge, plan: TorrentPlan): Promise<SceneTorrent> {
  const { name, category } = plan;
  const { torrent, infoHash, skip, filesAt } = prepareTorrent(daemon.downloadsDir, plan);
  await daemon.add([torrent], {
    ...(skip.length > 0 && { skip }),
    ...(category !== undefined && { category }),
  });
  await daemon.api.waitFor(infoHash, isDelugeDone);
  return { hash: infoHash, name, files: filesAt(name), content: '', category: category ?? null, tags: [] };
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
