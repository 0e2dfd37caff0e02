import { type ErrorCode, OperationError } from '../../domain/errors.ts';
import type { InfoHash } from '../../domain/info-hash.ts';
import { isComplete, type Torrent, type TorrentFile } from '../../domain/torrent.ts';
import type { SessionTorrent, TorrentChanges } from '../../ports/torrent-client.ts';
import type { Rpc } from './rpc.ts';
import {
  fileFields,
  readFiles,
  readSessionTorrents,
  readStates,
  readTable,
  readTorrents,
  sessionFields,
  stateFields,
  torrentFields,
} from './wire.ts';

/**
 * `recently-active` are the torrents that changed within the last 60 s, whoever asks: it keeps no position, so the
 * page is not disturbed. Some time is left for a slow answer.
 */
const recentMs = 45_000;
/** In 3.00 the end of a check is no change, so all torrents are looked at now and then. */
const allEveryMs = 5 * 60_000;
/** More torrents than this are not named one by one. */
const mostNamed = 300;

/** Where we were: when we asked, when we last asked for all, and in which session of Transmission. */
interface Position {
  readonly askedAtMs: number;
  readonly allAtMs: number;
  readonly sessionId: string;
}

function positionOf(cursor: string | null): Position | undefined {
  const match = /^(\d{1,15}) (\d{1,15}) (\S+)$/.exec(cursor ?? '');
  return match
    ? { askedAtMs: Number(match[1]), allAtMs: Number(match[2]), sessionId: match[3] ?? '' }
    : undefined;
}

/**
 * The completions that are not known yet, among what changed since the cursor or, without one that is fresh, among
 * all torrents. Only what tells whether a torrent is complete is asked of all; texts only of the new ones. Nothing is
 * said of removed torrents: Transmission names them by a number that nobody else knows.
 */
export async function changesSince(
  rpc: Rpc,
  cursor: string | null,
  isKnown: (torrent: Torrent) => boolean,
  signal: AbortSignal,
): Promise<TorrentChanges> {
  const askedAtMs = Date.now();
  const before = positionOf(cursor);
  const isWithin = (sinceMs: number, ms: number): boolean => askedAtMs >= sinceMs && askedAtMs - sinceMs < ms;
  let recent: readonly Torrent[] | undefined;
  if (before && isWithin(before.askedAtMs, recentMs) && isWithin(before.allAtMs, allEveryMs)) {
    const states = await stateOf(rpc, { ids: 'recently-active' }, signal);
    // started anew meanwhile, it has forgotten what had changed before
    if (rpc.sessionId() === before.sessionId) recent = states;
  }
  const states = recent ?? (await stateOf(rpc, {}, signal));
  const fresh = states.filter((torrent) => isComplete(torrent) && !isKnown(torrent));
  const torrents = await torrentsByHash(
    rpc,
    fresh.map((torrent) => torrent.hash),
    signal,
  );
  const allAtMs = recent && before ? before.allAtMs : askedAtMs;
  return { torrents, removed: [], cursor: `${askedAtMs} ${allAtMs} ${rpc.sessionId()}`, gap: false };
}

async function stateOf(rpc: Rpc, which: Asked['which'], signal: AbortSignal): Promise<readonly Torrent[]> {
  return readStates(await rows(rpc, { operation: 'client.changes', which, fields: stateFields }, signal));
}

export async function completedTorrents(rpc: Rpc, signal: AbortSignal): Promise<readonly Torrent[]> {
  const asked = { operation: 'client.completed', which: {}, fields: torrentFields };
  return readTorrents(await rows(rpc, asked, signal)).filter(isComplete);
}

export async function torrentsByHash(
  rpc: Rpc,
  hashes: readonly InfoHash[],
  signal: AbortSignal,
): Promise<readonly Torrent[]> {
  const wanted = new Set(hashes);
  if (wanted.size === 0) return [];
  const which = wanted.size > mostNamed ? {} : { ids: [...wanted] };
  const asked = { operation: 'client.torrents', which, fields: torrentFields };
  const found = readTorrents(await rows(rpc, asked, signal));
  return found.filter((torrent) => wanted.delete(torrent.hash));
}

export async function torrentsBySessionId(
  rpc: Rpc,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<readonly SessionTorrent[]> {
  if (ids.length === 0) return [];
  const asked = { operation: 'client.session-ids', which: { ids }, fields: sessionFields, verbatim: true };
  return readSessionTorrents(await rows(rpc, asked, signal));
}

export async function filesOf(
  rpc: Rpc,
  hash: InfoHash,
  signal: AbortSignal,
): Promise<readonly TorrentFile[]> {
  const operation = 'client.files';
  const [row] = await rows(rpc, { operation, which: { ids: [hash] }, fields: fileFields }, signal);
  if (row === undefined) throw fail(rpc, 'CLIENT_GONE', operation);
  const files = readFiles(row);
  if (files === undefined) throw fail(rpc, 'UNEXPECTED_ANSWER', operation);
  return files;
}

interface Asked {
  readonly operation: string;
  /** Which torrents; without `ids` all. */
  readonly which: { readonly ids?: readonly (string | number)[] | 'recently-active' };
  readonly fields: readonly string[];
  readonly verbatim?: boolean;
}

async function rows(rpc: Rpc, asked: Asked, signal: AbortSignal): Promise<readonly unknown[]> {
  const { operation, which, fields, verbatim = false } = asked;
  const query = {
    operation,
    method: 'torrent-get',
    arguments: { ...which, fields, format: 'table' },
    verbatim,
  };
  const read = readTable(await rpc.ask(query, signal), fields.length);
  if (read === 'too-old') throw fail(rpc, 'CLIENT_TOO_OLD', operation);
  if (read === undefined) throw fail(rpc, 'UNEXPECTED_ANSWER', operation);
  return read;
}

const fail = ({ server }: Rpc, code: ErrorCode, operation: string): OperationError =>
  new OperationError(code, { operation, server });
