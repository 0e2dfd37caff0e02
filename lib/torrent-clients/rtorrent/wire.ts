import * as z from 'zod/mini';
import { type InfoHash, parseInfoHash } from '../../domain/info-hash.ts';
import type { Torrent, TorrentFile, TorrentPhase } from '../../domain/torrent.ts';
import type { Fail } from '../../http/status.ts';
import { decoded, type Place, placeOf, readText } from './place.ts';
import type { Value } from './xml-rpc.ts';

/**
 * What is asked of a torrent, and the order of a row. 0.9.4 has all. ruTorrent's connections are not trusted, which
 * counts since 0.16.10; since 0.16.16 all of these are open to them (`d.timestamp.started` only since 0.16.19).
 */
export const torrentFields = [
  'd.hash',
  'd.name',
  'd.complete',
  'd.hashing',
  'd.is_partially_done',
  'd.size_bytes',
  'd.completed_bytes',
  'd.timestamp.finished',
  'd.creation_date',
  'd.state_changed',
  'd.directory',
  'd.is_multi_file',
  'd.custom1',
] as const;

export const fileFields = ['f.path', 'f.size_bytes', 'f.priority'] as const;

/** Numbers are `i8` or `i4`; a command that a person has redefined may give text. */
const wholeNumber = z.union([
  z.number(),
  z.pipe(
    z.string().check(z.regex(/^-?\d{1,16}$/)),
    z.transform((digits: string) => Number(digits)),
  ),
]);
const flag = z.pipe(
  wholeNumber,
  z.transform((value: number) => value !== 0),
);

const torrentRow = z.tuple([
  z.string(),
  z.string(),
  flag,
  wholeNumber,
  flag,
  wholeNumber,
  wholeNumber,
  wholeNumber,
  wholeNumber,
  wholeNumber,
  z.string(),
  flag,
  z.catch(z.string(), ''),
]);
const fileRow = z.tuple([z.string(), wholeNumber, wholeNumber]);

/** `d.directory`, `d.name` and `d.is_multi_file` of one torrent. */
export const placeFields = ['d.directory', 'd.name', 'd.is_multi_file'] as const;
const placeRow = z.tuple([z.string(), z.string(), flag]);

export function readList(value: Value, fail: Fail): readonly Value[] {
  if (!Array.isArray(value)) throw fail('UNEXPECTED_ANSWER');
  return value;
}

const faultStruct = z.object({ faultCode: wholeNumber, faultString: z.string() });
const unknownMethod = -506;
const notAllowed = -507;

/** Every version says "info-hash" of a torrent that it does not have, with codes of its own. */
export function readFault(fault: unknown): 'unknown method' | 'not allowed' | 'unknown torrent' | 'other' {
  const parsed = z.safeParse(faultStruct, fault);
  if (parsed.data?.faultCode === unknownMethod) return 'unknown method';
  if (parsed.data?.faultCode === notAllowed) return 'not allowed';
  return /info-hash/i.test(parsed.data?.faultString ?? '') ? 'unknown torrent' : 'other';
}

/** `system.client_version` is such as `0.9.8` or `0.16.17`, `system.api_version` such as `10`. */
export const readVersion = (answer: unknown): string | undefined =>
  typeof answer === 'string' ? /^\s*(\d[\w.+-]{0,30})\s*$/.exec(answer)?.[1] : undefined;

const bytes = (size: number): number => (Number.isSafeInteger(size) && size > 0 ? size : 0);

interface Progress {
  readonly complete: boolean;
  readonly hashing: number;
  readonly partlyDone: boolean;
  readonly meta: boolean;
  readonly size: number;
  readonly completed: number;
}

/**
 * `d.complete` is all of the torrent, `d.is_partially_done` all that is wanted of it. A download whose last byte has
 * come is neither: it is checked first (`hashing` 2) or about to be told complete.
 */
function phaseOf({ complete, hashing, partlyDone, meta, size, completed }: Progress): TorrentPhase {
  if (hashing !== 0) return 'checking';
  if (meta) return 'metadata';
  if (complete) return 'complete';
  if (completed >= size) return 'checking';
  return partlyDone ? 'complete' : 'downloading';
}

/**
 * `d.timestamp.finished` is set once and stays, also over re-checks and restarts. rtorrent sets it when a torrent has
 * all its files; data that were there at adding get it since 0.9.7. Of a part that is all the person wants, and of
 * such data before 0.9.7, no end is known. They get a time that stays: when the torrent was made, or if it does not say,
 * when it was last started or stopped. (`d.load_date` is anew at every start of rtorrent.) How much of a part there is
 * goes into the milliseconds, so that a larger part is a new completion.
 */
function stampOf(progress: Progress, finished: number, lasting: readonly number[]): number | null {
  if (finished > 0) return secondsToMs(finished);
  if (!progress.complete && phaseOf(progress) !== 'complete') return null;
  const stamp = lasting.map(secondsToMs).find((time) => time !== null) ?? null;
  if (stamp === null || progress.complete) return stamp;
  return stamp + (Math.floor(progress.completed / 16_384) % 1000);
}

const secondsToMs = (seconds: number): number | null =>
  Number.isSafeInteger(seconds) && seconds > 0 && seconds < 1e11 ? seconds * 1000 : null;

export function readPlace(row: unknown): Place | undefined {
  const parsed = z.safeParse(placeRow, row);
  return parsed.success ? placeOf(...parsed.data) : undefined;
}

/** One row of `torrentFields`. A magnet link without metadata is a file of one byte with this name. */
export function readTorrent(row: unknown): Torrent | undefined {
  const parsed = z.safeParse(torrentRow, row);
  if (!parsed.success) return undefined;
  const [
    id,
    name,
    complete,
    hashing,
    partlyDone,
    size,
    done,
    finished,
    made,
    changed,
    directory,
    multi,
    label,
  ] = parsed.data;
  const hash: InfoHash | undefined = parseInfoHash(id);
  if (hash === undefined) return undefined;
  const meta = size === 1 && name.toLowerCase() === `${hash}.meta`;
  const progress: Progress = {
    complete,
    hashing,
    partlyDone,
    meta,
    size: bytes(size),
    completed: bytes(done),
  };
  const phase = phaseOf(progress);
  const { savePath, contentPath } = placeOf(directory, name, multi);
  const isPart = !complete && phase === 'complete';
  return {
    hash,
    name: readText(name),
    phase,
    // what is wanted can be asked for by file only; a finished part is at least that, in whole pieces
    wantedBytes: isPart ? progress.completed : progress.size,
    leftBytes: complete || isPart ? 0 : Math.max(0, progress.size - progress.completed),
    completedAtMs: stampOf(progress, finished, [made, changed]),
    savePath,
    contentPath,
    category: label === '' ? null : decoded(label),
    tags: [],
  };
}

export const readTorrents = (rows: readonly unknown[]): readonly Torrent[] =>
  rows.map(readTorrent).filter((torrent) => torrent !== undefined);

/** Rows of `f.multicall`. Priority 0 is "do not download". */
export function readFiles(rows: readonly unknown[], { folder }: Place): readonly TorrentFile[] {
  return rows.flatMap((row) => {
    const parsed = z.safeParse(fileRow, row);
    if (!parsed.success) return [];
    const [path, size, priority] = parsed.data;
    return [{ path: folder + readText(path), sizeBytes: bytes(size), wanted: priority !== 0 }];
  });
}
