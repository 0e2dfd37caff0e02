import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Torrent } from '../../../lib/domain/torrent.ts';
import { hashOf } from '../contract.ts';
import { type Asked, answer, daemon, scripted, torrent } from './scripted-server.ts';

const never = new AbortController().signal;
const known = (): boolean => true;
const unknown = (): boolean => false;
const names = (torrents: readonly Torrent[]): readonly string[] => torrents.map(({ name }) => name);
const idsOf = ({ args }: Asked): unknown => args.ids ?? 'all';

describe('a poll of Transmission', () => {
  let nowMs = Date.UTC(2024, 0);
  beforeEach(() => {
    vi.spyOn(Date, 'now').mockImplementation(() => nowMs);
  });
  afterEach(() => {
    nowMs = Date.UTC(2024, 0);
  });

  it('looks at the state of all, and asks for the texts of new completions only', async () => {
    const torrents = [torrent(0), torrent(1), torrent(2, { leftUntilDone: 5, status: 4 })];
    const { client, asked } = scripted(daemon(() => torrents));
    const isKnown = ({ hash }: Torrent): boolean => hash === torrents[0]?.hashString;
    const changes = await client.listChanges(null, isKnown, never);
    expect(names(changes.torrents)).toEqual(['Movie.1']);
    expect(asked.slice(1).map(idsOf)).toEqual(['all', [torrents[1]?.hashString]]);
    expect(asked[1]?.args.fields).not.toContain('name');
  });

  it('is one small request when nothing is new', async () => {
    const { client, asked } = scripted(daemon());
    const { cursor } = await client.listChanges(null, known, never);
    nowMs += 30_000;
    await client.listChanges(cursor, known, never);
    expect(asked.slice(2).map(idsOf)).toEqual(['recently-active']);
  });

  it('looks at all again when the last one was too long ago for Transmission to know', async () => {
    const { client, asked } = scripted(daemon());
    const { cursor } = await client.listChanges(null, known, never);
    nowMs += 45_000;
    await client.listChanges(cursor, known, never);
    expect(asked.slice(2).map(idsOf)).toEqual(['all']);
  });

  it('looks at all again when the clock was put back', async () => {
    const { client, asked } = scripted(daemon());
    const { cursor } = await client.listChanges(null, known, never);
    nowMs -= 1_000;
    await client.listChanges(cursor, known, never);
    expect(asked.slice(2).map(idsOf)).toEqual(['all']);
  });

  it('looks at all again every five minutes, as the end of a check is no change in 3.00', async () => {
    const { client, asked } = scripted(daemon());
    let { cursor } = await client.listChanges(null, known, never);
    for (let poll = 0; poll < 25; poll++) {
      nowMs += 30_000;
      ({ cursor } = await client.listChanges(cursor, known, never));
    }
    const polls = asked.slice(1).map(idsOf);
    expect(polls.filter((ids) => ids === 'all')).toHaveLength(3);
    expect(polls.indexOf('all', 1)).toBe(10);
  });

  it('looks at all again after Transmission was started anew', async () => {
    let session = 'first';
    const { client, asked } = scripted(daemon(undefined, () => session));
    const { cursor } = await client.listChanges(null, known, never);
    session = 'second';
    const changes = await client.listChanges(cursor, unknown, never);
    expect(names(changes.torrents)).toEqual(['Movie.0']);
    expect(asked.slice(2, -1).map(idsOf)).toEqual(['recently-active', 'recently-active', 'all']);
  });

  it('does so too when it is another worker that remembers where we were', async () => {
    let session = 'first';
    const before = await scripted(daemon(undefined, () => session)).client.listChanges(null, known, never);
    session = 'second';
    const { client, asked } = scripted(daemon(undefined, () => session));
    await client.listChanges(before.cursor, known, never);
    expect(asked.map(idsOf)).toEqual(['recently-active', 'recently-active', 'all']);
  });

  it('takes a cursor that it can not read for none', async () => {
    const { client, asked } = scripted(daemon());
    for (const cursor of ['', 'rid:7', '1 2', `${nowMs} ${nowMs} `])
      await client.listChanges(cursor, known, never);
    expect(new Set(asked.map(idsOf))).toEqual(new Set(['all']));
  });

  it('does not name more torrents than fit', async () => {
    const torrents = Array.from({ length: 400 }, (_, n) => torrent(n));
    const { client, asked } = scripted(daemon(() => torrents));
    expect((await client.listChanges(null, unknown, never)).torrents).toHaveLength(400);
    expect(asked.at(-1)?.args.ids).toBeUndefined();
  });

  it('tells nothing as complete that is not', async () => {
    const torrents = [
      torrent(1, { status: 2 }),
      torrent(2, { status: 4, doneDate: 0 }),
      torrent(3, { error: 3 }),
      torrent(4, { sizeWhenDone: 0 }),
    ];
    const { client } = scripted(daemon(() => torrents));
    expect((await client.listChanges(null, unknown, never)).torrents).toEqual([]);
    expect(await client.listCompleted(never)).toEqual([]);
  });
});

describe('torrents by the number that a page knows', () => {
  it('are told with what the page shows of them', async () => {
    const { client, asked } = scripted(daemon(() => [torrent(0), torrent(1)]));
    expect(await client.listBySessionId?.([2, 99], never)).toEqual([
      { sessionId: 2, hash: hashOf(torrent(1).hashString), name: 'Movie.1', addedAtMs: 1_600_000_001_000 },
    ]);
    expect(asked.at(-1)?.args.ids).toEqual([2, 99]);
    expect(await client.listBySessionId?.([], never)).toEqual([]);
    expect(asked).toHaveLength(2);
  });

  it('have the name that the page of 3.00 reads, be it right or not', async () => {
    const { client } = scripted(async (asked) => {
      const text = await answer(asked, [torrent(0, { name: '@@' })]).text();
      return new Response(text.replace('@@', '\\u1f3ac'));
    });
    expect((await client.listBySessionId?.([1], never))?.[0]?.name).toBe('Ἲc');
    expect((await client.listCompleted(never))[0]?.name).toBe('🎬');
  });
});
