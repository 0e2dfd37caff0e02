import { type InfoHash, parseInfoHash } from '../../domain/info-hash.ts';
import { isComplete, type Torrent } from '../../domain/torrent.ts';
import type { TorrentChanges } from '../../ports/torrent-client.ts';
import type { Session } from './session.ts';
import { entryList, isWeighty, type MainData, mainData, readTorrent, readTorrents } from './wire.ts';

/**
 * Two ways to learn what changed.
 *
 * `sync/maindata` sends only changes, but qBittorrent keeps one position (`rid`) per session: two readers of one
 * session throw each other back to full updates for ever. Measured with 4.5.2, 5.1.0 and 5.3.0: with our reads in
 * between, every answer to the page was a full update, 12 MB every 1.5 s at 10,000 torrents; with `torrents/info` in
 * between, none was. An extension's requests use the browser's cookie jar, and a sign-in with a valid cookie answers
 * "Ok." and opens no session, so even with a password the session is the tab's own. Whether a tab shares it can't be
 * seen but by the first answer we have spoilt. So deltas are read with an API key only, which has a session apart.
 */

/** So many of the newest completions are asked for, then more while not even the oldest of them is known. */
const windows = [50, 250, 1_000];
/** More changes than this are not fetched one by one. */
const mostTouched = 300;
const hashesPerRequest = 100;

/** The newest completions, stateless. `torrents/info` starts over when an offset is too large, hence no offset. */
export async function newestCompletions(
  session: Session,
  isKnown: (torrent: Torrent) => boolean,
  signal: AbortSignal,
): Promise<TorrentChanges> {
  let torrents: readonly Torrent[] = [];
  for (const limit of windows) {
    const entries = await session.json(
      {
        operation: 'client.newest',
        path: 'torrents/info',
        parameters: { filter: 'completed', sort: 'completion_on', reverse: 'true', limit: `${limit}` },
      },
      entryList,
      signal,
    );
    torrents = readTorrents(entries);
    // what is being checked again is in the list too, and nobody takes note of it meanwhile
    const oldest = torrents.findLast(isComplete);
    if (entries.length < limit || (oldest && isKnown(oldest)))
      return { torrents, removed: [], cursor: null, gap: false };
  }
  return { torrents, removed: [], cursor: null, gap: true };
}

export async function torrentsByHash(
  session: Session,
  hashes: readonly InfoHash[],
  signal: AbortSignal,
): Promise<readonly Torrent[]> {
  const wanted = new Set(hashes);
  const asked = [...wanted];
  const found: Torrent[] = [];
  for (let at = 0; at < asked.length; at += hashesPerRequest) {
    const parameters = { hashes: asked.slice(at, at + hashesPerRequest).join('|') };
    const query = { operation: 'client.torrents', path: 'torrents/info', parameters };
    const torrents = readTorrents(await session.json(query, entryList, signal));
    // 4.1.0 does not know the parameter and answers with everything
    found.push(...torrents.filter((torrent) => wanted.delete(torrent.hash)));
  }
  return found;
}

/** `rid:<n>`, with `!` after a full update that nothing explains; `newest` when somebody else reads with this key. */
interface Position {
  readonly rid: number;
  readonly thrownBack: boolean;
}
const start: Position = { rid: 0, thrownBack: false };

function positionOf(cursor: string | null): Position | 'newest' {
  if (cursor === 'newest') return 'newest';
  const match = /^rid:(\d{1,9})(!?)$/.exec(cursor ?? '');
  return match ? { rid: Number(match[1]), thrownBack: match[2] === '!' } : start;
}

/** What changed since the cursor, from `sync/maindata`: see above. */
export async function changesSince(
  session: Session,
  cursor: string | null,
  isKnown: (torrent: Torrent) => boolean,
  signal: AbortSignal,
): Promise<TorrentChanges> {
  const position = positionOf(cursor);
  const newest = async (next: string): Promise<TorrentChanges> => ({
    ...(await newestCompletions(session, isKnown, signal)),
    cursor: next,
  });
  if (position === 'newest') return newest('newest');

  const parameters = { rid: `${position.rid}` };
  const query = { operation: 'client.changes', path: 'sync/maindata', parameters };
  const data = await session.json(query, mainData, signal);
  if (data.full_update) return fullUpdate(data, position);

  const removed = data.torrents_removed.map(parseInfoHash).filter((hash) => hash !== undefined);
  const touched = Object.entries(data.torrents)
    .filter(([, changed]) => isWeighty(changed))
    .map(([key]) => parseInfoHash(key))
    .filter((hash) => hash !== undefined);
  // Until the next cursor is used, qBittorrent answers the old one with the same changes again: nothing is lost when
  // what follows fails.
  const next = `rid:${data.rid}`;
  if (touched.length > mostTouched) return { ...(await newest(next)), removed };
  return { torrents: await torrentsByHash(session, touched, signal), removed, cursor: next, gap: false };
}

/**
 * At the first contact, after a restart of qBittorrent and when its session has ended: everything, so no gap. Twice
 * in a row in spite of a cursor: another program reads with the same key, and each full update is paid by both.
 */
function fullUpdate(data: MainData, position: Position): TorrentChanges {
  const torrents = Object.entries(data.torrents)
    .map(([key, entry]) => readTorrent(entry, key))
    .filter((torrent) => torrent !== undefined)
    .filter((torrent) => torrent.completedAtMs !== null);
  const unexplained = position.rid > 0;
  const cursor = position.thrownBack ? 'newest' : `rid:${data.rid}${unexplained ? '!' : ''}`;
  return { torrents, removed: [], cursor, gap: false };
}
