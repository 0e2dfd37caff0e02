import { type ErrorCode, type Failure, failureOf } from '../domain/errors.ts';
import type { PathMapping } from '../domain/media-path.ts';
import type { ClientSettings } from '../domain/settings.ts';
import { isComplete, type Torrent } from '../domain/torrent.ts';
import { coincidencesOf } from '../matching/coincidences.ts';
import { type MatchTorrent, torrentMedia } from '../matching/match-torrent.ts';
import type { PathPair } from '../matching/path-map.ts';
import type { TorrentClient } from '../ports/torrent-client.ts';
import type { KnownLibrary } from './read-libraries.ts';
import { folderOf, sampleTorrents } from './sample-torrents.ts';

const mostOfClient = 40;
/** So many of a folder that say the same are enough. */
const enough = 5;
const together = 4;
const filesMs = 5_000;
/** More would only be read and thrown away: a torrent is told by a few of its files. */
const mostFiles = 500;

/** What can be wrong with a single torrent while its client is well: it is gone, or its list can't be read. */
const ofOneTorrent: readonly ErrorCode[] = ['CLIENT_GONE', 'NOT_FOUND', 'TOO_LARGE', 'UNEXPECTED_ANSWER'];

/** A torrent whose files were compared with the libraries. */
export interface Looked {
  readonly clientId: string;
  readonly name: string;
  readonly folder: string;
  /** Nothing in it is for Plex. */
  readonly isForeign: boolean;
  /** Where Plex has its files, one for each server that has them. */
  readonly pairs: readonly PathPair[];
}

export interface Seen {
  readonly looked: readonly Looked[];
  readonly failures: readonly Failure[];
}

/**
 * Compares a few completed torrents of a client with the libraries: at most 40 lists of files are asked for, fewer when
 * a folder has said the same five times. Never throws: what was seen before a failure counts.
 */
export async function lookAtTorrents(
  client: ClientSettings,
  connect: () => Promise<TorrentClient>,
  libraries: readonly KnownLibrary[],
  mappings: readonly PathMapping[],
  signal: AbortSignal,
): Promise<Seen> {
  const looked: Looked[] = [];
  try {
    const torrentClient = await connect();
    const completed = (await torrentClient.listCompleted(signal)).filter(isComplete);
    const waiting = [...sampleTorrents(completed)];
    let left = mostOfClient;
    while (left > 0 && waiting.length > 0) {
      const next: Torrent[] = [];
      while (next.length < Math.min(together, left) && waiting.length > 0) {
        const torrent = waiting.shift();
        if (torrent && !hasSaidEnough(looked, folderOf(torrent))) next.push(torrent);
      }
      left -= next.length;
      const lists = next.map((torrent) => look(client, torrentClient, torrent, libraries, mappings, signal));
      looked.push(...(await Promise.all(lists)).flat());
    }
    return { looked, failures: [] };
  } catch (error) {
    const failure = failureOf(error, 'mappings.torrents');
    return { looked, failures: [{ ...failure, server: failure.server ?? hostOf(client) }] };
  }
}

/** Whether torrents of this folder agree so often that more would say nothing new. */
function hasSaidEnough(looked: readonly Looked[], folder: string): boolean {
  const said = looked
    .filter((one) => one.folder === folder && one.pairs.length > 0)
    .map(({ pairs }) => pairs.map(({ plexPath }) => plexPath).join('\0'));
  return said.length >= enough && new Set(said).size === 1;
}

/** Nothing for a torrent whose files can't be listed. What is wrong with the client as a whole is thrown. */
async function look(
  { id: clientId }: ClientSettings,
  torrentClient: TorrentClient,
  torrent: Torrent,
  libraries: readonly KnownLibrary[],
  mappings: readonly PathMapping[],
  caller: AbortSignal,
): Promise<readonly Looked[]> {
  const { hash, name, category, completedAtMs } = torrent;
  const folder = folderOf(torrent);
  try {
    const signal = AbortSignal.any([caller, AbortSignal.timeout(filesMs)]);
    const files = (await torrentClient.listFiles(hash, signal)).slice(0, mostFiles);
    const match: MatchTorrent = { name, clientId, category, completedAtMs, savePath: folder, files };
    const pairs = libraries.flatMap(({ index, sections }) =>
      index ? coincidencesOf(match, hash, index, sections, mappings).paths : [],
    );
    return [{ clientId, name, folder, isForeign: torrentMedia(files) === 'none', pairs }];
  } catch (error) {
    if (ofOneTorrent.includes(failureOf(error, 'mappings.files').code)) return [];
    throw error;
  }
}

const hostOf = ({ address }: ClientSettings): string | null => URL.parse(address)?.host ?? null;
