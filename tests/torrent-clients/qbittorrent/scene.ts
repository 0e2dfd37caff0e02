import { qbittorrent } from '../../../lib/torrent-clients/qbittorrent/index.ts';
import { browserCookies } from '../../rig/browser-cookies.ts';
import { type Qbittorrent, startQbittorrent } from '../../rig/qbittorrent.ts';
import { makeTorrentOf } from '../../rig/torrent-file.ts';
import type { Scene, SceneFacts, SceneTorrent } from '../contract.ts';
import { hybridPlan, prepareTorrent, type TorrentPlan, usualPlans, v2Plan } from '../scene-torrents.ts';
import type { Recorder } from './recording.ts';

/** One of each kind of torrent that behaves in its own way. */
const plans: readonly TorrentPlan[] = [
  { ...usualPlans.film, category: 'movies' },
  { ...usualPlans.season, category: 'tv/shows', tags: ['late night', 'private'] },
  // `content_path` of a folder with one file in it is the file
  usualPlans.folderOfOne,
  { ...usualPlans.part, category: 'tv/shows' },
  { name: '<img src=x onerror=alert(1)> & "quotes" 葬送のフリーレン 🎬', files: { 'a.mkv': 5_000 } },
  v2Plan,
  hybridPlan,
];

async function add(daemon: Qbittorrent, plan: TorrentPlan): Promise<SceneTorrent> {
  const { name, category, tags = [] } = plan;
  const { torrent, infoHash, skip, filesAt } = prepareTorrent(daemon.downloadsDir, plan);
  await daemon.api.addTorrent(torrent, {
    savepath: daemon.downloadsDir,
    ...(skip.length > 0 ? { paused: true } : { skipChecking: true }),
    ...(category !== undefined && { category }),
    ...(tags.length > 0 && { tags: tags.join() }),
  });
  await daemon.api.waitFor(infoHash);
  if (skip.length > 0) {
    await daemon.api.setFilePriority(infoHash, [...skip], 0);
    await daemon.api.recheck(infoHash);
  }
  const files = filesAt(name);
  const [only, ...more] = files;
  const content = only && more.length === 0 ? only.path : name;
  return { hash: infoHash, name, files, content, category: category ?? null, tags };
}

/** Puts the scene into a running qBittorrent. */
async function fillScene(daemon: Qbittorrent): Promise<SceneFacts> {
  for (const category of ['movies', 'tv/shows']) await daemon.api.createCategory(category);
  const complete: SceneTorrent[] = [];
  for (const plan of plans) complete.push(await add(daemon, plan));
  const nowhere = makeTorrentOf(Buffer.alloc(50_000, 7), { name: 'Oppenheimer.2023.1080p.mkv' });
  await daemon.api.addTorrent(nowhere.torrent, { savepath: daemon.downloadsDir });
  await daemon.api.waitFor(nowhere.infoHash, (torrent) => torrent.state === 'stalledDL');
  for (const { hash } of complete)
    await daemon.api.waitFor(hash, (torrent) => torrent.completion_on > 0 && /UP$/.test(torrent.state));
  const version = await (await daemon.api.get('app/version')).text();
  return {
    version: version.replace(/^v/, ''),
    savePath: daemon.downloadsDir,
    complete,
    incomplete: nowhere.infoHash,
    absent: 'f'.repeat(40),
  };
}

/**
 * API keys came with 5.2. For an older daemon the key is a session cookie in disguise: what is tested then is how
 * Marquee reads a session that is its own.
 */
export async function apiKey(daemon: Qbittorrent): Promise<string> {
  const answer = await daemon.api.post('app/rotateAPIKey', {}).catch(() => null);
  if (answer === null) return daemon.api.login();
  const { apiKey } = (await answer.json()) as { apiKey: string };
  return apiKey;
}

/** Sends such a disguised key as what it is. */
export function withKeyAsCookie(base: typeof fetch): typeof fetch {
  return (input, init) => {
    const request = new Request(input, init);
    const key = request.headers.get('authorization')?.replace(/^Bearer /, '');
    if (key?.includes('SID')) {
      request.headers.set('cookie', key);
      request.headers.delete('authorization');
    }
    return base(request);
  };
}

/** The scene in a real qBittorrent; a recorder sees all requests and answers. */
export async function realScene(recorder?: Recorder): Promise<Scene> {
  const daemon = await startQbittorrent();
  const facts = await fillScene(daemon);
  const [own, key] = [await daemon.api.login(), await apiKey(daemon)];
  const watched = recorder?.watch(fetch) ?? fetch;
  return {
    facts,
    connect(access, signedIn = true) {
      const cookies = browserCookies(watched);
      if (access === 'browser-session' && signedIn) cookies.setCookie(own);
      const secret = access === 'api-key' ? key : daemon.password;
      return qbittorrent.connect({
        address: daemon.url,
        access,
        username: daemon.username,
        secret: async () => secret,
        fetch: access === 'api-key' ? withKeyAsCookie(watched) : cookies.fetch,
      });
    },
    async stop() {
      recorder?.save(facts);
      await daemon.stop();
    },
  };
}
