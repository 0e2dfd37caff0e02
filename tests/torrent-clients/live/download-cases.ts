import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { isComplete, type Torrent } from '../../../lib/domain/torrent.ts';
import { writeLargeMedia } from '../../rig/media-file.ts';
import { bringTogether, type Swarm } from '../../rig/swarm.ts';
import type { TorrentDaemon } from '../../rig/torrent-daemon.ts';
import { hashOf } from '../contract.ts';
import type { Quirks } from '../live-contract.ts';
import {
  completeOf,
  completionIn,
  known,
  type Looked,
  never,
  pollAs,
  watch,
  watchRecheck,
  wrongFiles,
} from './looking.ts';

interface Downloading extends Looked {
  readonly swarm: Swarm<TorrentDaemon>;
}

/** A download, from its start to what a person does to it later. */
export function downloadCases(now: () => Downloading, quirks: Quirks): void {
  it('is never complete while it goes on, and a new completion at its end', async () => {
    const { client, daemon, swarm } = now();
    const atFirst = await pollAs(client, null, known);
    const begin = Date.now();
    const { infoHash, sourceDir } = await swarm.addDownload({
      name: 'Severance.S01.1080p.WEB.h264-GRP',
      files: { 'Severance.S01E01.mkv': 20_000_000, 'Subs/Severance.S01E01.srt': 1_000_000 },
    });
    let { cursor } = atFirst;
    let told: Torrent | undefined;
    let completeSince = Number.POSITIVE_INFINITY;
    const seen = await watch(now(), infoHash, async (torrent) => {
      const changes = await pollAs(client, cursor);
      cursor = changes.cursor;
      told = completionIn(changes.torrents, infoHash) ?? told;
      if (told && !isComplete(torrent)) expect(told).toEqual(await completeOf(client, infoHash));
      if (!isComplete(torrent)) return false;
      completeSince = Math.min(completeSince, Date.now());
      if (!told && Date.now() > completeSince + 2_000) throw new Error('it was never told');
      return told !== undefined;
    });
    const done = seen.at(-1);
    if (!done) throw new Error('nothing was seen');
    expect(told).toEqual(done);
    expect(await wrongFiles(client, done, { folder: daemon.downloadsDir, source: sourceDir })).toEqual([]);
    expect(done).toMatchObject({ leftBytes: 0, wantedBytes: 21_000_000 });
    expect(done.completedAtMs).toBeGreaterThan(begin - 1_000); // stamps are whole seconds
    expect(done.completedAtMs).toBeLessThanOrEqual(Date.now() + 1_000);

    expect(seen[0]).toMatchObject({ completedAtMs: null });
    const phases = seen.filter((torrent) => !isComplete(torrent)).map((torrent) => torrent.phase);
    expect(phases).toContain('downloading');
    expect(phases.filter((phase) => !['downloading', 'checking', 'moving'].includes(phase))).toEqual([]);

    // a worker that died meanwhile asks from where it was
    const missed = await pollAs(client, atFirst.cursor);
    expect(missed.gap || completionIn(missed.torrents, infoHash) !== undefined).toBe(true);
  });

  it('keeps its stamp through a re-check, and is not complete while it is checked', async () => {
    const { client, daemon, swarm } = now();
    // so large that the check can be seen; all but a little is there, so that the rest is soon downloaded
    const big = { 'Heat.1995.mkv': 60_000_000 };
    await writeLargeMedia(daemon.downloadsDir, 'Heat.1995', big);
    const files = { ...big, 'Heat.1995.srt': 100_000 };
    const { infoHash } = await swarm.addDownload({ name: 'Heat.1995', files });
    const [before] = (await watch(now(), infoHash, isComplete)).slice(-1);
    for (const torrent of await watchRecheck(now(), infoHash, quirks.tellsLate ? before : undefined))
      if (isComplete(torrent)) expect(torrent.completedAtMs).toBe(before?.completedAtMs);
    const { torrents } = await pollAs(client, null);
    expect(completionIn(torrents, infoHash)?.completedAtMs).toBe(before?.completedAtMs);
  });

  it('is complete without the files that are not wanted, and a new completion when more of them are', async () => {
    const { client, daemon, swarm } = now();
    const files = { '1.mkv': 32_768, '2.mkv': 32_768 };
    const added = await swarm.addDownload({ name: 'Fargo.S01', files, skip: [1] });
    const { infoHash, sourceDir: source } = added;
    const folders = { folder: daemon.downloadsDir, source };
    const [part] = (await watch(now(), infoHash, isComplete)).slice(-1);
    if (!part) throw new Error('nothing was seen');
    expect(part).toMatchObject({ wantedBytes: 32_768, leftBytes: 0 });
    expect(await wrongFiles(client, part, folders)).toEqual([]);
    const listed = await client.listFiles(hashOf(infoHash), never);
    // qBittorrent 4.2 keeps what is not wanted in a folder of its own below the torrent's
    expect(Object.fromEntries(listed.map(({ path, wanted }) => [basename(path), wanted]))).toEqual({
      '1.mkv': true,
      '2.mkv': false,
    });

    const stamp = part.completedAtMs ?? 0;
    await untilSecondAfter(stamp);
    await daemon.want(infoHash, [1]);
    const isWhole = (torrent: Torrent): boolean => isComplete(torrent) && torrent.wantedBytes === 65_536;
    const options = { before: quirks.tellsLate ? part : undefined };
    const [seen] = await Promise.all([watch(now(), infoHash, isWhole, options), bringTogether(swarm, added)]);
    const whole = seen.at(-1);
    if (!whole) throw new Error('nothing was seen');
    expect(await wrongFiles(client, whole, folders)).toEqual([]);
    if (quirks.keepsStampWhenMoreIsWanted) expect(whole.completedAtMs).toBe(stamp);
    else expect(whole.completedAtMs).toBeGreaterThan(stamp);
  });
}

/** Stamps are whole seconds: two completions within one would have the same. */
async function untilSecondAfter(stampMs: number): Promise<void> {
  while (Date.now() < stampMs + 1_000) await sleep(20);
}
