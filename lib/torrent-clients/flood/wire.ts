import * as z from 'zod/mini';
import { parseInfoHash } from '../../domain/info-hash.ts';
import type { Torrent, TorrentFile, TorrentPhase } from '../../domain/torrent.ts';
import { parseJson, tryJson } from '../../http/json.ts';
import type { Fail } from '../../http/status.ts';

/**
 * Flood's answers, versions 4.6 to 4.16. It hands on what the torrent client behind it says, in words that mean
 * something else for each of the four.
 */

const numberOrNone = z.catch(z.number(), 0);
const texts = z.catch(z.array(z.string()), []);

const torrentEntry = z.object({
  name: z.string(),
  status: z.array(z.string()),
  bytesDone: z.number(),
  sizeBytes: z.number(),
  selectedSizeBytes: z.optional(z.number()), // since 4.15
  dateAdded: numberOrNone,
  dateCreated: numberOrNone,
  dateFinished: z.number(), // since 4.6
  directory: z.string(),
  message: z.catch(z.string(), ''),
  tags: texts,
});
type TorrentEntry = z.infer<typeof torrentEntry>;

const fileEntry = z.object({ path: z.string(), sizeBytes: z.number(), priority: z.number() });

export const signedIn = z.object({ success: z.literal(true) });
export const connected = z.object({ isConnected: z.literal(true) });
export const fileList = z.array(z.unknown());
/** The description of its API, which is the only place where Flood tells its version; since 4.12.1. */
export const apiDescription = z.object({ info: z.object({ title: z.string(), version: z.string() }) });

const list = z.object({ torrents: z.looseObject({}) });
const listHead = /^\{"id":\d+,"torrents":\{/;

/** `torrents` as Flood writes it: without spaces, as `entriesOf` needs it. What is no such list fails. */
export function readList(text: string, fail: Fail): string {
  if (listHead.test(text) && text.endsWith('}}')) return text;
  return JSON.stringify(parseJson(text, list, fail));
}

/**
 * The torrents of a list as info hash and unread entry. To read 10,000 whole takes longer than a poll may, so they
 * are cut out of the text, and only those that somebody asks for are read. Inside a name a quote has a backslash
 * before it: none can look like a key.
 */
export function* entriesOf(text: string): Generator<readonly [key: string, entry: string]> {
  let at = nextEntry(text, 0);
  while (at !== -1) {
    const next = nextEntry(text, at);
    const end = next === -1 ? -2 : next - keyLength - 1;
    yield [text.slice(at - keyLength + 1, at - 2), text.slice(at, end)];
    at = next;
  }
}

/** `"<hash>":`, in characters. */
const keyLength = 43;
const isKey = /^"[\dA-F]{40}":$/i;

/** Where the next value under an info hash begins. `indexOf` is several times as fast as a pattern for it all. */
function nextEntry(text: string, from: number): number {
  for (let at = text.indexOf('":{', from); at !== -1; at = text.indexOf('":{', at + 1)) {
    const start = at + 2;
    if (isKey.test(text.slice(Math.max(0, start - keyLength), start))) return start;
  }
  return -1;
}

/**
 * Is it all there, and in its place? By client behind Flood:
 * - `complete` is everything (Transmission, rTorrent) or all that is wanted (qBittorrent, Deluge), and also said while
 *   it is checked, moved, or about to be moved: then `seeding` and `stopped` are missing.
 * - A Transmission that has all that is wanted, but not all, is `seeding` only. So is for a moment a Deluge that has to
 *   download more after all; Flood never knows which of its files are wanted.
 * - A Deluge that has too many seeds lets finished ones wait, which Flood calls `downloading`, as it does with a
 *   Transmission that is moving files at the end of a download.
 * - An rTorrent that was stopped is `stopped` only.
 */
function isDone(entry: TorrentEntry, has: (word: string) => boolean): boolean {
  const { bytesDone, sizeBytes, selectedSizeBytes = sizeBytes, dateFinished } = entry;
  if (has('complete')) {
    const waits = has('downloading') && has('inactive') && isOfDeluge(entry);
    return has('seeding') || has('stopped') || waits;
  }
  if (has('seeding')) return selectedSizeBytes < sizeBytes || entry.selectedSizeBytes === undefined;
  return has('stopped') && !has('error') && dateFinished > 0 && bytesDone >= selectedSizeBytes;
}

function phaseOf(entry: TorrentEntry, key: string): TorrentPhase {
  const has = (word: string): boolean => entry.status.includes(word);
  if (has('checking')) return 'checking';
  if (has('moving')) return 'moving';
  // rTorrent keeps the metadata that it is still looking for as a file of this name
  if (entry.sizeBytes <= 0 || entry.name === `${key}.meta`) return 'metadata';
  if (entry.bytesDone > 0 && isDone(entry, has)) return 'complete';
  if (has('downloading') || has('seeding')) return 'downloading';
  // Deluge's "Moving" is unknown to Flood, which then says "error"
  if (has('error')) return has('complete') && entry.message === 'OK' ? 'moving' : 'error';
  return has('stopped') ? 'downloading' : 'unknown';
}

/** Deluge's message is "OK" when all is well; Flood knows no date of creation there, and full tens of seconds only. */
const isOfDeluge = ({ message, dateCreated, dateFinished }: TorrentEntry): boolean =>
  message === 'OK' && dateCreated === 0 && dateFinished % 10 === 0;

/**
 * When it was completed, in seconds since 1970. Over Deluge that is now less the time it has been seeding, another one
 * with each pause and restart, so there the time of adding is taken; as it is where there is no other, since
 * Transmission 3 gives none to data that were there at adding.
 */
function completedAt(entry: TorrentEntry, phase: TorrentPhase): number {
  const { dateAdded, dateFinished } = entry;
  if (dateFinished <= 0) return phase === 'complete' ? dateAdded : 0;
  return isOfDeluge(entry) && dateAdded > 0 ? dateAdded : dateFinished;
}

const bytes = (size: number): number => (Number.isSafeInteger(size) && size > 0 ? size : 0);

function toMs(seconds: number): number | null {
  return seconds > 0 && seconds < 1e11 ? Math.floor(seconds) * 1000 : null;
}

/** One entry of the list; `undefined` when it can't be read. */
export function readTorrent(key: string, text: string): Torrent | undefined {
  const hash = parseInfoHash(key);
  const entry = tryJson(text, torrentEntry);
  if (hash === undefined || entry === undefined) return undefined;
  const { name, bytesDone, sizeBytes, selectedSizeBytes = sizeBytes, directory, tags } = entry;
  const phase = phaseOf(entry, key);
  const done = phase === 'complete';
  return {
    hash,
    name,
    phase,
    // Deluge does not tell what is wanted, and over rTorrent it is an hour old: what is done is all that is wanted
    wantedBytes: bytes(done ? bytesDone : selectedSizeBytes),
    leftBytes: done ? 0 : bytes(selectedSizeBytes - bytesDone),
    completedAtMs: toMs(completedAt(entry, phase)),
    savePath: directory,
    contentPath: null, // not told, and over rTorrent the folder is the torrent's own
    category: null,
    tags,
  };
}

/** `torrents/<hash>/contents`. Priority 0 is "do not download". `.!qB` is what a file unfinished in qBittorrent ends in. */
export function readFiles(entries: readonly unknown[]): readonly TorrentFile[] {
  return entries.flatMap((entry) => {
    const parsed = z.safeParse(fileEntry, entry);
    if (!parsed.success) return [];
    const { path, sizeBytes, priority } = parsed.data;
    const clean = path.replaceAll('\\', '/').replace(/\.!qB$/, '');
    return [{ path: clean, sizeBytes: bytes(sizeBytes), wanted: priority !== 0 }];
  });
}
