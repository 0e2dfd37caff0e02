import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaled } from '../faults/scale.ts';
import { SimBrowser, SimWorld } from './sim-world.ts';

/** When the alarm of the other browser comes after that of the first, and when each of them dies, if it does. */
const lives = fc.record({
  apartMs: fc.integer({ min: 0, max: 29_000 }),
  scanMs: fc.integer({ min: 500, max: 60_000 }),
  blind: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  deaths: fc.array(fc.record({ round: fc.nat(8), inOps: fc.nat(20), which: fc.nat(1) }), { maxLength: 2 }),
  films: fc.integer({ min: 1, max: 4 }),
});

describe('two browsers on one torrent client and one Plex', () => {
  it('scan a folder once as a rule, and never more than each would alone', async () => {
    let scans = 0;
    let films = 0;
    await fc.assert(
      fc.asyncProperty(lives, async ({ apartMs, scanMs, blind, deaths, films: count }) => {
        const world = new SimWorld();
        const { client, plex, clock, browser } = world;
        const other = new SimBrowser(clock, client, plex);
        const browsers = [browser, other];
        world.addOld(20);
        const round = async (): Promise<void> => {
          await browser.tick();
          await clock.pass(apartMs);
          await other.tick();
          await clock.pass(30_000 - apartMs);
        };
        await round();
        await round();
        plex.scanMs = scanMs;
        plex.blind = blind;
        for (let at = 0; at < count; at++) {
          client.add(at, [`Film ${at}/film.mkv`], '/media/movies');
          plex.disk.add(`/media/movies/Film ${at}/film.mkv`);
        }
        for (let at = 0; at < 8; at++) {
          for (const { round: when, inOps, which } of deaths) {
            const victim = browsers[which];
            if (when === at && victim) victim.death = { inOps, when: 'after' };
          }
          await round();
        }
        plex.blind = false;
        for (let at = 0; at < 150; at++) await round();
        for (let at = 0; at < count; at++) {
          const own = plex.scans.filter(({ folder }) => folder === `/media/movies/Film ${at}`).length;
          expect(own).toBeLessThanOrEqual(blind || deaths.length > 0 ? 4 : 2);
          if (!blind && deaths.length === 0) {
            scans += own;
            films++;
          }
        }
        for (const { stored } of browsers) {
          expect([...stored.values()].map(({ stage }) => stage)).toEqual(Array(count).fill('available'));
        }
      }),
      { numRuns: scaled(1_000, 40) },
    );
    // both look before they send, and wait while Plex scans: only a tie makes two
    expect(scans / films).toBeLessThan(1.2);
    process.stdout.write(`  two browsers: ${(scans / films).toFixed(3)} scans a completion\n`);
  }, 300_000);
});
