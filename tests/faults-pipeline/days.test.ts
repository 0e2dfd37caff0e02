import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { standardSettings } from '../fakes/background.ts';
import { allowedMs, scaled } from '../faults/scale.ts';
import { type SimBrowser, SimWorld } from './sim-world.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** The store as an older version of Marquee left it: without what was added since. */
function makeOlder({ memories }: SimBrowser): void {
  for (const [clientId, { seen, baselineAtMs, listedAllAtMs }] of memories) {
    const stamps = new Map([...seen].map(([hash, packed]) => [hash, packed.split(':')[0] ?? '']));
    memories.set(clientId, { clientId, seen: stamps, baselineAtMs, listedAllAtMs });
  }
}

describe('Plex is away for three days', () => {
  it(
    'and all of 500 completions become available, scanned together, after a restart of the browser and an update',
    async () => {
      const world = new SimWorld();
      const { browser, client, plex, clock } = world;
      browser.settings.value = { ...standardSettings, notifications: { ready: true, attention: true } };
      world.addOld(40);
      await world.live(2 * minute);
      plex.away = true;
      const startMs = clock.atMs;
      const tickMs = scaled(30 * second, 5 * minute);
      const asked = plex.requests;
      let done = 0;
      for (let atMs = 0; atMs < 3 * day; atMs += tickMs) {
        for (; done < (500 * atMs) / (3 * day - hour) && done < 500; done++) {
          const [savePath, path] =
            done % 5 === 0
              ? [`/media/tv/Series ${done % 4}`, `Series.S01E${done}.mkv`]
              : ['/media/movies', `Film ${done}/film.mkv`];
          client.add(done, [path], savePath);
          plex.disk.add(`${savePath}/${path}`);
        }
        if (atMs === 2 * day) makeOlder(browser);
        await world.stride(tickMs);
        browser.kill(); // browsers let it live for as long; on one of these days the browser was closed as well
      }
      expect(done).toBe(500);
      const stored = () => [...browser.stored.values()];
      expect(stored()).toHaveLength(500);
      expect(stored().every(({ problem, sends }) => problem?.retryAtMs !== null && sends === 0)).toBe(true);
      expect(browser.notices).toEqual([]); // nothing of it needs a person
      const askedPerMinute = (plex.requests - asked) / ((clock.atMs - startMs) / minute);
      plex.away = false;
      plex.scanMs = 20 * second;
      const backMs = clock.atMs;
      while (stored().some(({ stage }) => stage !== 'available') && clock.atMs - backMs < 2 * hour) {
        await world.stride(30 * second);
      }
      expect(stored().every(({ stage }) => stage === 'available')).toBe(true);
      expect([...browser.arrivals.values()].every((count) => count === 1)).toBe(true);
      expect(browser.arrivals.size).toBe(500);
      await world.live(2 * minute);
      const told = browser.notices.map((one) => one.count);
      expect(browser.notices.every(({ kind }) => kind !== 'attention')).toBe(true);
      expect(told.reduce((sum, count) => sum + count, 0)).toBe(500); // each once
      const { scans } = plex;
      expect(scans.every(({ isInside }) => isInside)).toBe(true);
      expect((scans[0]?.atMs ?? 0) - backMs).toBeLessThan(minute);
      for (const [at, scan] of scans.entries()) {
        expect(scan.atMs - (scans[at - 1]?.atMs ?? 0)).toBeGreaterThanOrEqual(5 * second);
      }
      const tookMs = clock.atMs - backMs;
      process.stdout.write(
        `  500 completions: ${scans.length} scans, all available ${tookMs / second} s after the return, ` +
          `${askedPerMinute.toFixed(2)} requests a minute while away, ${told.length} notifications\n`,
      );
      expect(scans.length).toBeLessThan(15);
      expect(tookMs).toBeLessThan(10 * minute);
      expect(askedPerMinute).toBeLessThan(3);
    },
    allowedMs(400_000, 100_000),
  );
});

describe('a day with 10,000 torrents', () => {
  it(
    'leaves memory and storage as they were, wakes once a minute, and asks Plex nothing',
    async () => {
      setFlagsFromString('--expose-gc');
      const collect = runInNewContext('gc') as () => void;
      const world = new SimWorld();
      const { browser, client, plex, clock } = world;
      world.addOld(10_000);
      await world.live(2 * minute);
      for (let at = 0; at < 20; at++) {
        client.add(at, [`Film ${at}/film.mkv`], '/media/movies');
        plex.disk.add(`/media/movies/Film ${at}/film.mkv`);
        await world.live(2 * minute);
      }
      const hours: { kept: number; written: number; wakes: number; asked: number; heap: number }[] = [];
      for (let at = 0; at < 24; at++) {
        const [written, asked, endMs] = [browser.writtenLength, plex.requests, clock.atMs + hour];
        let wakes = 0;
        while (clock.atMs < endMs) {
          await browser.tick();
          wakes++;
          await clock.pass(browser.beatMinutes * minute);
          if (wakes % 2 === 0) browser.kill(); // a worker with nothing to do does not live for long
        }
        collect();
        const heap = process.memoryUsage().heapUsed;
        hours.push({
          kept: browser.keptLength,
          written: browser.writtenLength - written,
          wakes,
          asked: plex.requests - asked,
          heap,
        });
      }
      expect(browser.arrivals.size).toBe(20);
      const quiet = hours.slice(2);
      const first = quiet[0];
      const last = quiet.at(-1);
      if (!first || !last) throw new Error('no hours');
      const written = quiet.reduce((sum, one) => sum + one.written, 0);
      process.stdout.write(
        `  a day: ${last.wakes} wakes an hour, ${last.kept} characters kept, ${written} written in ${quiet.length} hours, ` +
          `heap ${(first.heap / 1e6).toFixed(1)} -> ${(last.heap / 1e6).toFixed(1)} MB\n`,
      );
      for (const one of quiet) {
        expect(one.wakes).toBeLessThanOrEqual(60);
        expect(one.asked).toBe(0);
        expect(one.kept).toBe(first.kept);
      }
      expect(written).toBeLessThan(4 * 1_000_000); // the full list, every six hours
      expect(last.kept).toBeLessThan(1_000_000);
      expect(last.heap - first.heap).toBeLessThan(4e6);
    },
    allowedMs(300_000, 100_000),
  );
});
