import { OperationError } from '../../domain/errors.ts';
import type { InfoHash } from '../../domain/info-hash.ts';
import { isComplete, type Torrent, type TorrentFile } from '../../domain/torrent.ts';
import type { Fail } from '../../http/status.ts';
import type { TorrentChanges } from '../../ports/torrent-client.ts';
import type { Endpoint } from './endpoint.ts';
import {
  fileFields,
  placeFields,
  readFault,
  readFiles,
  readList,
  readPlace,
  readTorrents,
  readVersion,
  torrentFields,
} from './wire.ts';
import type { Value } from './xml-rpc.ts';

const asCommand = (field: string): string => `${field}=`;

/** Everything that the person wants is there, but not all of the torrent. */
const isPart = 'and={d.is_partially_done=,not=$d.complete=}';
const isDone = `or={d.complete=,"${isPart}"}`;

/**
 * Finished within so many seconds by rtorrent's own clock; of a part no end is known, so all parts are in. (`greater`
 * and `equal` are closed to untrusted connections since 0.16.10, `elapsed.less` is not.)
 */
const isNew = (seconds: number): string =>
  `or={"elapsed.less=$d.timestamp.finished=,${seconds}","${isPart}"}`;

/** The list that ruTorrent shows: everything. */
const view = 'main';

const daySeconds = 86_400;
/** How far a first poll looks back, then further while not even the oldest of what it found is known. */
const windowsSeconds = [3_600, daySeconds, 30 * daySeconds];
/** A clock that is set, the second of a stamp: so much is looked at again in the next poll. */
const overlapSeconds = 120;

/** 13 calls of 200 bytes each; rtorrent takes 512 kB unless told otherwise (`network.xmlrpc.size_limit`). */
const hashesPerRequest = 50;

export class Torrents {
  readonly #endpoint: Endpoint;
  readonly #server: string;
  /** `d.multicall.filtered` came with 0.9.8. */
  #canFilter = true;

  constructor(endpoint: Endpoint, server: string) {
    this.#endpoint = endpoint;
    this.#server = server;
  }

  completed(signal: AbortSignal): Promise<readonly Torrent[]> {
    return this.#list('client.completed', isDone, signal);
  }

  /**
   * What finished lately. rtorrent has no deltas and can neither sort nor cut a list, but it can choose. The cursor is
   * when we last asked, in our own time; it stays where it was while something is still checked. When nothing at all
   * was finished within a month there is nothing that could be missing.
   */
  async changes(
    cursor: string | null,
    isKnown: (torrent: Torrent) => boolean,
    signal: AbortSignal,
  ): Promise<TorrentChanges> {
    const nowMs = Date.now();
    const sinceSeconds = Math.ceil((nowMs - Number(cursor ?? Number.NaN)) / 1000);
    const isRecent = sinceSeconds >= 0 && sinceSeconds < daySeconds;
    const windows = isRecent ? [sinceSeconds + overlapSeconds] : windowsSeconds;
    for (const seconds of windows) {
      const torrents = await this.#list('client.changes', isNew(seconds), signal);
      const oldest = oldestWithin(seconds, torrents);
      const isEnough = oldest ? isKnown(oldest) : seconds === windows.at(-1);
      const isChecking = torrents.some((torrent) => torrent.phase === 'checking');
      const next = isChecking ? cursor : `${nowMs}`;
      if (isRecent || isEnough || !this.#canFilter)
        return { torrents, removed: [], cursor: next, gap: false };
    }
    return { torrents: await this.completed(signal), removed: [], cursor: `${nowMs}`, gap: false };
  }

  async byHash(hashes: readonly InfoHash[], signal: AbortSignal): Promise<readonly Torrent[]> {
    const operation = 'client.torrents';
    const asked = [...new Set(hashes)];
    const found: Torrent[] = [];
    for (let at = 0; at < asked.length; at += hashesPerRequest) {
      const some = asked.slice(at, at + hashesPerRequest);
      const calls = some.flatMap((hash) =>
        torrentFields.map((field) => ({ methodName: field, params: [hash] })),
      );
      const results = await this.#many(operation, calls, signal);
      const rows = some.map((_, row) =>
        results.slice(row * torrentFields.length, (row + 1) * torrentFields.length),
      );
      found.push(...readTorrents(rows)); // of a torrent that is gone, all are faults
    }
    return found;
  }

  async files(hash: InfoHash, signal: AbortSignal): Promise<readonly TorrentFile[]> {
    const operation = 'client.files';
    const fields = placeFields.map((field) => ({ methodName: field, params: [hash] }));
    const list = { methodName: 'f.multicall', params: [hash, '', ...fileFields.map(asCommand)] };
    const results = await this.#many(operation, [...fields, list], signal);
    const [place, rows] = [readPlace(results.slice(0, -1)), results.at(-1)];
    if (place && rows !== undefined) return readFiles(readList(rows, this.#fail(operation)), place);
    throw this.#fail(operation)(rows === undefined ? 'CLIENT_GONE' : 'UNEXPECTED_ANSWER');
  }

  async version(method: string, signal: AbortSignal): Promise<string> {
    const operation = 'client.identify';
    const answer = await this.#endpoint.call(operation, method, [], signal);
    const version = 'value' in answer ? readVersion(answer.value) : undefined;
    if (version === undefined) throw this.#fail(operation)('CLIENT_UNKNOWN');
    return version;
  }

  /** Those torrents for which the condition holds, and all where rtorrent can't choose. */
  async #list(operation: string, condition: string, signal: AbortSignal): Promise<readonly Torrent[]> {
    const commands = torrentFields.map(asCommand);
    const answer = this.#canFilter
      ? await this.#endpoint.call(
          operation,
          'd.multicall.filtered',
          ['', view, condition, ...commands],
          signal,
        )
      : await this.#endpoint.call(operation, 'd.multicall2', ['', view, ...commands], signal);
    if ('value' in answer) return readTorrents(readList(answer.value, this.#fail(operation)));
    const fault = readFault(answer.fault);
    // 0.16.10 to 0.16.15 let an untrusted connection not even ask what is complete
    if (fault === 'not allowed') throw this.#fail(operation)('CLIENT_TOO_OLD');
    if (fault !== 'unknown method') throw this.#refused(operation);
    if (!this.#canFilter) throw this.#fail(operation)('CLIENT_TOO_OLD');
    this.#canFilter = false;
    return this.#list(operation, condition, signal);
  }

  /** The results of many calls in one request; `undefined` for one that failed because there is no such torrent. */
  async #many(
    operation: string,
    calls: readonly { readonly methodName: string; readonly params: readonly string[] }[],
    signal: AbortSignal,
  ): Promise<readonly (Value | undefined)[]> {
    const answer = await this.#endpoint.call(operation, 'system.multicall', [calls], signal);
    if (!('value' in answer)) throw this.#refused(operation);
    const results = readList(answer.value, this.#fail(operation));
    if (results.length !== calls.length) throw this.#refused(operation);
    return results.map((result) => {
      if (Array.isArray(result)) return result[0];
      if (readFault(result) !== 'unknown torrent') throw this.#refused(operation);
      return undefined;
    });
  }

  /** rtorrent did not do what every version can do; while it starts or ends that may pass. */
  #refused(operation: string): OperationError {
    return this.#fail(operation)('UNEXPECTED_ANSWER', { retryable: true });
  }

  #fail(operation: string): Fail {
    return (code, refusal) => new OperationError(code, { operation, server: this.#server, ...refusal });
  }
}

/** The oldest completion of a window. Parts are in the list however old they are. */
function oldestWithin(seconds: number, torrents: readonly Torrent[]): Torrent | undefined {
  const stampOf = (torrent: Torrent): number => torrent.completedAtMs ?? 0;
  const sorted = torrents.filter(isComplete).sort((a, b) => stampOf(b) - stampOf(a));
  const [newest] = sorted;
  return newest && sorted.findLast((torrent) => stampOf(torrent) >= stampOf(newest) - seconds * 1000);
}
