import { transmission } from '../../../lib/torrent-clients/transmission/index.ts';
import { infoHashOf } from '../../rig/info-hash-of.ts';
import { waitUntilComplete } from '../../rig/torrent-daemon.ts';
import { makeTorrentOf } from '../../rig/torrent-file.ts';
import { startTransmission, type Transmission } from '../../rig/transmission.ts';
import type { Scene, SceneFacts, SceneTorrent } from '../contract.ts';
import { hybridPlan, prepareTorrent, type TorrentPlan, usualPlans } from '../scene-torrents.ts';
import type { Recorder } from './recording.ts';

/** One of each kind of torrent that behaves in its own way. Transmission does not know torrents that are v2 only. */
const plans: readonly TorrentPlan[] = [
  { ...usualPlans.film, tags: ['movies'] },
  { ...usualPlans.season, tags: ['late night', 'private'] },
  usualPlans.folderOfOne,
  usualPlans.part,
  { name: '<img src=x onerror=alert(1)> & "quotes"', files: { 'a.mkv': 5_000 } },
  { name: '葬送のフリーレン 🎬', files: { 'a 🎬.mkv': 5_000 } },
  hybridPlan,
];

const is3 = (version: string): boolean => version.startsWith('3.');

/** 3.00 saves under another name what Windows could not save. */
const placeOf = (name: string, version: string): string =>
  is3(version) ? name.replace(/[<>:"|?*]/g, '_') : name;

async function add(daemon: Transmission, plan: TorrentPlan): Promise<SceneTorrent> {
  const { name, tags = [] } = plan;
  const { torrent, skip, filesAt } = prepareTorrent(daemon.downloadsDir, plan);
  await daemon.add([torrent], { isThere: true, skip, tags });
  const hash = infoHashOf(torrent, false);
  await waitUntilComplete(daemon, hash);
  const files = filesAt(placeOf(name, daemon.version));
  return { hash, name, files, content: '', category: null, tags };
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
