import { type Failure, failureOf, OperationError } from '../domain/errors.ts';
import type { LibrarySection } from '../domain/library-section.ts';
import type { ServerOverview, ServerState } from '../domain/overview.ts';
import type { ServerSettings } from '../domain/settings.ts';
import type { PlexServer } from '../ports/plex-server.ts';
import { type Connections, requireAllowed } from './connections.ts';

const sectionsKeepMs = 60_000;
/** So many errors in a row are the server's; one may be about what was asked for. */
const errorsOfServer = 3;
/** A server that has just failed is not asked for one download after the other: each could wait out a time limit. */
const restMs = 20_000;

type State = Pick<ServerOverview, 'state' | 'code' | 'sinceMs'>;

/** How a failure shows as the state of a server; `null` when it says nothing about the server as a whole. */
function stateFor({ code }: Pick<Failure, 'code'>): ServerState | null {
  switch (code) {
    case 'UNREACHABLE':
    case 'TIMED_OUT':
    case 'SERVER_ERROR':
    case 'NOT_PLEX':
    case 'REDIRECTED':
      return 'offline';
    case 'SERVER_BUSY':
      return 'starting';
    case 'TOKEN_INVALID':
    case 'TOKEN_MISSING':
      return 'needs-sign-in';
    case 'WRONG_SERVER':
      return 'wrong-server';
    case 'PERMISSION_MISSING':
      return 'no-permission';
    default:
      return null;
  }
}

/** The Plex servers as last seen: their state, and their libraries for a minute. */
export class ServerWatch {
  #connections: Connections;
  #now: () => number;
  #states = new Map<string, State>();
  #errors = new Map<string, number>();
  #failures = new Map<string, { readonly atMs: number; readonly code: Failure['code'] }>();
  #sections = new Map<string, { readonly atMs: number; readonly sections: readonly LibrarySection[] }>();

  constructor(connections: Connections, now: () => number) {
    this.#connections = connections;
    this.#now = now;
  }

  stateOf(machineIdentifier: string): State {
    return this.#states.get(machineIdentifier) ?? { state: 'unknown', code: null, sinceMs: 0 };
  }

  /** Takes over what an earlier worker knew, so that "offline since" survives it, even if we have asked already. */
  recall(machineIdentifier: string, state: State): void {
    const known = this.#states.get(machineIdentifier);
    if (!known) this.#states.set(machineIdentifier, state);
    else if (known.state === state.state && state.sinceMs < known.sinceMs) {
      this.#states.set(machineIdentifier, { ...known, sinceMs: state.sinceMs });
    }
  }

  forget(machineIdentifier: string): void {
    this.#states.delete(machineIdentifier);
    this.#failures.delete(machineIdentifier);
    this.#errors.delete(machineIdentifier);
    this.#sections.delete(machineIdentifier);
  }

  /** @throws OperationError when the server did not answer a moment ago: what that was, to be tried again later. */
  refuseWhileAway(server: ServerSettings): void {
    const failure = this.#failures.get(server.machineIdentifier);
    if (!failure || Math.abs(this.#now() - failure.atMs) >= restMs) return;
    throw new OperationError(failure.code, { operation: 'plex.away', server: server.name, retryable: true });
  }

  /** Does something with a server and takes note of how that went. Failures are thrown on as `OperationError`. */
  async use<T>(
    server: ServerSettings,
    operation: string,
    work: (server: PlexServer) => Promise<T>,
  ): Promise<T> {
    try {
      await requireAllowed(this.#connections, server.address);
      const result = await work(this.#connections.server(server));
      this.#failures.delete(server.machineIdentifier);
      this.#errors.delete(server.machineIdentifier);
      this.#enter(server.machineIdentifier, 'online', null);
      return result;
    } catch (error) {
      const failure = failureOf(error, operation);
      const state = this.#isOfItem(server.machineIdentifier, failure) ? null : stateFor(failure);
      if (state) this.#enter(server.machineIdentifier, state, failure.code);
      const isAway = state === 'offline' || state === 'starting';
      if (isAway) this.#failures.set(server.machineIdentifier, { atMs: this.#now(), code: failure.code });
      const retryable = failure.retryable || isAway; // a proxy's page in place of Plex goes when Plex is back
      throw new OperationError(failure.code, { ...failure, retryable, server: server.name, cause: error });
    }
  }

  /** Whether an error of a server that is online may be one of what was asked for: one bad item, and all others well. */
  #isOfItem(machineIdentifier: string, { code }: Failure): boolean {
    if (code !== 'SERVER_ERROR') return false;
    const errors = (this.#errors.get(machineIdentifier) ?? 0) + 1;
    this.#errors.set(machineIdentifier, errors);
    return errors < errorsOfServer && this.stateOf(machineIdentifier).state === 'online';
  }

  /** The libraries of a server; `fresh` asks again even if they were read a moment ago. */
  async sections(
    server: ServerSettings,
    signal: AbortSignal,
    fresh = false,
  ): Promise<readonly LibrarySection[]> {
    const kept = this.#sections.get(server.machineIdentifier);
    if (kept && !fresh && Math.abs(this.#now() - kept.atMs) < sectionsKeepMs) return kept.sections;
    const sections = await this.use(server, 'plex.sections', (plex) => plex.sections(signal));
    this.#sections.set(server.machineIdentifier, { atMs: this.#now(), sections });
    return sections;
  }

  #enter(machineIdentifier: string, state: ServerState, code: State['code']): void {
    const before = this.#states.get(machineIdentifier);
    if (before?.state === state && before.code === code) return;
    this.#states.set(machineIdentifier, { state, code, sinceMs: this.#now() });
  }
}
