import { describe, expect, it } from 'vitest';
import { isComplete, type Torrent } from '../../../lib/domain/torrent.ts';
import { hashOf } from '../contract.ts';
import { type Asked, entry, holding, keyOf, many, ok, refused, scripted, text } from './scripted-server.ts';

const never = new AbortController().signal;
const known = (): boolean => true;
const unknown = (): boolean => false;

/** What a caller remembers: each complete torrent that it was told of. */
function remembering() {
  const seen = new Set<string>();
  const keyFor = (torrent: Torrent): string => `${torrent.hash}:${torrent.completedAtMs}`;
  return {
    isKnown: (torrent: Torrent): boolean => seen.has(keyFor(torrent)),
    remember(torrents: readonly Torrent[]) {
      for (const torrent of torrents.filter(isComplete)) seen.add(keyFor(torrent));
    },
  };
}

const lists = (asked: readonly Asked[]): readonly Asked[] =>
  asked.filter((one) => one.method === 'core.get_torrents_status');

describe('a poll', () => {
  it('asks for the stamps of finished torrents, and in full for those that are new', async () => {
    const { client, asked } = scripted(
      'browser-session',
      holding(() => many(5, (n) => (n === 4 ? { is_finished: false, completed_time: 0 } : {}))),
    );
    const isKnown = (torrent: Torrent): boolean => (torrent.completedAtMs ?? 0) < 1_700_000_003_000;
    const changes = await client.listChanges(null, isKnown, never);
    expect(changes.torrents.map((torrent) => torrent.name)).toEqual(['Movie.3']);
    expect(changes).toMatchObject({ removed: [], gap: false });
    const [first, second] = lists(asked);
    expect(first?.params).toEqual([{ is_finished: [true] }, ['completed_time']]);
    expect(second?.params[0]).toEqual({ id: [keyOf(3)] });
  });

  it('never asks for differences, which the page would then miss', async () => {
    const { client, asked } = scripted(
      'browser-session',
      holding(() => many(3)),
    );
    await client.listChanges(null, unknown, never);
    await client.listCompleted(never);
    await client.listByHash([hashOf(keyOf(1))], never);
    for (const { params } of lists(asked)) expect(params).toHaveLength(2);
    expect(lists(asked)).toHaveLength(4);
  });

  it('is one list of stamps when nothing is new, and tells nothing', async () => {
    const { client, asked } = scripted(
      'browser-session',
      holding(() => many(10_000)),
    );
    const first = await client.listChanges(null, known, never);
    const second = await client.listChanges(first.cursor, known, never);
    expect(second).toEqual({ torrents: [], removed: [], cursor: first.cursor, gap: false });
    expect(lists(asked)).toHaveLength(2);
  });

  it('does not even look at an answer that is the same as before', async () => {
    const { client } = scripted(
      'browser-session',
      holding(() => many(10)),
    );
    const { cursor } = await client.listChanges(null, known, never);
    let looked = 0;
    await client.listChanges(cursor, () => ++looked > 0, never);
    expect(looked).toBe(0);
  });

  it('tells again what was not taken note of', async () => {
    const { client } = scripted(
      'browser-session',
      holding(() => many(2)),
    );
    const first = await client.listChanges(null, unknown, never);
    const second = await client.listChanges(first.cursor, unknown, never);
    expect(second.torrents).toEqual(first.torrents);
  });

  it('tells of a torrent that is moved only later, though its stamp has long been there', async () => {
    let state = 'Moving';
    const { client } = scripted(
      'browser-session',
      holding(() => many(3, (n) => (n === 1 ? { state } : {}))),
    );
    const caller = remembering();
    let cursor: string | null = null;
    const poll = async (): Promise<readonly string[]> => {
      const changes = await client.listChanges(cursor, caller.isKnown, never);
      cursor = changes.cursor;
      caller.remember(changes.torrents);
      return changes.torrents.filter(isComplete).map((torrent) => torrent.name);
    };
    expect(await poll()).toEqual(['Movie.0', 'Movie.2']);
    expect(await poll()).toEqual([]);
    expect(await poll()).toEqual([]);
    state = 'Seeding';
    expect(await poll()).toEqual(['Movie.1']);
    expect(await poll()).toEqual([]);
  });

  it('tells a new completion of a torrent that was complete before', async () => {
    let stamp = 1_700_000_000;
    const { client } = scripted(
      'browser-session',
      holding(() => many(3, () => ({ completed_time: stamp }))),
    );
    const caller = remembering();
    caller.remember(await client.listCompleted(never));
    const first = await client.listChanges(null, caller.isKnown, never);
    expect(first.torrents).toEqual([]);
    stamp += 60;
    expect((await client.listChanges(first.cursor, caller.isKnown, never)).torrents).toHaveLength(3);
  });

  it('leaves a gap when very many are new', async () => {
    const { client, asked } = scripted(
      'browser-session',
      holding(() => many(501)),
    );
    const changes = await client.listChanges(null, unknown, never);
    expect(changes).toEqual({ torrents: [], removed: [], cursor: null, gap: true });
    expect(lists(asked)).toHaveLength(1);
  });

  it.each(['', 'junk', 'rid:7'])('begins anew with a cursor that is none (%j)', async (cursor) => {
    const { client } = scripted(
      'browser-session',
      holding(() => many(2)),
    );
    expect((await client.listChanges(cursor, unknown, never)).torrents).toHaveLength(2);
  });
});

describe('a page that has lost its daemon', () => {
  const away = { code: 'CLIENT_BACKEND_AWAY', retryable: true };

  it('is told as such: nothing was removed, and nothing hangs', async () => {
    const { client, asked } = scripted('browser-session', ({ method }) =>
      method === 'web.connected' ? ok(false) : new Promise(() => undefined),
    );
    await expect(client.listChanges(null, known, never)).rejects.toMatchObject(away);
    await expect(client.listCompleted(never)).rejects.toMatchObject(away);
    await expect(client.listByHash([hashOf(keyOf(1))], never)).rejects.toMatchObject(away);
    await expect(client.listFiles(hashOf(keyOf(1)), never)).rejects.toMatchObject(away);
    await expect(client.identify(never)).rejects.toMatchObject(away);
    expect(new Set(asked.map((one) => one.method))).toEqual(new Set(['web.connected']));
  });

  it('is told as such while it has just found it again and knows no methods yet', async () => {
    const { client } = scripted('browser-session', ({ method }) =>
      method === 'web.connected' ? ok(true) : refused(2),
    );
    await expect(client.listChanges(null, known, never)).rejects.toMatchObject(away);
    await expect(client.identify(never)).rejects.toMatchObject(away);
  });
});

describe('a hostile answer', () => {
  it.each([
    ['cut off', '{"result": {"00', true],
    ['no answer of Deluge', '{"a":1}', false],
    ['a page', '<html></html>', false],
    ['nothing', '', false],
  ])('is an expected failure: %s', async (_, body, retryable) => {
    const { client } = scripted('browser-session', ({ method }) =>
      method === 'web.connected' ? ok(true) : text(body),
    );
    const failure = { code: 'UNEXPECTED_ANSWER', retryable };
    await expect(client.listCompleted(never)).rejects.toMatchObject(failure);
    await expect(client.listChanges(null, known, never)).rejects.toMatchObject(failure);
  });

  it.each([null, true, 7, 'x', [], [1], { '../../etc/passwd': entry() }, { [keyOf(1)]: null }])(
    'holds no torrents where there are none (%j)',
    async (result) => {
      const { client } = scripted('browser-session', ({ method }) =>
        ok(method === 'web.connected' ? true : result),
      );
      expect(await client.listCompleted(never)).toEqual([]);
      expect((await client.listChanges(null, unknown, never)).torrents).toEqual([]);
      await expect(client.listFiles(hashOf(keyOf(2)), never)).rejects.toMatchObject({ code: 'CLIENT_GONE' });
    },
  );

  it('without end is cut off', async () => {
    const chunk = new Uint8Array(1_000_000).fill(32);
    const { client } = scripted('browser-session', ({ method }) =>
      method === 'web.connected'
        ? ok(true)
        : new Response(new ReadableStream({ pull: (controller) => controller.enqueue(chunk) })),
    );
    await expect(client.listCompleted(never)).rejects.toMatchObject({ code: 'TOO_LARGE' });
  });
});
