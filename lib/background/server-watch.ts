import { type Failure, failureOf, OperationError } from '../domain/errors.ts';
import type { LibrarySection } from '../domain/library-section.ts';
import type { ServerOverview, ServerState } from '../domain/overview.ts';
import type { ServerSettings } from '../domain/settings.ts';
import type { PlexServer } from '../ports/plex-server.ts';
import { type Connections, requireAllowed } from './connections.ts';

const sectionsKeepMs = 60_000;

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
  #sections = new Map<string, { readonly atMs: number; readonly sections: readonly LibrarySection[] }>();

  constructor(connections: Connections, now: () => number) {
    this.#connections = connections;
    this.#now = now;
  }

  stateOf(machineIdentifier: string): State {
    return this.#states.get(machineIdentifier) ?? { state: 'unknown', code: null, sinceMs: 0 };
  }

  /** Takes over what an earlier worker knew, so that "offline since" survives it. */
  recall(machineIdentifier: string, state: State): void {
    if (!this.#states.has(machineIdentifier)) this.#states.set(machineIdentifier, state);
  }

  forget(machineIdentifier: string): void {
    this.#states.delete(machineIdentifier);
    this.#sections.delete(machineIdentifier);
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
      this.#enter(server.machineIdentifier, 'online', null);
      return result;
    } catch (error) {
      const failure = failureOf(error, operation);
      const state = stateFor(failure);
      if (state) this.#enter(server.machineIdentifier, state, failure.code);
      throw new OperationError(failure.code, { ...failure, server: server.name, cause: error });
    }
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
