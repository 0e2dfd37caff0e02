import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { DownloadStage } from '../../lib/domain/download.ts';
import { filesOf, readLink } from '../demo/check-link.ts';
import { waitForBadge } from '../rig/badges.ts';
import type { ChromeBrowser } from '../rig/browser.ts';
import { downloadFilm, scansBelow } from '../rig/download-film.ts';
import { startWatchedWorld, type WatchedWorld } from '../rig/watched-world.ts';
import type { World } from '../rig/world.ts';

let started: WatchedWorld;
let world: World;
let extension: ChromeBrowser;

beforeAll(async () => {
  started = await startWatchedWorld();
  ({ world, extension } = started);
});

afterAll(() => started?.stop());

afterEach(() => world.plex.faults.clear());

/** Resolves when a download of this name has been written down in this stage. */
const storedIn = (stage: DownloadStage, name: string): Promise<void> =>
  vi.waitFor(
    async () => {
      const all = await started.stored();
      expect(all.filter((one) => one.name === name).map((one) => one.stage)).toContain(stage);
    },
    { timeout: 60_000, interval: 20 },
  );

async function endsWell(hash: string, name: string): Promise<void> {
  const badge = await waitForBadge(started.page, hash, (one) => one.href !== null, 100_000);
  const { key } = readLink(badge.href ?? '');
  expect(await filesOf(world.plex.plexUrl, world.plex.token, key)).toEqual([
    `/media/movies/${name}/${name}.mkv`,
  ]);
}

describe('the worker is killed', () => {
  it('after the completion was written down', async () => {
    const name = 'Nosferatu (1922)';
    const download = downloadFilm(world, name);
    await storedIn('settling', name);
    await extension.killWorker();
    await endsWell(await download, name);
    expect(scansBelow(world, `/media/movies/${name}`)).toHaveLength(1);
  });

  it('while it looks whether Plex has the file already', async () => {
    const name = 'Metropolis (1927)';
    const hold = world.plex.faults.hold(/^\/library\/sections\/1\/all$/);
    const download = downloadFilm(world, name);
    await hold.arrived;
    await extension.killWorker();
    hold.release();
    await endsWell(await download, name);
    expect(scansBelow(world, `/media/movies/${name}`)).toHaveLength(1);
  });

  it('while the scan request is on its way, and Plex never gets it', async () => {
    const name = 'The General (1926)';
    const hold = world.plex.faults.hold(/\/refresh$/);
    const download = downloadFilm(world, name);
    await hold.arrived;
    await extension.killWorker();
    hold.release();
    await endsWell(await download, name);
    expect(scansBelow(world, `/media/movies/${name}`)).toHaveLength(1);
  });

  it('after Plex got the scan request and before its answer came', async () => {
    const name = 'Safety Last (1923)';
    // Chromium itself repeats a GET whose kept-alive connection drops before the first byte: that is the second one.
    const end = world.plex.faults.add({ kind: 'lost-reply', match: /\/refresh$/ });
    const download = downloadFilm(world, name);
    await world.plex.waitForRequest(
      (request) => request.path.endsWith('/refresh') && request.query.path?.includes(name) === true,
      60_000,
    );
    await extension.killWorker();
    end();
    await endsWell(await download, name);
    expect(scansBelow(world, `/media/movies/${name}`)).toSatisfy(
      (scans: string[]) => scans.length === 1 || scans.length === 2,
    );
  });

  it('while it waits for the item to appear', async () => {
    const name = 'The Kid (1921)';
    world.plex.setDelays({ appearMs: Number.POSITIVE_INFINITY });
    const download = downloadFilm(world, name);
    await storedIn('verifying', name);
    await extension.killWorker();
    world.plex.setDelays({ appearMs: 200 });
    await fetch(`${world.plex.plexUrl}/library/sections/1/refresh`, {
      headers: { 'X-Plex-Token': world.plex.token },
    });
    await endsWell(await download, name);
    expect(scansBelow(world, `/media/movies/${name}`)).toHaveLength(1);
  });
});
