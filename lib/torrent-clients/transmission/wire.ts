import * as z from 'zod/mini';
import { parseInfoHash } from '../../domain/info-hash.ts';
import type { Torrent, TorrentFile, TorrentPhase } from '../../domain/torrent.ts';
import type { ClientIdentity, SessionTorrent } from '../../ports/torrent-client.ts';

/**
 * Transmission's answers, versions 3.00 to 4.1. Torrents are asked for as tables: their columns are the fields in the
 * order in which they were asked for, whatever the protocol calls them, and 10,000 torrents are half as long.
 */

const wholeNumber = z.number();

/** What can be told of a torrent without its texts: a third of the bytes. */
export const stateFields = [
  'hashString',
  'status',
  'leftUntilDone',
  'sizeWhenDone',
  'metadataPercentComplete',
  'doneDate',
  'addedDate',
  'error',
] as const;
type StateRow = readonly [string, number, number, number, number, number, number, number];
/** One test instead of a tuple of eight schemas: there may be 10,000 of these in each answer. */
const stateRow = z.custom<StateRow>(
  (row) =>
    Array.isArray(row) &&
    row.length === stateFields.length &&
    row.every((value, at) => typeof value === (at === 0 ? 'string' : 'number')),
);

export const torrentFields = [...stateFields, 'name', 'downloadDir', 'labels'] as const;
const labels = z.catch(z.array(z.string()), []);
const textColumns = z.tuple([z.string(), z.string(), labels]);

export const sessionFields = ['id', 'hashString', 'name', 'addedDate'] as const;
const sessionRow = z.tuple([wholeNumber, z.string(), z.string(), wholeNumber]);

export const fileFields = ['files', 'fileStats'] as const;
const filesRow = z.tuple([z.array(z.unknown()), z.array(z.unknown())]);
const fileEntry = z.object({ name: z.string(), length: wholeNumber });
const fileState = z.object({ wanted: z.boolean() });

/** An answer of the old protocol, or of JSON-RPC 2. */
export const envelope = z.union([
  z.object({ result: z.string(), arguments: z.optional(z.unknown()) }),
  z.object({ jsonrpc: z.string(), result: z.optional(z.unknown()), error: z.optional(z.unknown()) }),
]);
export type Envelope = z.infer<typeof envelope>;

const table = z.object({ torrents: z.array(z.unknown()) });
const facts = z.object({
  version: z.string(),
  'rpc-version': z.optional(wholeNumber),
  rpc_version: z.optional(wholeNumber), // as JSON-RPC 2 writes it
  'rpc-version-semver': z.catch(z.optional(z.string()), undefined), // since 4.0
  rpc_version_semver: z.catch(z.optional(z.string()), undefined),
});
export const identityFields = ['version', 'rpc-version', 'rpc-version-semver'] as const;

/** RPC 16 is Transmission 3.00, the first with tables and labels. */
const oldestRpc = 16;

/** `version` is such as `3.00 (bb6b5a062e)`. `undefined`: that is no Transmission. */
export function readIdentity(said: unknown): ClientIdentity | 'too-old' | undefined {
  const parsed = z.safeParse(facts, said);
  if (!parsed.success) return undefined;
  const version = /^\s*(\d+\.\d[\w.+-]{0,30})/.exec(parsed.data.version)?.[1];
  const rpcVersion = parsed.data['rpc-version'] ?? parsed.data.rpc_version;
  if (version === undefined || rpcVersion === undefined) return undefined;
  if (rpcVersion < oldestRpc) return 'too-old';
  const semver = parsed.data['rpc-version-semver'] ?? parsed.data.rpc_version_semver ?? '';
  return { version, apiVersion: /^[\w.+-]{1,30}$/.test(semver) ? semver : `${rpcVersion}` };
}

/**
 * The rows of a table with that many columns. Its first row names them, and is no list before 3.00, which does not
 * know tables. `undefined`: that is no answer to such a question.
 */
export function readTable(said: unknown, columns: number): readonly unknown[] | 'too-old' | undefined {
  const parsed = z.safeParse(table, said);
  if (!parsed.success) return undefined;
  const [names, ...rows] = parsed.data.torrents;
  if (Array.isArray(names)) return names.length === columns ? rows : undefined;
  return names === undefined ? undefined : 'too-old';
}

/**
 * 3.00 writes a character beyond U+FFFF as `\u` and five digits, which every reader of JSON takes for two other
 * characters. All that it writes beyond ASCII is escaped, so `\u1f3ac` could also be Greek `Ἲ` before a `c`: among
 * names of films and albums the 🎬 is likelier. Beyond plane 1 it would not be (`—5` is `\u20145`). Newer versions
 * write UTF-8.
 */
export const mendEscapes = (text: string): string =>
  text.replace(/\\(?:u(1f[0-9a-f]{3})|.)/gs, (escaped, digits?: string) =>
    digits === undefined ? escaped : String.fromCodePoint(Number.parseInt(digits, 16)),
  );

/** A magnet link without metadata has size 0. What is no size counts as none, and so never as complete. */
const bytes = (size: number): number => (Number.isSafeInteger(size) && size > 0 ? size : 0);

/** Times are in whole seconds; 0 is never. */
const timeMs = (seconds: number): number | null =>
  Number.isSafeInteger(seconds) && seconds > 0 && seconds < 1e11 ? seconds * 1000 : null;

/** Its data are gone, or could not be written. 1 and 2 are what a tracker says. */
const localError = 3;

/**
 * `status` of `transmission.h`: 0 stopped, 1 and 2 checking, 3 and 4 downloading, 5 and 6 seeding. There is none for
 * moving: from the last byte until the data lie in the folder that they are meant for, a torrent is downloading what
 * is not missing.
 */
function phaseOf([, status, left, size, metadata, , , error]: StateRow): TorrentPhase {
  if (metadata < 1) return 'metadata';
  if (error === localError) return 'error';
  if (status === 1 || status === 2) return 'checking';
  if (status === 3 || status === 4) return left === 0 && size > 0 ? 'moving' : 'downloading';
  if (status !== 0 && status !== 5 && status !== 6) return 'unknown';
  return left > 0 ? 'downloading' : 'complete';
}

/**
 * 3.00 stamps only what it downloaded itself since it was started: data that were there before, or whose last check
 * came after a restart, keep `doneDate` 0 for ever. Such a torrent counts as complete since it was added, which does
 * not change either.
 */
function completedAtMs(row: StateRow, phase: TorrentPhase): number | null {
  const [, , left, , , doneDate, addedDate] = row;
  if (doneDate > 0) return timeMs(doneDate);
  const isComplete = left === 0 && (phase === 'complete' || phase === 'checking');
  return isComplete ? timeMs(addedDate) : null;
}

function toTorrent(row: unknown, { name, savePath, tags }: Texts): Torrent | undefined {
  const parsed = z.safeParse(stateRow, row);
  if (!parsed.success) return undefined;
  const [hashString, , left, size] = parsed.data;
  const hash = parseInfoHash(hashString);
  if (hash === undefined) return undefined;
  const phase = phaseOf(parsed.data);
  return {
    hash,
    name,
    phase,
    wantedBytes: bytes(size),
    leftBytes: bytes(left),
    completedAtMs: completedAtMs(parsed.data, phase),
    savePath,
    // The name is not always that of the file or folder (3.00 saves `a?` as `a_`); the files say it.
    contentPath: null,
    category: null,
    tags,
  };
}

type Texts = Pick<Torrent, 'name' | 'savePath' | 'tags'>;
const noTexts: Texts = { name: '', savePath: '', tags: [] };

/** Rows of `stateFields`; the texts of these torrents are empty. Damaged rows are left out, the others stay. */
export const readStates = (rows: readonly unknown[]): readonly Torrent[] =>
  rows.map((row) => toTorrent(row, noTexts)).filter((torrent) => torrent !== undefined);

/** Rows of `torrentFields`. */
export const readTorrents = (rows: readonly unknown[]): readonly Torrent[] =>
  rows.flatMap((row) => {
    if (!Array.isArray(row)) return [];
    const parsed = z.safeParse(textColumns, row.slice(stateFields.length));
    if (!parsed.success) return [];
    const [name, savePath, tags] = parsed.data;
    return toTorrent(row.slice(0, stateFields.length), { name, savePath, tags }) ?? [];
  });

/** Rows of `sessionFields`. */
export const readSessionTorrents = (rows: readonly unknown[]): readonly SessionTorrent[] =>
  rows.flatMap((row) => {
    const parsed = z.safeParse(sessionRow, row);
    if (!parsed.success) return [];
    const [sessionId, hashText, name, addedDate] = parsed.data;
    const hash = parseInfoHash(hashText);
    const addedAtMs = timeMs(addedDate);
    return hash && addedAtMs !== null ? [{ sessionId, hash, name, addedAtMs }] : [];
  });

/** A row of `fileFields`. `undefined`: it can't be read. */
export function readFiles(row: unknown): readonly TorrentFile[] | undefined {
  const parsed = z.safeParse(filesRow, row);
  if (!parsed.success) return undefined;
  const [files, states] = parsed.data;
  return files.flatMap((entry, at) => {
    const file = z.safeParse(fileEntry, entry);
    const state = z.safeParse(fileState, states[at]);
    if (!file.success || !state.success) return [];
    return [{ path: file.data.name, sizeBytes: bytes(file.data.length), wanted: state.data.wanted }];
  });
}
