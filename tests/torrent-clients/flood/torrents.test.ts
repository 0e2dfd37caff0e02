import { describe, expect, it } from 'vitest';
import type { Torrent } from '../../../lib/domain/torrent.ts';
import { hashOf } from '../contract.ts';
import { entry, keyOf, listOf } from './entries.ts';
import { json, type Reply, scripted, text } from './scripted-server.ts';

const never = new AbortController().signal;
const unknown = (): boolean => false;
const known = (): boolean => true;
const names = (torrents: readonly Torrent[]): readonly string[] => torrents.map(({ name }) => name);

/** A Flood whose list can be changed, and a client of it. */
function changing(first: readonly object[]) {
  let entries = first;
  const { client } = scripted('browser-session', () => text(listOf(entries)));
  return {
    client,
    set: (next: readonly object[]): void => {
      entries = next;
    },
    poll: (cursor: string | null, isKnown: (torrent: Torrent) => boolean = unknown) =>
      client.listChanges(cursor, isKnown, never),
  };
}

describe('changes', () => {
  it('are at first all completions that are not known', async () => {
    const unfinished = { status: ['downloading'], dateFinished: 0, bytesDone: 1 };
    const flood = changing([entry(1), entry(2), entry(3, unfinished)]);
    const changes = await flood.poll(null, ({ name }) => name === 'Movie.1');
    expect(names(changes.torrents)).toEqual(['Movie.2']);
    expect(changes).toMatchObject({ removed: [], gap: false });
  });

  it('are told again until they are known', async () => {
    const flood = changing([entry(1)]);
    const first = await flood.poll(null);
    const second = await flood.poll(first.cursor);
    expect(names(second.torrents)).toEqual(['Movie.1']);
    expect(names((await flood.poll(second.cursor, known)).torrents)).toEqual([]);
  });

  it('are only looked for in what is not as it was', async () => {
    const looked: string[] = [];
    const look = ({ name }: Torrent): boolean => looked.push(name) > 0;
    const flood = changing([entry(1), entry(2)]);
    const { cursor } = await flood.poll(null, look);
    flood.set([entry(1), entry(2, { dateFinished: 1_800_000_000 }), entry(3)]);
    await flood.poll(cursor, look);
    expect(looked).toEqual(['Movie.1', 'Movie.2', 'Movie.2', 'Movie.3']);
  });

  it('are looked for everywhere from a cursor that is older, or another one’s', async () => {
    const flood = changing([entry(1)]);
    const { cursor } = await flood.poll(null, known);
    await flood.poll(cursor, known);
    for (const old of [cursor, 'another', null])
      expect(names((await flood.poll(old)).torrents)).toEqual(['Movie.1']);
  });

  it('include a torrent that completes again', async () => {
    const flood = changing([entry(1)]);
    const { cursor } = await flood.poll(null, known);
    flood.set([entry(1, { dateFinished: 1_800_000_000 })]);
    expect((await flood.poll(cursor)).torrents).toMatchObject([{ completedAtMs: 1_800_000_000_000 }]);
  });

  it('of 10,000 torrents of which none has changed are found without reading one', async () => {
    const body = listOf(Array.from({ length: 10_000 }, (_, n) => entry(n)));
    let read = 0;
    const { client } = scripted('browser-session', () => text(body));
    const isKnown = (): boolean => ++read > 0;
    const { cursor } = await client.listChanges(null, isKnown, never);
    expect(read).toBe(10_000);
    await client.listChanges(cursor, isKnown, never);
    expect(read).toBe(10_000);
  });
});

describe('completed torrents', () => {
  it('say that Flood is too old when none of them has a time of completion', async () => {
    const body = listOf([entry(1, { dateFinished: undefined })]);
    const { client } = scripted('browser-session', () => text(body));
    await expect(client.listCompleted(never)).rejects.toMatchObject({ code: 'CLIENT_TOO_OLD' });
    const empty = scripted('browser-session', () => text(listOf([])));
    expect(await empty.client.listCompleted(never)).toEqual([]);
  });
});

describe('torrents by hash', () => {
  it('are found in any case, once each, and asked for in one request', async () => {
    const { client, asked } = scripted('browser-session', () => text(listOf([entry(10), entry(11)])));
    const hashes = [11, 99, 11].map((n) => hashOf(keyOf(n)));
    expect(names(await client.listByHash(hashes, never))).toEqual(['Movie.11']);
    expect(asked).toHaveLength(1);
    expect(await client.listByHash([], never)).toEqual([]);
    expect(asked).toHaveLength(1);
  });
});

describe('the files of a torrent', () => {
  const broken = (list: Reply): Reply => {
    return (asked) =>
      asked.path === 'torrents'
        ? list(asked)
        : json({ code: '-501', message: 'Could not find info-hash.' }, 500);
  };
  const hash = hashOf(keyOf(10));

  it('are asked for by the hash in capitals', async () => {
    const { client, asked } = scripted('browser-session', () =>
      json([{ path: 'a', sizeBytes: 1, priority: 1 }]),
    );
    expect(await client.listFiles(hash, never)).toHaveLength(1);
    expect(asked[0]?.path).toBe(`torrents/${keyOf(10)}/contents`);
  });

  it.each([
    ['CLIENT_GONE', false, 'is no longer in the list', () => text(listOf([entry(11)]))],
    ['SERVER_ERROR', true, 'is still in the list', () => text(listOf([entry(10)]))],
    ['CLIENT_BACKEND_AWAY', true, 'may be there, but not its client', () => json({ message: 'Failed' }, 500)],
  ])('are %s (may be tried again: %s) when the torrent %s', async (code, retryable, _, list) => {
    const { client } = scripted('browser-session', broken(list));
    await expect(client.listFiles(hash, never)).rejects.toMatchObject({ code, retryable });
  });
});

describe('an answer that is none', () => {
  it.each([
    ['CLIENT_BACKEND_AWAY', true, () => json({ code: 'INTERNAL_SERVER_ERROR', message: 'Failed' }, 500)],
    ['SERVER_ERROR', true, () => text('<html>', 500, 'text/html')],
    ['SERVER_ERROR', true, () => text('<html>', 502, 'text/html')],
    ['CLIENT_UNKNOWN', false, () => text('<html>', 200, 'text/html')],
    ['CLIENT_UNKNOWN', false, () => json({ torrents: [] })],
    ['CLIENT_UNKNOWN', false, () => text('', 404)],
    ['CLIENT_UNKNOWN', false, () => text('', 405)],
    ['UNEXPECTED_ANSWER', true, () => text('{"id":1,"torrents":{"')],
    ['REDIRECTED', false, () => new Response(null, { status: 302, headers: { location: '/login' } })],
  ])('is %s (may be tried again: %s)', async (code, retryable, reply) => {
    const { client } = scripted('browser-session', reply);
    await expect(client.listCompleted(never)).rejects.toMatchObject({ code, retryable });
    await expect(client.listChanges(null, known, never)).rejects.toMatchObject({ code, retryable });
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
