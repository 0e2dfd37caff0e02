import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isComplete, type Torrent } from '../../../lib/domain/torrent.ts';
import type { TorrentChanges, TorrentClient, TorrentClientKind } from '../../../lib/ports/torrent-client.ts';
import type { TorrentDaemon } from '../../rig/torrent-daemon.ts';
import { hashOf } from '../contract.ts';

export const never = new AbortController().signal;
export const known = (): boolean => true;
const unknown = (): boolean => false;

/** The code under test and the hands on the same daemon. */
export interface Looked {
  readonly daemon: TorrentDaemon;
  readonly client: TorrentClient;
}

/** A client in a browser in which the person is signed in to the page. */
export async function withPageSession(
  kind: TorrentClientKind,
  daemon: TorrentDaemon,
  base?: typeof fetch,
): Promise<TorrentClient> {
  return kind.connect({
    address: daemon.url,
    access: 'browser-session',
    username: null,
    secret: async () => null,
    fetch: await daemon.signedIn(base),
  });
}

export async function torrentOf(client: TorrentClient, hash: string): Promise<Torrent | undefined> {
  return (await client.listByHash([hashOf(hash)], never))[0];
}

/** The torrent, which the client must call complete. */
export async function completeOf(client: TorrentClient, hash: string): Promise<Torrent> {
  const torrent = await torrentOf(client, hash);
  if (!torrent || !isComplete(torrent)) throw new Error(`not complete: ${JSON.stringify(torrent)}`);
  return torrent;
}

export const pollAs = (
  client: TorrentClient,
  cursor: string | null,
  isKnown: (torrent: Torrent) => boolean = unknown,
): Promise<TorrentChanges> => client.listChanges(cursor, isKnown, never);

/** A completion of this torrent among what was told. */
export const completionIn = (told: readonly Torrent[], hash: string): Torrent | undefined =>
  told.find((torrent) => torrent.hash === hash && isComplete(torrent));

interface WatchOptions {
  /** Called every two seconds without an end. */
  readonly help?: () => Promise<void>;
  /** A completion that may still be told when the daemon already knows better: by a client that tells late. */
  readonly before?: Torrent | undefined;
}

/**
 * What the client says of a torrent, as often as it can be asked, until the last is there. That it is complete must
 * never be said while the daemon itself, asked before and after, says that it is not.
 */
export async function watch(
  { daemon, client }: Looked,
  hash: string,
  isLast: (torrent: Torrent) => boolean | Promise<boolean>,
  options: WatchOptions = {},
): Promise<readonly Torrent[]> {
  const seen: Torrent[] = [];
  const deadline = Date.now() + 60_000;
  let nextHelp = Date.now() + 2_000;
  let wasDone = (await daemon.complete()).has(hash);
  for (;;) {
    const torrent = await torrentOf(client, hash);
    const isDone = (await daemon.complete()).has(hash);
    if (torrent) {
      seen.push(torrent);
      if (isComplete(torrent) && !wasDone && !isDone && !isSameCompletion(torrent, options.before))
        throw new Error(`too early: ${JSON.stringify(torrent)}`);
      if (await isLast(torrent)) return seen;
    }
    if (Date.now() > deadline) throw new Error(`never happened; last seen: ${JSON.stringify(torrent)}`);
    wasDone = isDone;
    await sleep(10);
    if (Date.now() < nextHelp) continue;
    await options.help?.();
    nextHelp = Date.now() + 2_000;
  }
}

/** What the client says of a complete torrent while all of it is read again. */
export function watchRecheck(
  looked: Looked,
  hash: string,
  before: Torrent | undefined,
): Promise<readonly Torrent[]> {
  let checked = false;
  const isLast = (torrent: Torrent): boolean => {
    checked ||= torrent.phase === 'checking';
    return checked && isComplete(torrent);
  };
  const help = () => looked.daemon.recheck(hash); // again when it was over before we looked
  return Promise.all([watch(looked, hash, isLast, { help, before }), help()]).then(([seen]) => seen);
}

const isSameCompletion = (one: Torrent, other: Torrent | undefined): boolean =>
  one.completedAtMs === other?.completedAtMs && one.wantedBytes === other?.wantedBytes;

/** Where the client says that the wanted files are. */
export async function placesOf(client: TorrentClient, torrent: Torrent): Promise<readonly string[]> {
  const files = await client.listFiles(torrent.hash, never);
  return files.filter((file) => file.wanted).map((file) => join(torrent.savePath, file.path));
}

/** Wanted files that are not, byte for byte, in this folder and where the client says, as they are in the source. */
export async function wrongFiles(
  client: TorrentClient,
  torrent: Torrent,
  { folder, source }: { readonly folder: string; readonly source: string },
): Promise<readonly string[]> {
  const wrong: string[] = [];
  const places = await placesOf(client, torrent);
  if (places.length === 0) throw new Error('no file is wanted');
  for (const place of places) {
    const there = await readFile(place).catch(() => null);
    const right = await readFile(join(source, relative(folder, place))).catch(() => null);
    if (!there || !right?.equals(there)) wrong.push(place);
  }
  return wrong;
}
