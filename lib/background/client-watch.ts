import type { Download } from '../domain/download.ts';
import { type ErrorCode, type Failure, failureOf, OperationError } from '../domain/errors.ts';
import { isHeld } from '../domain/held-batch.ts';
import type { ClientOverview } from '../domain/overview.ts';
import type { ClientSettings } from '../domain/settings.ts';
import type { Torrent } from '../domain/torrent.ts';
import type { Log } from '../ports/log.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import type { TorrentClient } from '../ports/torrent-client.ts';
import { type Connections, refusedOperation, requireClient } from './connections.ts';
import type { DownloadBook } from './download-book.ts';
import { resume } from './resume.ts';
import { watchClient } from './watch-client.ts';

/** A poll ends by itself before a worker's life could: 30 s after its last event. */
const pollMs = 25_000;
/** So long a client that could not be reached is left alone, except by polls. */
const restMs = 20_000;

type ClientState = Pick<ClientOverview, 'state' | 'code' | 'sinceMs'>;

interface Deps {
  readonly book: DownloadBook;
  readonly settings: SettingsStore;
  readonly connections: Connections;
  readonly now: () => number;
  readonly log: Log;
}

/** Polls the torrent clients and knows how each is doing. */
export class ClientWatch {
  #deps: Deps;
  #cursors = new Map<string, string | null>();
  #states = new Map<string, ClientState>();
  #polls = new Map<string, AbortController>();
  #failures = new Map<string, { readonly atMs: number; readonly code: ErrorCode }>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  stateOf(clientId: string): ClientState {
    return this.#states.get(clientId) ?? { state: 'unknown', code: null, sinceMs: 0 };
  }

  /** The client was removed or set up anew: what a poll of the old one brings counts for nothing. */
  forget(clientId: string): void {
    this.#polls.get(clientId)?.abort();
    this.#polls.delete(clientId);
    this.#cursors.delete(clientId);
    this.#states.delete(clientId);
    this.#failures.delete(clientId);
  }

  /** Polls one client once. Never throws: what goes wrong is its state. Returns how many downloads were started. */
  async poll(client: ClientSettings): Promise<number> {
    const { book, connections, now, log } = this.#deps;
    const own = new AbortController();
    this.#polls.set(client.id, own);
    try {
      const torrentClient = await requireClient(connections, client, now());
      const cursor = this.#cursors.get(client.id) ?? null;
      const signal = AbortSignal.any([own.signal, AbortSignal.timeout(pollMs)]);
      const result = await watchClient(book, client.id, torrentClient, cursor, now(), signal);
      if (own.signal.aborted) return 0;
      this.#cursors.set(client.id, result.cursor);
      await this.#answered(client.id);
      await this.#cameBack(client.id, result.listed);
      return result.started;
    } catch (error) {
      if (own.signal.aborted) return 0;
      const failure = failureOf(error, 'client.poll');
      log('client.poll.failed', { code: failure.code, operation: failure.operation });
      this.#cursors.delete(client.id);
      this.#failed(client.id, failure.code);
      await this.#rememberRefusal(client, failure);
      if (failure.code === 'STORAGE_BROKEN') await book.prune(now(), true).catch(() => undefined); // told already
      return 0;
    } finally {
      if (this.#polls.get(client.id) === own) this.#polls.delete(client.id);
    }
  }

  /**
   * Asks a client something for a download. One that could not be reached a moment ago is not asked: it would make
   * everybody wait, download after download. Failures are thrown on.
   */
  async use<T>(
    client: ClientSettings,
    operation: string,
    work: (torrentClient: TorrentClient) => Promise<T>,
  ): Promise<T> {
    const { connections, now } = this.#deps;
    const before = this.#failures.get(client.id);
    if (before && Math.abs(now() - before.atMs) < restMs) {
      throw new OperationError(before.code, { operation, retryable: true });
    }
    try {
      return await work(await requireClient(connections, client, now()));
    } catch (error) {
      const { code } = failureOf(error, operation);
      if (isOfClient(code)) this.#failed(client.id, code);
      throw error;
    }
  }

  #failed(clientId: string, code: ErrorCode): void {
    if (isUnreachable(code)) this.#failures.set(clientId, { atMs: this.#deps.now(), code });
    this.#enter(clientId, 'trouble', code);
  }

  /** The client answers. If it did not before, its downloads go on now and not at the end of a long wait. */
  async #answered(clientId: string): Promise<void> {
    const { state } = this.stateOf(clientId);
    this.#failures.delete(clientId);
    this.#enter(clientId, 'online', null);
    if (state === 'online') return;
    const { book, now } = this.#deps;
    const waitsForClient = (one: Download): boolean => {
      const { problem, stage, plan } = one;
      if (!problem || problem.code === 'CLIENT_GONE' || isHeld(one)) return false;
      if (stage === 'settling' || problem.code.startsWith('CLIENT_')) return true;
      return state === 'trouble' && stage === 'ready' && plan === null && isUnreachable(problem.code);
    };
    const waiting = book.all().filter((one) => one.clientId === clientId && waitsForClient(one));
    await book.update(
      waiting.map((one) => one.id),
      (one) => (waitsForClient(one) ? resume(one, now()) : one),
    );
  }

  /** What was said to be gone is in the list again, as after a restart or when it was added anew: it goes on. */
  async #cameBack(clientId: string, listed: readonly Torrent[]): Promise<void> {
    const { book, now } = this.#deps;
    const isGone = ({ clientId: id, problem }: Download): boolean =>
      id === clientId && problem?.code === 'CLIENT_GONE';
    const gone = book.all().filter(isGone);
    if (gone.length === 0) return;
    const there = new Set(listed.map(({ hash }) => hash));
    const ids = gone.filter(({ hash }) => there.has(hash)).map(({ id }) => id);
    await book.update(ids, (one) => (isGone(one) ? resume(one, now()) : one));
  }

  /** A refused sign-in is written down, so that no later worker tries the same password again. */
  async #rememberRefusal(client: ClientSettings, { code, operation, retryAfterMs }: Failure): Promise<void> {
    const { log, now, settings } = this.#deps;
    // Transmission 3.00 counts each request without a password, and after 100 of them lets nobody in any more
    const isCounted = code === 'CLIENT_LOGIN' && retryAfterMs !== null;
    const isRefusal = code === 'CLIENT_PASSWORD_WRONG' || code === 'CLIENT_BANNED' || isCounted;
    if (!isRefusal || operation === refusedOperation) return;
    const refusal = { code, untilMs: retryAfterMs === null ? null : now() + retryAfterMs };
    const remember = (other: ClientSettings): ClientSettings =>
      other.id === client.id ? { ...other, refusal } : other;
    await settings
      .update((before) => ({ ...before, clients: before.clients.map(remember) }))
      .catch((error: unknown) => log('client.refusal.failed', { code: failureOf(error, 'refusal').code }));
  }

  #enter(clientId: string, state: ClientState['state'], code: ClientState['code']): void {
    const before = this.#states.get(clientId);
    if (before?.state === state && before.code === code) return;
    this.#states.set(clientId, { state, code, sinceMs: this.#deps.now() });
  }
}

const isUnreachable = (code: ErrorCode): boolean => code === 'UNREACHABLE' || code === 'TIMED_OUT';

/** Whether a failure is one of the client as a whole and not of one torrent. */
const isOfClient = (code: ErrorCode): boolean =>
  isUnreachable(code) || (code.startsWith('CLIENT_') && code !== 'CLIENT_GONE');
