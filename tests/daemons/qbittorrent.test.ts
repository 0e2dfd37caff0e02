import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { isComplete, type Torrent } from '../../lib/domain/torrent.ts';
import type { TorrentClient } from '../../lib/ports/torrent-client.ts';
import { qbittorrent } from '../../lib/torrent-clients/qbittorrent/index.ts';
import { browserCookies } from '../rig/browser-cookies.ts';
import { type Qbittorrent, qbittorrentVersion, startQbittorrent } from '../rig/qbittorrent.ts';
import type { RigTorrent } from '../rig/qbittorrent-api.ts';
import { type Swarm, seedAndDownload, startSwarm } from '../rig/swarm.ts';
import { hashOf } from '../torrent-clients/contract.ts';

const never = new AbortController().signal;
const unknown = (): boolean => false;
const isDone = (torrent: RigTorrent): boolean => torrent.completion_on > 0 && /UP$/.test(torrent.state);

/** A client that shares the session which a page of this daemon would have. */
async function withPageSession(daemon: Qbittorrent): Promise<TorrentClient> {
  const cookies = browserCookies();
  cookies.setCookie(await daemon.api.login());
  return qbittorrent.connect({
    address: daemon.url,
    access: 'browser-session',
    username: null,
    secret: async () => null,
    fetch: cookies.fetch,
  });
}

/** What the client says of a torrent, as often as it can be asked, until `last` holds. */
async function watch(
  client: TorrentClient,
  hash: string,
  last: (torrent: Torrent) => boolean,
  timeoutMs = 60_000,
): Promise<readonly Torrent[]> {
  const seen: Torrent[] = [];
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const [torrent] = await client.listByHash([hashOf(hash)], never);
    if (torrent) seen.push(torrent);
    if (torrent && last(torrent)) return seen;
    if (Date.now() > deadline) throw new Error(`never happened; last seen: ${JSON.stringify(torrent)}`);
    await sleep(5);
  }
}

describe.skipIf(qbittorrentVersion() === null)('a download in a real qBittorrent', () => {
  let swarm: Swarm;
  let client: TorrentClient;
  beforeAll(async () => {
    swarm = await startSwarm();
    client = await withPageSession(swarm.client);
    await swarm.client.api.createCategory('tv');
  });
  afterAll(() => swarm?.stop());

  it('is not complete while it goes on, and a new completion when it ended', async () => {
    const { infoHash } = await swarm.addDownload({
      name: 'Severance.S01.1080p.WEB.h264-GRP',
      files: { 'Severance.S01E01.mkv': 3_000_000, 'Severance.S01E02.mkv': 1_000_000 },
      category: 'tv',
      tags: 'late',
      rateLimit: 2_000_000,
    });
    const begin = Date.now();
    const seen = await watch(client, infoHash, isComplete);
    expect(seen[0]).toMatchObject({ completedAtMs: null });
    expect(seen.slice(0, -1).some(isComplete)).toBe(false);
    const phases = new Set(seen.slice(0, -1).map((torrent) => torrent.phase));
    expect([...phases].filter((phase) => phase !== 'downloading' && phase !== 'checking')).toEqual([]);

    const { torrents } = await client.listChanges(null, unknown, never);
    const done = torrents.find((torrent) => torrent.hash === infoHash);
    expect(done).toMatchObject({ category: 'tv', tags: ['late'], leftBytes: 0, wantedBytes: 4_000_000 });
    expect(Math.abs((done?.completedAtMs ?? 0) - begin)).toBeLessThan(60_000);
    for (const file of await client.listFiles(hashOf(infoHash), never))
      expect(statSync(join(done?.savePath ?? '', file.path)).size).toBe(file.sizeBytes);
  });

  it('keeps its stamp through a re-check, and is not complete while it is checked', async () => {
    const { infoHash } = await swarm.addDownload({ name: 'Heat.1995.mkv', files: 150_000_000 });
    await swarm.client.api.waitFor(infoHash, isDone);
    const [before] = await client.listByHash([hashOf(infoHash)], never);
    await swarm.client.api.recheck(infoHash);
    let checked = false;
    const seen = await watch(client, infoHash, (torrent) => {
      checked ||= torrent.phase === 'checking';
      return checked && torrent.phase === 'complete';
    });
    for (const torrent of seen.filter(isComplete)) expect(torrent.completedAtMs).toBe(before?.completedAtMs);
    expect(seen.filter((torrent) => torrent.phase === 'checking').some(isComplete)).toBe(false);
  });

  it('is a new completion when the person wants more of its files later', async () => {
    const { api } = swarm.client;
    const files = { '1.mkv': 32_768, '2.mkv': 32_768 };
    const { infoHash } = await swarm.addDownload({ name: 'Fargo.S01', files, paused: true });
    await api.setFilePriority(infoHash, [1], 0);
    await api.resume(infoHash);
    await api.waitFor(infoHash, (torrent) => isDone(torrent) && torrent.size === 32_768);
    const [part] = await client.listByHash([hashOf(infoHash)], never);
    expect(part).toMatchObject({ wantedBytes: 32_768 });
    const wanted = (await client.listFiles(hashOf(infoHash), never)).map((file) => file.wanted);
    expect(wanted).toEqual([true, false]);

    await sleep(1_100); // stamps are whole seconds
    await api.setFilePriority(infoHash, [1], 1);
    await swarm.seeder.restart(); // comes back by itself; two seeds part and would not meet for a minute
    await api.waitFor(infoHash, (torrent) => isDone(torrent) && torrent.size === 65_536);
    const whole = (await watch(client, infoHash, isComplete)).at(-1);
    expect(whole?.completedAtMs).toBeGreaterThan(part?.completedAtMs ?? 0);
  });

  it('is gone when it was removed', async () => {
    const { infoHash } = await swarm.addDownload({ name: 'Gone.2020.mkv', files: 20_000 });
    await swarm.client.api.waitFor(infoHash, isDone);
    await swarm.client.api.delete(infoHash, true);
    expect(await client.listByHash([hashOf(infoHash)], never)).toEqual([]);
    await expect(client.listFiles(hashOf(infoHash), never)).rejects.toMatchObject({ code: 'CLIENT_GONE' });
  });

  it('is found among others with the same name', async () => {
    const two = [];
    for (const seed of ['one', 'two'])
      two.push(
        await swarm.addDownload({
          name: 'Dune.2021.mkv',
          files: 20_000,
          seed,
          savepath: join(swarm.client.downloadsDir, seed),
        }),
      );
    for (const { infoHash } of two) await swarm.client.api.waitFor(infoHash, isDone);
    const hashes = two.map((torrent) => hashOf(torrent.infoHash));
    const paths = (await client.listByHash(hashes, never)).map((torrent) => torrent.contentPath);
    expect(new Set(paths).size).toBe(2);
  });
});

const otherDisk = '/dev/shm';

describe.skipIf(qbittorrentVersion() === null || !existsSync(otherDisk))('a download that is moved', () => {
  it('is not complete before its files are in their place', async () => {
    const tempDir = mkdtempSync(join(otherDisk, 'marquee-'));
    onTestFinished(() => rmSync(tempDir, { recursive: true, force: true }));
    const swarm = await startSwarm({ client: { tempDir } });
    onTestFinished(() => swarm.stop());
    const client = await withPageSession(swarm.client);
    const { infoHash } = await seedAndDownload(swarm, { name: 'Big.2020.mkv', files: 200_000_000 });
    const seen = await watch(client, infoHash, isComplete);
    const final = join(swarm.client.downloadsDir, 'Big.2020.mkv');
    expect(seen.at(-1)?.contentPath).toBe(final);
    expect(statSync(final).size).toBe(200_000_000);
    // what makes it hard: while it moves, it has its stamp and nothing left
    const moving = seen.filter((torrent) => torrent.phase === 'moving');
    expect(moving.length).toBeGreaterThan(0);
    expect(moving.filter((torrent) => torrent.leftBytes === 0).length).toBeGreaterThan(0);
  });
});

describe.skipIf(qbittorrentVersion() === null)('a qBittorrent that is started anew', () => {
  it('knows its completions by the same stamps', async () => {
    const swarm = await startSwarm();
    onTestFinished(() => swarm.stop());
    const { infoHash } = await swarm.addDownload({ name: 'Heat.1995.mkv', files: 20_000 });
    await swarm.client.api.waitFor(infoHash, isDone);
    const before = await (await withPageSession(swarm.client)).listCompleted(never);
    expect(before).toHaveLength(1);

    await swarm.client.kill();
    await expect((await orphan(swarm.client)).listCompleted(never)).rejects.toMatchObject({
      code: 'UNREACHABLE',
      retryable: true,
    });
    await swarm.client.restart();
    await swarm.client.api.waitFor(infoHash, isDone);
    const after = await (await withPageSession(swarm.client)).listCompleted(never);
    expect(after.map(identity)).toEqual(before.map(identity));
  });
});

const identity = ({ hash, completedAtMs, contentPath }: Torrent) => ({ hash, completedAtMs, contentPath });

/** A client whose daemon may not be there. */
async function orphan(daemon: Pick<Qbittorrent, 'url'>): Promise<TorrentClient> {
  return qbittorrent.connect({
    address: daemon.url,
    access: 'browser-session',
    username: null,
    secret: async () => null,
    fetch,
  });
}

describe.skipIf(qbittorrentVersion() === null)('another torrent client than is expected', () => {
  it('is not taken for a qBittorrent', async () => {
    const daemon = await startQbittorrent();
    onTestFinished(() => daemon.stop());
    const client = await orphan({ url: `${daemon.url}somewhere/else/` });
    await expect(client.identify(never)).rejects.toMatchObject({ code: 'CLIENT_UNKNOWN' });
  });
});
