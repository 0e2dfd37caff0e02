import * as z from 'zod/mini';
import { type InfoHash, parseInfoHash } from '../../domain/info-hash.ts';
import type { Torrent, TorrentFile, TorrentPhase } from '../../domain/torrent.ts';

/**
 * qBittorrent's answers, versions 4.1 to 5.3. Only the fields that Marquee needs are looked at; an entry without
 * them is left out and the others stay, since one damaged torrent must not hide a thousand good ones.
 */

/** Numbers arrive as numbers; proxies and old Qt builds are known to quote large ones. */
const wholeNumber = z.union([
  z.number(),
  z.pipe(
    z.string().check(z.regex(/^-?\d{1,16}$/)),
    z.transform((digits: string) => Number(digits)),
  ),
]);
const optionalText = z.catch(z.string(), '');

const torrentEntry = z.object({
  name: z.string(),
  state: z.string(),
  size: wholeNumber,
  amount_left: wholeNumber,
  completion_on: wholeNumber,
  added_on: z.catch(wholeNumber, 0),
  save_path: z.string(),
  content_path: optionalText, // since 4.3
  category: optionalText,
  tags: optionalText,
});
type TorrentEntry = z.infer<typeof torrentEntry>;

const fileEntry = z.object({ name: z.string(), size: wholeNumber, priority: wholeNumber });

export type Schema<T> = z.core.$ZodType<T>;
export const entryList = z.array(z.unknown());

/** `sync/maindata`. In a delta a torrent has only the fields that changed. */
export const mainData = z.object({
  rid: z.number(),
  full_update: z.catch(z.boolean(), false),
  torrents: z.catch(z.looseObject({}), {}),
  torrents_removed: z.catch(z.array(z.unknown()), []),
});
export type MainData = z.infer<typeof mainData>;

/** `app/version` is text such as `v4.5.2` or `v5.2.0beta1`, `app/webapiVersion` such as `2.8.19`. */
export function readVersion(text: string): string | undefined {
  return /^\s*v?(\d+\.\d[\w.+-]{0,30})\s*$/.exec(text)?.[1];
}

/** `serialize_torrent.cpp` of 4.1 to 5.3: `paused…` became `stopped…` in 5.0. */
const phases: Readonly<Record<string, TorrentPhase>> = {
  uploading: 'complete',
  stalledUP: 'complete',
  queuedUP: 'complete',
  forcedUP: 'complete',
  pausedUP: 'complete',
  stoppedUP: 'complete',
  checkingUP: 'checking',
  checkingDL: 'checking',
  checkingResumeData: 'checking',
  queuedForChecking: 'checking',
  moving: 'moving',
  metaDL: 'metadata',
  forcedMetaDL: 'metadata',
  allocating: 'downloading',
  downloading: 'downloading',
  stalledDL: 'downloading',
  queuedDL: 'downloading',
  forcedDL: 'downloading',
  pausedDL: 'downloading',
  stoppedDL: 'downloading',
  error: 'error',
  missingFiles: 'error',
};

export const phaseOf = (state: string): TorrentPhase =>
  Object.hasOwn(phases, state) ? (phases[state] ?? 'unknown') : 'unknown';

/** Not complete is 0 in 4.2…4.6, -1 in 5.x, and -1 read as unsigned in 4.1. */
const never = 0xffff_ffff;

function stampMs(seconds: number): number | null {
  return Number.isSafeInteger(seconds) && seconds > 0 && seconds < never ? seconds * 1000 : null;
}

/** A magnet link without metadata has size -1. What is no size counts as none, and so never as complete. */
const bytes = (size: number): number => (Number.isSafeInteger(size) && size > 0 ? size : 0);

function toTorrent(hash: InfoHash, entry: TorrentEntry): Torrent {
  const addedAtMs = stampMs(entry.added_on);
  return {
    hash,
    name: entry.name,
    phase: phaseOf(entry.state),
    wantedBytes: bytes(entry.size),
    leftBytes: bytes(entry.amount_left),
    completedAtMs: stampMs(entry.completion_on),
    ...(addedAtMs !== null && { addedAtMs }),
    savePath: entry.save_path,
    // Before 4.3 there is none, and none can be made up: the person may have renamed the torrent or stripped its
    // folder. The files below the save path say it.
    contentPath: entry.content_path === '' ? null : entry.content_path,
    category: entry.category === '' ? null : entry.category,
    tags: entry.tags
      .split(',') // a tag can't hold a comma
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  };
}

/** One entry of `torrents/info`, or of `sync/maindata`, where the hash is the key. */
export function readTorrent(entry: unknown, key?: string): Torrent | undefined {
  const hash = parseInfoHash(key ?? field(entry, 'hash'));
  if (hash === undefined) return undefined;
  const parsed = z.safeParse(torrentEntry, entry);
  return parsed.success ? toTorrent(hash, parsed.data) : undefined;
}

export const readTorrents = (entries: readonly unknown[]): readonly Torrent[] =>
  entries.map((entry) => readTorrent(entry)).filter((torrent) => torrent !== undefined);

/**
 * `torrents/files`. Priority 0 is "do not download". Before 4.3 a daemon on Windows writes `\`; libtorrent lets
 * neither slash into a name. `.!qB` is what an unfinished file ends in, if the person wants it so.
 */
export function readFiles(entries: readonly unknown[]): readonly TorrentFile[] {
  return entries.flatMap((entry) => {
    const parsed = z.safeParse(fileEntry, entry);
    if (!parsed.success) return [];
    const { name, size, priority } = parsed.data;
    const path = name.replaceAll('\\', '/').replace(/\.!qB$/, '');
    return [{ path, sizeBytes: bytes(size), wanted: priority !== 0 }];
  });
}

const weightyFields = ['state', 'completion_on', 'content_path', 'save_path', 'size'];

/**
 * Did something change that can matter on the way into Plex? A download that goes on changes `amount_left` in every
 * delta; only its end does matter.
 */
export function isWeighty(changed: unknown): boolean {
  if (typeof changed !== 'object' || changed === null) return false;
  return (
    weightyFields.some((name) => Object.hasOwn(changed, name)) || Number(field(changed, 'amount_left')) === 0
  );
}

function field(entry: unknown, name: string): unknown {
  return typeof entry === 'object' && entry !== null && Object.hasOwn(entry, name)
    ? Reflect.get(entry, name)
    : undefined;
}
