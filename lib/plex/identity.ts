import { OperationError } from '../domain/errors.ts';
import { createHttp, type Http } from '../http/http.ts';
import type { StatusMapping } from '../http/status.ts';
import type { PlexIdentity } from '../ports/plex-server.ts';
import { plexAddress } from './address.ts';
import { acceptJson } from './headers.ts';
import { identityAnswer } from './schemas.ts';

const operation = 'plex.identity';

/** Plex gives its identity to everybody: who forbids it, or does not have it, is another program or a proxy's door. */
const mapStatus: StatusMapping = ({ status }) =>
  status >= 400 && status < 500 && status !== 429 ? { code: 'NOT_PLEX' } : undefined;

/**
 * Who is at this address. Sends no token and nothing that tells us from anybody else, since it may be anyone.
 * Fails with `NOT_PLEX` for a web page, other JSON, and the answers of Plex before 1.3 (`_children`).
 */
export async function askIdentity(http: Http, base: URL, signal: AbortSignal): Promise<PlexIdentity> {
  const request = { operation, url: new URL('identity', base), headers: acceptJson, signal, mapStatus };
  try {
    const { MediaContainer } = await http.json(request, identityAnswer);
    return { machineIdentifier: MediaContainer.machineIdentifier, version: MediaContainer.version };
  } catch (error) {
    const foreign = error instanceof OperationError && error.code === 'UNEXPECTED_ANSWER' && !error.retryable;
    if (!foreign) throw error;
    throw new OperationError('NOT_PLEX', { operation, server: error.server });
  }
}

/** Who is at an address that is being set up, before we know whom to expect. */
export async function probeIdentity(
  address: string,
  request: typeof fetch,
  signal: AbortSignal,
): Promise<PlexIdentity> {
  const base = plexAddress(address, operation);
  return askIdentity(createHttp({ fetch: request, server: base.origin }), base, signal);
}
