import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeMedia } from '../../rig/media-file.ts';
import { waitUntilComplete } from '../../rig/torrent-daemon.ts';
import { makeTorrent } from '../../rig/torrent-file.ts';
import { hashOf } from '../contract.ts';
import type { Quirks } from '../live-contract.ts';
import { completeOf, completionIn, type Looked, never, placesOf, pollAs, torrentOf } from './looking.ts';

const names = [
  '<img src=x onerror=alert(1)> & &amp; "quotes" \'single\'',
  '葬送のフリーレン 🎬 S01',
  'two  spaces, 100 % + [x264] {a} #1 `tick` $HOME',
  'Ame\u0301lie (2001) décomposé',
];

/** Torrents whose data are there, some odd ones and a lot of them. */
export function listCases(now: () => Looked, quirks: Quirks): void {
  it('is gone when it was removed', async () => {
    const { client, daemon } = now();
    const { torrent, infoHash } = makeTorrent(writeMedia(daemon.downloadsDir, 'Gone.2020.mkv', 20_000));
    await daemon.add([torrent], { isThere: true });
    await waitUntilComplete(daemon, infoHash);
    await completeOf(client, infoHash);
    const { cursor } = await pollAs(client, null);
    await daemon.remove(infoHash);
    expect(await torrentOf(client, infoHash)).toBeUndefined();
    await expect(client.listFiles(hashOf(infoHash), never)).rejects.toMatchObject({ code: 'CLIENT_GONE' });
    const changes = await pollAs(client, cursor);
    expect(completionIn(changes.torrents, infoHash)).toBeUndefined();
    expect(changes.removed.filter((hash) => hash !== infoHash)).toEqual([]);
  });

  it('is found among others with the same name', async () => {
    const { client, daemon } = now();
    for (const seed of ['one', 'two']) {
      const savePath = join(daemon.downloadsDir, seed);
      const { torrent, infoHash } = makeTorrent(writeMedia(savePath, 'Dune.2021.mkv', 20_000, seed));
      await daemon.add([torrent], { isThere: true, savePath });
      await waitUntilComplete(daemon, infoHash);
      const seen = await completeOf(client, infoHash);
      expect(seen).toMatchObject({ name: 'Dune.2021.mkv', wantedBytes: 20_000 });
      const place = join(savePath, 'Dune.2021.mkv');
      expect(await placesOf(client, seen)).toEqual([place]);
      expect(seen.contentPath ?? place).toBe(place);
    }
  });

  it('has the right hash and place whatever its name is', async () => {
    const { client, daemon } = now();
    for (const name of names) {
      const { torrent, infoHash } = makeTorrent(writeMedia(daemon.downloadsDir, name, { 'a.mkv': 5_000 }));
      await daemon.add([torrent], { isThere: true });
      await waitUntilComplete(daemon, infoHash);
      const seen = await completeOf(client, infoHash);
      const files = await client.listFiles(hashOf(infoHash), never);
      expect(files).toMatchObject([{ sizeBytes: 5_000, wanted: true }]);
      if (quirks.damages?.(name)) continue;
      expect(seen.name).toBe(name);
      expect(existsSync(join(seen.savePath, files[0]?.path ?? '')), files[0]?.path).toBe(true);
    }
  });
}
