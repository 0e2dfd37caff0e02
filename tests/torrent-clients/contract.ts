import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InfoHash, parseInfoHash } from '../../lib/domain/info-hash.ts';
import { isComplete, type Torrent } from '../../lib/domain/torrent.ts';
import type { ClientAccess, TorrentClient } from '../../lib/ports/torrent-client.ts';

/** A complete torrent of the scene, and what the client must say about it. */
export interface SceneTorrent {
  readonly hash: string;
  readonly name: string;
  /** Paths below the save path, with `/`, and whether the person wants them. */
  readonly files: readonly { readonly path: string; readonly sizeBytes: number; readonly wanted: boolean }[];
  /** The file or folder below the save path that is this torrent; empty where the client can't say. */
  readonly content: string;
  readonly category: string | null;
  readonly tags: readonly string[];
}

/** What every torrent client is shown: the same torrents, whether recorded or real. */
export interface SceneFacts {
  readonly version: string;
  readonly savePath: string;
  readonly complete: readonly SceneTorrent[];
  /** A torrent that nobody has, so it never completes. */
  readonly incomplete: string;
  /** A hash that the client never heard of. */
  readonly absent: string;
}

export interface Scene {
  readonly facts: SceneFacts;
  /** `signedIn: false`: what a person meets who has not signed in. */
  connect(access: ClientAccess, signedIn?: boolean): TorrentClient;
  stop(): Promise<void>;
}

export const hashOf = (text: string): InfoHash => {
  const hash = parseInfoHash(text);
  if (hash === undefined) throw new Error(`no info hash: ${text}`);
  return hash;
};

const known = (): boolean => true;
const unknown = (): boolean => false;
const never = new AbortController().signal;

/** What a torrent client owes to Marquee, run over recorded answers and over the real program alike. */
export function itIsATorrentClient(start: () => Promise<Scene>, accesses: readonly ClientAccess[]): void {
  let scene: Scene;
  beforeAll(async () => {
    scene = await start();
  });
  afterAll(() => scene?.stop());

  describe.each(accesses)('with access %s', (access) => {
    const client = (): TorrentClient => scene.connect(access);
    const byHash = async (hash: string): Promise<Torrent | undefined> =>
      (await client().listByHash([hashOf(hash)], never))[0];

    it('says its version', async () => {
      expect((await client().identify(never)).version).toBe(scene.facts.version);
    });

    it('lists all completed torrents and nothing else as complete', async () => {
      const complete = (await client().listCompleted(never)).filter(isComplete);
      expect(hashesOf(complete)).toEqual(hashesOf(scene.facts.complete));
    });

    it('gives the newest completions at first, and a gap when more may be missing', async () => {
      const changes = await client().listChanges(null, unknown, never);
      expect(hashesOf(changes.torrents.filter(isComplete))).toEqual(hashesOf(scene.facts.complete));
      expect(changes.gap).toBe(false);
    });

    it('finds nothing new and nothing removed when nothing happened', async () => {
      const first = await client().listChanges(null, known, never);
      const second = await client().listChanges(first.cursor, known, never);
      const stamps = new Map(first.torrents.map((torrent) => [torrent.hash, torrent.completedAtMs]));
      for (const torrent of second.torrents) expect(stamps.get(torrent.hash)).toBe(torrent.completedAtMs);
      expect(second).toMatchObject({ removed: [], gap: false });
    });

    it('tells of a complete torrent what it is and where it is', async () => {
      for (const expected of scene.facts.complete) {
        const torrent = await byHash(expected.hash);
        expect(torrent).toMatchObject({
          name: expected.name,
          phase: 'complete',
          leftBytes: 0,
          category: expected.category,
          tags: expected.tags,
        });
        expect(torrent?.savePath.replace(/\/$/, '')).toBe(scene.facts.savePath);
        if (expected.content !== '')
          expect(torrent?.contentPath).toBe(`${scene.facts.savePath}/${expected.content}`);
        const wanted = expected.files.filter((file) => file.wanted);
        expect(torrent?.wantedBytes).toBe(wanted.reduce((sum, file) => sum + file.sizeBytes, 0));
      }
    });

    it('gives the time of completion in milliseconds', async () => {
      for (const { hash } of scene.facts.complete) {
        const stamp = (await byHash(hash))?.completedAtMs ?? 0;
        expect(stamp).toBeGreaterThan(Date.UTC(2020, 0));
        expect(stamp).toBeLessThanOrEqual(Math.max(Date.now(), Date.UTC(2030, 0)));
      }
    });

    it('lists the files of a torrent, and which of them the person wants', async () => {
      for (const { hash, files } of scene.facts.complete) {
        const listed = await client().listFiles(hashOf(hash), never);
        expect([...listed].sort((a, b) => (a.path < b.path ? -1 : 1))).toEqual(files);
      }
    });

    it('shows an unfinished torrent as unfinished', async () => {
      const torrent = await byHash(scene.facts.incomplete);
      expect(torrent).toMatchObject({ phase: 'downloading', completedAtMs: null });
      expect(torrent?.leftBytes).toBeGreaterThan(0);
    });

    it('gives the asked torrents only, and leaves out those that are gone', async () => {
      const [first, second] = scene.facts.complete.map((torrent) => hashOf(torrent.hash));
      if (!first || !second) throw new Error('the scene needs two torrents');
      const asked = [second, hashOf(scene.facts.absent), first];
      expect(hashesOf(await client().listByHash(asked, never))).toEqual([first, second].sort());
      expect(await client().listByHash([hashOf(scene.facts.absent)], never)).toEqual([]);
      expect(await client().listByHash([], never)).toEqual([]);
    });

    it('says that a torrent is gone when asked for its files', async () => {
      await expect(client().listFiles(hashOf(scene.facts.absent), never)).rejects.toMatchObject({
        code: 'CLIENT_GONE',
      });
    });

    it('stops with the reason of the signal', async () => {
      const reason = new Error('enough');
      const stopped = AbortSignal.abort(reason);
      await expect(client().listCompleted(stopped)).rejects.toBe(reason);
      await expect(client().listChanges(null, known, stopped)).rejects.toBe(reason);
    });
  });

  it('asks for a sign-in when the browser has none', async () => {
    const stranger = scene.connect('browser-session', false);
    const refused = { code: 'CLIENT_LOGIN', retryable: false };
    await expect(stranger.identify(never)).rejects.toMatchObject(refused);
    await expect(stranger.listChanges(null, known, never)).rejects.toMatchObject(refused);
  });
}

const hashesOf = (torrents: readonly { readonly hash: string }[]): readonly string[] =>
  torrents.map((torrent) => torrent.hash).sort();
