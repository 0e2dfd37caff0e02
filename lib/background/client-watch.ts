import { failureOf, type OperationError } from '../domain/errors.ts';
import type { ClientOverview } from '../domain/overview.ts';
import type { ClientSettings } from '../domain/settings.ts';
import type { Log } from '../ports/log.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import { type Connections, requireAllowed } from './connections.ts';
import type { DownloadBook } from './download-book.ts';
import { watchClient } from './watch-client.ts';

/** A poll ends by itself before a worker's life could: 30 s after its last event. */
const pollMs = 25_000;

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

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  stateOf(clientId: string): ClientState {
    return this.#states.get(clientId) ?? { state: 'unknown', code: null, sinceMs: 0 };
  }

  forget(clientId: string): void {
    this.#cursors.delete(clientId);
    this.#states.delete(clientId);
  }

  /** Polls one client once. Never throws: what goes wrong is its state. Returns how many downloads were started. */
  async poll(client: ClientSettings): Promise<number> {
    const { book, connections, now, log } = this.#deps;
    const { refusal } = client;
    if (refusal && (refusal.untilMs === null || now() < refusal.untilMs)) {
      this.#enter(client.id, 'trouble', refusal.code);
      return 0;
    }
    try {
      await requireAllowed(connections, client.address);
      const cursor = this.#cursors.get(client.id) ?? null;
      const torrentClient = connections.client(client);
      const signal = AbortSignal.timeout(pollMs);
      const result = await watchClient(book, client.id, torrentClient, cursor, now(), signal);
      this.#cursors.set(client.id, result.cursor);
      this.#enter(client.id, 'online', null);
      return result.started;
    } catch (error) {
      const failure = failureOf(error, 'client.poll');
      log('client.poll.failed', { code: failure.code, operation: failure.operation });
      this.#cursors.delete(client.id);
      this.#enter(client.id, 'trouble', failure.code);
      await this.#rememberRefusal(client, failure);
      return 0;
    }
  }

  /** A refused sign-in is written down, so that no later worker tries the same password again. */
  async #rememberRefusal(
    client: ClientSettings,
    failure: Pick<OperationError, 'code' | 'retryAfterMs'>,
  ): Promise<void> {
    if (failure.code !== 'CLIENT_PASSWORD_WRONG' && failure.code !== 'CLIENT_BANNED') return;
    const { retryAfterMs, code } = failure;
    const untilMs = retryAfterMs === null ? null : this.#deps.now() + retryAfterMs;
    await this.#deps.settings.update((settings) => ({
      ...settings,
      clients: settings.clients.map((other) =>
        other.id === client.id ? { ...other, refusal: { code, untilMs } } : other,
      ),
    }));
  }

  #enter(clientId: string, state: ClientState['state'], code: ClientState['code']): void {
    const before = this.#states.get(clientId);
    if (before?.state === state && before.code === code) return;
    this.#states.set(clientId, { state, code, sinceMs: this.#deps.now() });
  }
}
