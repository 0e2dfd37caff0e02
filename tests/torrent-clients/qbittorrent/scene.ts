import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { qbittorrent } from '../../../lib/torrent-clients/qbittorrent/index.ts';
import { browserCookies } from '../../rig/browser-cookies.ts';
import { type Contents, writeMedia } from '../../rig/media-file.ts';
import { type Qbittorrent, startQbittorrent } from '../../rig/qbittorrent.ts';
import { makeTorrent, makeTorrentOf, type TorrentOptions } from '../../rig/torrent-file.ts';
import type { Scene, SceneFacts, SceneTorrent } from '../contract.ts';
import type { Recorder } from './recording.ts';

interface Plan {
  readonly name: string;
  readonly files: Contents;
  readonly kind?: TorrentOptions['kind'];
  readonly category?: string;
  readonly tags?: string;
  /** Files that are not there and not wanted. */
  readonly unwanted?: Readonly<Record<string, number>>;
}

/** One of each kind of torrent that behaves in its own way. */
const plans: readonly Plan[] = [
  { name: 'Inception.2010.1080p.BluRay.x264-GRP.mkv', files: 40_000, category: 'movies' },
  {
    name: 'Severance.S02.1080p.WEB.h264-GRP',
    files: { 'Severance.S02E01.mkv': 30_000, 'Severance.S02E02.mkv': 30_000, 'Subs/en.srt': 900 },
    category: 'tv/shows',
    tags: 'private,late night',
  },
  // `content_path` of a folder with one file in it is the file
  { name: 'Dune.2021.1080p.WEB-DL', files: { 'Dune.2021.mkv': 20_000 } },
  {
    name: 'Fargo.S01.720p.WEB-DL',
    files: { 'Fargo.S01E01.mkv': 32_768 },
    unwanted: { 'Fargo.S01E02.mkv': 32_768 },
    category: 'tv/shows',
  },
  { name: '<img src=x onerror=alert(1)> & "quotes" 葬送のフリーレン 🎬', files: { 'a.mkv': 5_000 } },
  { name: 'V2.Only.Movie.2024.1080p.mkv', files: 15_000, kind: 'v2' },
  { name: 'Hybrid.Movie.2024.1080p.mkv', files: 15_000, kind: 'hybrid' },
];

async function add(daemon: Qbittorrent, plan: Plan): Promise<SceneTorrent> {
  const { name, files, unwanted = {}, kind = 'v1', category, tags } = plan;
  const contents = typeof files === 'number' ? files : { ...files, ...unwanted };
  const path = writeMedia(daemon.downloadsDir, name, contents);
  const { torrent, infoHash } = makeTorrent(path, { kind });
  for (const file of Object.keys(unwanted)) rmSync(join(path, file));
  const skips = Object.keys(unwanted).length > 0;
  await daemon.api.addTorrent(torrent, {
    savepath: daemon.downloadsDir,
    ...(skips ? { paused: true } : { skipChecking: true }),
    ...(category === undefined ? {} : { category }),
    ...(tags === undefined ? {} : { tags }),
  });
  await daemon.api.waitFor(infoHash);
  const list = typeof files === 'number' ? { '': files } : files;
  const all = [...Object.entries(list), ...Object.entries(unwanted)];
  if (skips) {
    const ids = all.flatMap(([file], at) => (file in unwanted ? [at] : []));
    await daemon.api.setFilePriority(infoHash, ids, 0);
    await daemon.api.recheck(infoHash);
  }
  const one = all.length === 1 && all[0] ? all[0][0] : '';
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
    content: one === '' ? name : `${name}/${one}`,
    category: category ?? null,
    tags: (tags ?? '')
      .split(',')
      .filter((tag) => tag !== '')
      .sort(),
  };
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
