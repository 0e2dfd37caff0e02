import type { ProbedAddress, ServerAddress } from '../domain/account-server.ts';
import type { AccountServers } from './account-servers.ts';
import { type ProbeDeps, probeConnections } from './probe-connections.ts';
import { usableConnections } from './rank-connections.ts';

const pauseMs = 60_000;

interface Deps extends ProbeDeps {
  readonly servers: AccountServers;
}

/** What is known of a server whose address has stopped working. */
export interface KnownWays {
  readonly machineIdentifier: string;
  /** The person's own first; what plex.tv knows is added. */
  readonly addresses: readonly ServerAddress[];
  /** The person has agreed to http within the home network. */
  readonly allowHttp: boolean;
}

/** Looks for another way to a server when the one in use fails: first among those known, then with plex.tv's help. */
export class ConnectionChooser {
  #deps: Deps;
  #triedAtMs = new Map<string, number>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /**
   * The best way that works now, each of them checked to lead to that very server; `null` when none does, or when
   * that was looked for less than a minute ago. Never fails.
   */
  async rechoose(known: KnownWays, signal: AbortSignal): Promise<ProbedAddress | null> {
    const { machineIdentifier } = known;
    const atMs = this.#triedAtMs.get(machineIdentifier);
    if (atMs !== undefined && Math.abs(this.#deps.now() - atMs) < pauseMs) return null;
    this.#triedAtMs.set(machineIdentifier, this.#deps.now());
    try {
      const best = await this.#bestOf(known, known.addresses, signal);
      if (best) return best;
      const listed = await this.#deps.servers.read(signal);
      const server = listed.servers.find((one) => one.machineIdentifier === machineIdentifier);
      const tried = new Set(known.addresses.map(({ address }) => address));
      const others = server?.addresses.filter(({ address }) => !tried.has(address)) ?? [];
      return await this.#bestOf(known, others, signal);
    } catch {
      return null; // nobody signed in, plex.tv away: the server stays as unreachable as it was
    }
  }

  async #bestOf(
    { machineIdentifier, allowHttp }: KnownWays,
    addresses: readonly ServerAddress[],
    signal: AbortSignal,
  ): Promise<ProbedAddress | null> {
    const probed = await probeConnections(this.#deps, machineIdentifier, addresses, signal);
    return usableConnections(probed, allowHttp)[0] ?? null;
  }
}
