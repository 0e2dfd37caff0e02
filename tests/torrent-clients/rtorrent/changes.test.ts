import { describe, expect, it } from 'vitest';
import type { Torrent } from '../../../lib/domain/torrent.ts';
import { type Reply, row, rows, scripted, windowOf } from './scripted-server.ts';

const never = new AbortController().signal;
const hour = 3_600;
const day = 24 * hour;
const nowSeconds = Math.floor(Date.now() / 1000);

/** Torrents that finished so many seconds ago; answers as rtorrent chooses by its clock. */
const finishedAgo =
  (...ages: readonly number[]): Reply =>
  (asked) => {
    const within = windowOf(asked) ?? Number.POSITIVE_INFINITY;
    return rows(...ages.filter((age) => age < within).map((age) => row(age, nowSeconds - age)));
  };
const since =
  (age: number) =>
  ({ completedAtMs }: Torrent): boolean =>
    (completedAtMs ?? 0) <= (nowSeconds - age) * 1000;
const agesOf = (torrents: readonly Torrent[]): number[] =>
  torrents.map(({ completedAtMs }) => nowSeconds - (completedAtMs ?? 0) / 1000).sort((a, b) => a - b);

describe('a first poll', () => {
  it.each([
    ['an hour, when the oldest of it is known', [60, 120, 2 * day], 120, [hour]],
    ['a day, when the oldest of the hour is new', [60, 5 * hour, 2 * day], 5 * hour, [hour, day]],
    ['a month, when nothing was finished today', [2 * day, 90 * day], 2 * day, [hour, day, 30 * day]],
    ['a month and no more, when nothing was finished then', [90 * day], 0, [hour, day, 30 * day]],
  ])('looks back %s', async (_, ages, knownSince, windows) => {
    const { client, asked } = scripted('browser-session', finishedAgo(...ages));
    const changes = await client.listChanges(null, since(knownSince), never);
    expect(asked.map(windowOf)).toEqual(windows);
    expect(changes).toMatchObject({ gap: false, removed: [] });
  });

  it('lists everything when not even the oldest of a month is known', async () => {
    const ages = [60, 5 * hour, 2 * day, 90 * day];
    const { client } = scripted('browser-session', finishedAgo(...ages));
    const { torrents, gap } = await client.listChanges(null, () => false, never);
    expect(agesOf(torrents)).toEqual(ages);
    expect(gap).toBe(false);
  });

  it('does not take an old part, which is in every list, for the oldest of the window', async () => {
    const parts = (asked: Parameters<Reply>[0]): Response =>
      windowOf(asked) === hour
        ? rows(row(1, nowSeconds - 60), row(2, nowSeconds - 100 * day))
        : rows(row(1, nowSeconds - 60), row(2, nowSeconds - 100 * day), row(3, nowSeconds - 7 * hour));
    const { client } = scripted('browser-session', parts);
    const isOldPart = ({ hash }: Torrent): boolean => hash.endsWith('2');
    const { torrents } = await client.listChanges(null, isOldPart, never);
    expect(torrents).toHaveLength(3);
  });
});

describe('the next poll', () => {
  it('asks once, for what was finished since and a little before', async () => {
    const { client, asked } = scripted('browser-session', finishedAgo(60));
    const { cursor } = await client.listChanges(null, () => true, never);
    await client.listChanges(cursor, () => false, never);
    expect(asked).toHaveLength(2);
    const window = asked[1] && windowOf(asked[1]);
    expect(window).toBeGreaterThanOrEqual(120);
    expect(window).toBeLessThan(130);
  });

  it('looks back to the same time again while something is checked', async () => {
    let hashing = 2;
    const { client } = scripted('browser-session', () => rows(row(1, nowSeconds, { hashing })));
    const before = `${Date.now() - 600_000}`;
    expect((await client.listChanges(before, () => true, never)).cursor).toBe(before);
    expect((await client.listChanges(null, () => true, never)).cursor).toBeNull();
    hashing = 0;
    expect((await client.listChanges(before, () => true, never)).cursor).not.toBe(before);
  });

  it.each(['', 'x', '0', `${Date.now() + 1e9}`, `${Date.now() - 2e8}`, '-1', '1e400'])(
    'with the cursor %j is a first poll',
    async (cursor) => {
      const { client, asked } = scripted('browser-session', finishedAgo(60));
      await client.listChanges(cursor, () => true, never);
      expect(asked.map(windowOf)).toEqual([hour]);
    },
  );
});
