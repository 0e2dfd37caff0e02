import * as z from 'zod/mini';
import { type InfoHash, parseInfoHash } from '../../domain/info-hash.ts';
import type { Torrent, TorrentFile, TorrentPhase } from '../../domain/torrent.ts';

/**
 * Deluge's answers, versions 2.0 to 2.2. Only the fields that Marquee needs are asked for and looked at; an entry
 * without them is left out and the others stay, since one damaged torrent must not hide a thousand good ones.
 */

/** The web page answers everything with status 200; a refusal is in `error`. */
export const rpcAnswer = z.object({
  result: z.unknown(),
  error: z.nullable(z.object({ code: z.number() })),
});

const torrentEntry = z.object({
  name: z.string(),
  state: z.string(),
  is_finished: z.boolean(),
  completed_time: z.number(),
  time_added: z.number(),
  total_size: z.number(),
  total_wanted: z.number(),
  total_remaining: z.number(),
  save_path: z.string(),
  label: z.catch(z.string(), ''), // of a plugin that comes with Deluge and is off at first
});
type TorrentEntry = z.infer<typeof torrentEntry>;
export const torrentKeys: readonly string[] = Object.keys(torrentEntry.shape);

const fileEntry = z.object({ path: z.string(), size: z.number(), index: z.number() });
const fileLists = z.object({ files: z.array(z.unknown()), file_priorities: z.array(z.unknown()) });
export const fileKeys: readonly string[] = Object.keys(fileLists.shape);

/** Time of completion in seconds; 0 while there is none. */
export const stampKeys = ['completed_time'];

/** `daemon.get_version`: `2.0.3`, `2.2.1.dev0+20260307`. */
export function readVersion(value: unknown): string | undefined {
  return typeof value === 'string' ? /^\d+\.\d[\w.+-]{0,40}$/.exec(value)?.[0] : undefined;
}

/** Deluge answers with an object whose keys are info hashes. */
export const entriesOf = (result: unknown): readonly [string, unknown][] =>
  typeof result === 'object' && result !== null ? Object.entries(result) : [];

/**
 * What Deluge does (`torrent.py`, `torrentmanager.py`). The state alone says little: it follows libtorrent's, and a
 * download that has just ended is `Seeding` before anything was done about it. `is_finished` is Deluge's own. It is set
 * when a download has ended and, if Deluge was to move it, has been moved, in one step with the new path; it is taken
 * back as soon as more files are wanted. It stays through a re-check, which takes all bytes away and gives them back,
 * and a torrent that waits for its check is `Queued`.
 */
function phaseOf({ state, is_finished, total_size, total_remaining }: TorrentEntry): TorrentPhase {
  switch (state) {
    case 'Error':
      return 'error';
    case 'Moving':
      return 'moving';
    case 'Checking':
      return 'checking';
    case 'Allocating':
    case 'Downloading':
      return total_size === 0 ? 'metadata' : 'downloading';
    case 'Seeding':
    case 'Paused':
    case 'Queued':
      if (total_size === 0) return 'metadata';
      if (!is_finished) return 'downloading';
      return total_remaining === 0 ? 'complete' : 'checking';
    default:
      return 'unknown';
  }
}

/** Seconds as milliseconds; `null` for what is no time. */
const timeMs = (seconds: unknown): number | null =>
  typeof seconds === 'number' && seconds > 0 && seconds < 1e11 ? Math.round(seconds * 1000) : null;

const bytes = (size: number): number => (Number.isSafeInteger(size) && size > 0 ? size : 0);

function toTorrent(hash: InfoHash, entry: TorrentEntry): Torrent {
  const { name, is_finished, completed_time, time_added, total_wanted, total_remaining } = entry;
  return {
    hash,
    name,
    phase: phaseOf(entry),
    wantedBytes: bytes(total_wanted),
    leftBytes: bytes(total_remaining),
    // libtorrent stamps what was there at adding too; a torrent without a stamp would be new for ever
    completedAtMs: timeMs(completed_time) ?? (is_finished ? timeMs(time_added) : null),
    savePath: entry.save_path,
    // The name can be changed by the person; only the files say where the content is.
    contentPath: null,
    category: entry.label === '' ? null : entry.label,
    tags: [],
  };
}

export function readTorrents(result: unknown): readonly Torrent[] {
  return entriesOf(result).flatMap(([key, entry]) => {
    const hash = parseInfoHash(key);
    const parsed = z.safeParse(torrentEntry, entry);
    return hash !== undefined && parsed.success ? [toTorrent(hash, parsed.data)] : [];
  });
}

/** Only what tells a completion from others: its hash and stamp. Cheap, since it is made of all torrents. */
export function readStamp([key, entry]: readonly [string, unknown]): Torrent | undefined {
  const hash = parseInfoHash(key);
  if (hash === undefined || typeof entry !== 'object' || entry === null) return undefined;
  const completedAtMs = timeMs((entry as { readonly completed_time?: unknown }).completed_time);
  return { ...blank, hash, completedAtMs };
}
const blank = {
  name: '',
  phase: 'unknown',
  wantedBytes: 0,
  leftBytes: 0,
  savePath: '',
  contentPath: null,
  category: null,
  tags: [],
} as const;

/** Fills up pieces in v2 torrents (BEP 47); is in the list and never on the disk. */
const isPadding = (path: string): boolean => /(?:^|\/)\.pad\/\d+$/.test(path);

/** The files of one torrent; `undefined` when it isn't there. Priority 0 is "skip". */
export function readFiles(result: unknown, hash: InfoHash): readonly TorrentFile[] | undefined {
  const entry = entriesOf(result).find(([key]) => parseInfoHash(key) === hash)?.[1];
  const lists = z.safeParse(fileLists, entry);
  if (!lists.success) return undefined;
  return lists.data.files.flatMap((file) => {
    const parsed = z.safeParse(fileEntry, file);
    if (!parsed.success || isPadding(parsed.data.path)) return [];
    const { path, size, index } = parsed.data;
    return [{ path, sizeBytes: bytes(size), wanted: lists.data.file_priorities[index] !== 0 }];
  });
}
