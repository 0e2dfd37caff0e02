import { flood } from '../../../lib/torrent-clients/flood/index.ts';
import { browserCookies } from '../../rig/browser-cookies.ts';
import { type Flood, floodVersion, startFlood } from '../../rig/flood.ts';
import type { FloodBackendId } from '../../rig/flood-backends.ts';
import { waitUntilComplete } from '../../rig/torrent-daemon.ts';
import { makeTorrentOf } from '../../rig/torrent-file.ts';
import type { Scene, SceneFacts, SceneTorrent } from '../contract.ts';
import { hybridPlan, prepareTorrent, type TorrentPlan, usualPlans, v2Plan } from '../scene-torrents.ts';
import type { Recorder } from './recording.ts';

/** One of each kind of torrent that behaves in its own way. */
const plans: readonly TorrentPlan[] = [
  { ...usualPlans.film, tags: ['movies'] },
  { ...usualPlans.season, tags: ['late night', 'private'] },
  usualPlans.folderOfOne,
  usualPlans.part,
  { name: "葬送のフリーレン & friend's", files: { 'a.mkv': 5_000 } },
];

/** What only qBittorrent knows: Transmission 3 has no v2, and other names on disk where Windows would. */
const morePlans: readonly TorrentPlan[] = [
  { name: '<img src=x onerror=alert(1)> & "quotes" 🎬', files: { 'a.mkv': 5_000 } },
  v2Plan,
  hybridPlan,
];

async function add(daemon: Flood, plan: TorrentPlan): Promise<SceneTorrent> {
  const { name, tags = [] } = plan;
  const { torrent, infoHash, skip, filesAt } = prepareTorrent(daemon.downloadsDir, plan);
  await daemon.add([torrent], { isThere: true, skip, tags });
  return { hash: infoHash, name, files: filesAt(name), content: '', category: null, tags };
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
