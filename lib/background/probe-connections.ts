import type { ProbedAddress, ServerAddress } from '../domain/account-server.ts';
import { type ErrorCode, failureOf } from '../domain/errors.ts';
import type { PlexIdentity } from '../ports/plex-server.ts';

const probeMs = 5_000;
/** A server with more addresses than this has made them up. */
const mostAddresses = 24;

export interface ProbeDeps {
  /** Who answers at an address; sends no token. */
  readonly identify: (address: string, signal: AbortSignal) => Promise<PlexIdentity>;
  /** Whether the browser lets us reach this address. */
  readonly allowed: (address: string) => Promise<boolean>;
  readonly now: () => number;
}

/**
 * Asks at every address of a server, at once and without a token, who is there. Each answers for itself: an address
 * that the browser does not let us reach is `PERMISSION_MISSING` and nothing is sent; another server is `WRONG_SERVER`.
 * `onResult` hears of each as it comes. Never fails but with the reason of the signal.
 */
export async function probeConnections(
  deps: ProbeDeps,
  machineIdentifier: string,
  addresses: readonly ServerAddress[],
  signal: AbortSignal,
  onResult: (probed: ProbedAddress) => void = () => undefined,
): Promise<readonly ProbedAddress[]> {
  const probed = await Promise.all(
    addresses.slice(0, mostAddresses).map(async (address) => {
      const result = await probe(deps, machineIdentifier, address, signal);
      onResult(result);
      return result;
    }),
  );
  signal.throwIfAborted();
  return probed;
}

async function probe(
  { identify, allowed, now }: ProbeDeps,
  machineIdentifier: string,
  address: ServerAddress,
  signal: AbortSignal,
): Promise<ProbedAddress> {
  const startedMs = now();
  const result = (code: ErrorCode | null, version: string | null = null): ProbedAddress => ({
    ...address,
    code,
    tookMs: Math.max(0, now() - startedMs),
    version,
  });
  try {
    if (!(await allowed(address.address))) return result('PERMISSION_MISSING');
    const limited = AbortSignal.any([signal, AbortSignal.timeout(probeMs)]);
    const found = await identify(address.address, limited);
    return result(found.machineIdentifier === machineIdentifier ? null : 'WRONG_SERVER', found.version);
  } catch (error) {
    return result(failureOf(error, 'probe').code);
  }
}
