import { describe, expect, it } from 'vitest';
import type { Torrent } from '../../../lib/domain/torrent.ts';
import { hashOf } from '../contract.ts';
import { type Asked, entry, json, scripted, text } from './scripted-server.ts';

const never = new AbortController().signal;
const known = (): boolean => true;
const unknown = (): boolean => false;
const keyOf = (n: number): string => n.toString(16).padStart(40, '0');
const times = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));

/** `torrents/info` of a daemon that holds `count` complete torrents, newest first. */
const holding =
  (count: number, change: (n: number) => object = () => ({})) =>
  ({ query }: Asked): Response => {
    const limit = Number(query.get('limit') ?? count);
    return json(times(Math.min(limit, count), (at) => entry(count - at, change(count - at))));
  };
const limits = (asked: readonly Asked[]): readonly (string | null)[] =>
  asked.map((one) => one.query.get('limit'));

describe('the newest completions', () => {
  it('are one request when the oldest of them is known', async () => {
    const { client, asked } = scripted('browser-session', holding(10_000));
    const changes = await client.listChanges(null, known, never);
    expect(changes).toMatchObject({ removed: [], cursor: null, gap: false });
    expect(changes.torrents).toHaveLength(50);
    expect(limits(asked)).toEqual(['50']);
    expect(Object.fromEntries(asked[0]?.query ?? [])).toMatchObject({
      filter: 'completed',
      sort: 'completion_on',
      reverse: 'true',
    });
  });

  it('are asked for further back until a known one is met', async () => {
    const { client, asked } = scripted('browser-session', holding(10_000));
    const isKnown = (torrent: Torrent): boolean => (torrent.completedAtMs ?? 0) < 1_700_009_900_000;
    const changes = await client.listChanges(null, isKnown, never);
    expect(limits(asked)).toEqual(['50', '250']);
    expect(changes.gap).toBe(false);
    expect(changes.torrents.filter((torrent) => !isKnown(torrent))).toHaveLength(101);
  });

  it('leave a gap when a thousand are not enough', async () => {
    const { client, asked } = scripted('browser-session', holding(10_000));
    const changes = await client.listChanges(null, unknown, never);
    expect(limits(asked)).toEqual(['50', '250', '1000']);
    expect(changes.gap).toBe(true);
    expect(changes.torrents).toHaveLength(1_000);
  });

  it('leave no gap when there are no more', async () => {
    const { client, asked } = scripted('browser-session', holding(30));
    expect((await client.listChanges(null, unknown, never)).gap).toBe(false);
    expect(asked).toHaveLength(1);
  });

  it('are not asked for further back because the last of them is being checked', async () => {
    const checking = (n: number): object => (n <= 9_960 ? { state: 'checkingUP', amount_left: 5 } : {});
    const { client, asked } = scripted('browser-session', holding(10_000, checking));
    const isKnown = (torrent: Torrent): boolean => torrent.phase === 'complete';
    expect((await client.listChanges(null, isKnown, never)).gap).toBe(false);
    expect(asked).toHaveLength(1);
  });
});

describe('torrents by hash', () => {
  it('are asked for in portions, each hash once', async () => {
    const { client, asked } = scripted('browser-session', ({ query }) =>
      json((query.get('hashes') ?? '').split('|').map((key) => entry(Number.parseInt(key, 16)))),
    );
    const hashes = times(250, (n) => hashOf(keyOf(n)));
    expect(await client.listByHash([...hashes, ...hashes], never)).toHaveLength(250);
    expect(asked).toHaveLength(3);
  });

  it('are only those that were asked for, also from 4.1.0, which answers with all', async () => {
    const { client } = scripted('browser-session', holding(500));
    const found = await client.listByHash([hashOf(keyOf(7)), hashOf(keyOf(9_999))], never);
    expect(found.map((torrent) => torrent.name)).toEqual(['Movie.7']);
  });
});

/** A daemon that tells prepared deltas by rid, and torrents by hash. */
function deltas(answers: Readonly<Record<string, unknown>>, info: (asked: Asked) => Response = holding(500)) {
  return scripted('api-key', (asked) => {
    if (asked.path === 'sync/maindata') return json(answers[asked.query.get('rid') ?? '']);
    return info(asked);
  });
}
const everything = (rid: number) => ({
  rid,
  full_update: true,
  torrents: {
    [keyOf(1)]: entry(1, { hash: undefined }),
    [keyOf(2)]: entry(2, { completion_on: -1, state: 'downloading', amount_left: 9 }),
    [keyOf(3)]: entry(3, { state: 'moving' }),
    [keyOf(4)]: 'damaged',
  },
});

describe('deltas, with an API key', () => {
  it('begin with everything, of which what has a stamp counts', async () => {
    const { client, asked } = deltas({ 0: everything(1) });
    const changes = await client.listChanges(null, unknown, never);
    expect(changes.torrents.map((torrent) => [torrent.hash, torrent.phase])).toEqual([
      [keyOf(1), 'complete'],
      [keyOf(3), 'moving'],
    ]);
    expect(changes).toMatchObject({ removed: [], cursor: 'rid:1', gap: false });
    expect(asked).toHaveLength(1);
  });

  it('are one tiny request when nothing changed', async () => {
    const { client, asked } = deltas({ 7: { rid: 8 } });
    const changes = await client.listChanges('rid:7', unknown, never);
    expect(changes).toEqual({ torrents: [], removed: [], cursor: 'rid:8', gap: false });
    expect(asked).toHaveLength(1);
  });

  it('lead to the torrents that changed in a way that matters, as they are now', async () => {
    const torrents = {
      [keyOf(1)]: { state: 'uploading' },
      [keyOf(2)]: { amount_left: 5, dlspeed: 9 },
      [keyOf(3)]: { content_path: '/new' },
      nonsense: { state: 'uploading' },
    };
    const { client, asked } = deltas({ 7: { rid: 8, torrents, torrents_removed: [keyOf(4), 'junk', 5] } });
    const changes = await client.listChanges('rid:7', unknown, never);
    expect(changes.torrents.map((torrent) => torrent.name).sort()).toEqual(['Movie.1', 'Movie.3']);
    expect(changes).toMatchObject({ removed: [keyOf(4)], cursor: 'rid:8', gap: false });
    expect(asked[1]?.query.get('hashes')).toBe(`${keyOf(1)}|${keyOf(3)}`);
  });

  it('of very many torrents are read as the newest completions', async () => {
    const torrents = Object.fromEntries(times(400, (n) => [keyOf(n), { state: 'uploading' }]));
    const { client, asked } = deltas({ 7: { rid: 8, torrents } }, holding(10_000));
    const changes = await client.listChanges('rid:7', known, never);
    expect(limits(asked).slice(1)).toEqual(['50']);
    expect(changes).toMatchObject({ cursor: 'rid:8', gap: false });
  });

  it('are given again when what they lead to could not be read', async () => {
    const data = { 7: { rid: 8, torrents: { [keyOf(1)]: { state: 'uploading' } } } };
    const { client } = deltas(data, () => text('', 500));
    await expect(client.listChanges('rid:7', unknown, never)).rejects.toMatchObject({ code: 'SERVER_ERROR' });
  });

  it('go on after one full update, as a restarted daemon gives', async () => {
    const { client } = deltas({ 7: everything(1), 1: { rid: 2 } });
    const first = await client.listChanges('rid:7', unknown, never);
    expect(first.torrents).toHaveLength(2);
    const second = await client.listChanges(first.cursor, unknown, never);
    expect(second.cursor).toBe('rid:2');
  });

  it('end when somebody else reads with the same key, since each read would be everything', async () => {
    const { client, count } = deltas({ 7: everything(9), 9: everything(11) }, holding(3));
    const first = await client.listChanges('rid:7', unknown, never);
    const second = await client.listChanges(first.cursor, unknown, never);
    const third = await client.listChanges(second.cursor, unknown, never);
    const fourth = await client.listChanges(third.cursor, unknown, never);
    expect(count('sync/maindata')).toBe(2);
    expect(fourth.torrents).toHaveLength(3);
  });

  it.each(['rid:', 'rid:-1', 'junk', ''])('begin anew with a cursor that is none (%j)', async (cursor) => {
    const { client, asked } = deltas({ 0: everything(1) });
    await client.listChanges(cursor, unknown, never);
    expect(asked[0]?.query.get('rid')).toBe('0');
  });
});

describe('a hostile answer', () => {
  it.each([
    ['cut off', '[{"hash":"00'],
    ['no list', '{"a":1}'],
    ['a page', '<html></html>'],
    ['nothing', ''],
  ])('is an expected failure: %s', async (_, body) => {
    const { client } = scripted('browser-session', () => text(body));
    await expect(client.listCompleted(never)).rejects.toMatchObject({ code: 'UNEXPECTED_ANSWER' });
  });

  it('may be 20 MB and hold bytes that are no text', async () => {
    const name = 'n'.repeat(65_536);
    const long = JSON.stringify(times(300, (n) => entry(n, { name })));
    const bytes = Buffer.from(long.replace('Movie.7"', 'Movie.\u00ff"'), 'latin1');
    expect(bytes.length).toBeGreaterThan(19_000_000);
    const { client } = scripted('browser-session', () => new Response(bytes));
    const torrents = await client.listCompleted(never);
    expect(torrents).toHaveLength(300);
    expect(torrents[7]?.contentPath).toBe('/media/movies/Movie.\ufffd');
  });

  it('without end is cut off', async () => {
    const chunk = new Uint8Array(1_000_000).fill(32);
    const { client } = scripted(
      'browser-session',
      () => new Response(new ReadableStream({ pull: (controller) => controller.enqueue(chunk) })),
    );
    await expect(client.listCompleted(never)).rejects.toMatchObject({ code: 'TOO_LARGE' });
  });
});
