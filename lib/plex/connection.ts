import { type ErrorCode, OperationError } from '../domain/errors.ts';
import { type BytesAnswer, createHttp, type StreamAnswer } from '../http/http.ts';
import type { Schema } from '../http/json.ts';
import type { StatusMapping } from '../http/status.ts';
import type { PlexIdentity } from '../ports/plex-server.ts';
import { plexAddress } from './address.ts';
import { acceptJson, type ClientInfo, clientHeaders, isToken } from './headers.ts';
import { askIdentity } from './identity.ts';

export interface ConnectionOptions {
  /** Address of the server with its path prefix, if any. */
  readonly address: string;
  /** The server that the token belongs to. */
  readonly machineIdentifier: string;
  /** Asked for at the moment of use and not kept. */
  readonly token: () => Promise<string | null>;
  readonly fetch: typeof fetch;
  readonly client: ClientInfo;
  /** Called each time the server has proved who it is. */
  readonly onIdentityVerified?: (identity: PlexIdentity) => void;
  /** Epoch milliseconds; for tests. */
  readonly now?: () => number;
  /** For tests; see `HttpOptions`. */
  readonly headerTimeoutMs?: number;
  readonly totalTimeoutMs?: number;
}

export interface PlexRequest {
  readonly operation: string;
  /** Below the address, without a leading slash. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly maxBytes?: number;
  readonly mapStatus?: StatusMapping;
  readonly signal: AbortSignal;
}

/** Requests that carry the token, to a server that has proved that the token is its own. */
export interface PlexConnection {
  readonly server: string;
  /** Asks without a token, and fails with `WRONG_SERVER` when another server answers. */
  identify(signal: AbortSignal): Promise<PlexIdentity>;
  json<T>(request: PlexRequest, schema: Schema<T>): Promise<T>;
  bytes(request: PlexRequest): Promise<BytesAnswer>;
  send(request: PlexRequest): Promise<void>;
  stream(request: PlexRequest): Promise<StreamAnswer>;
}

/** An address can come to belong to another machine: a lease runs out, a laptop joins another network. */
const trustedForMs = 5 * 60 * 1000;

/** 498: the token is one of the newer ones, which expire. Not retried: only a new token helps. */
const mapStatus: StatusMapping = ({ status }) => {
  if (status === 401 || status === 498) return { code: 'TOKEN_INVALID' };
  return status === 403 ? { code: 'NO_LIBRARY_RIGHT' } : undefined;
};

export function createConnection(options: ConnectionOptions): PlexConnection {
  const { now = Date.now, headerTimeoutMs, totalTimeoutMs } = options;
  const base = plexAddress(options.address, 'plex.connect');
  const server = base.origin;
  const http = createHttp({
    fetch: options.fetch,
    server,
    mapStatus,
    ...(headerTimeoutMs !== undefined && { headerTimeoutMs }),
    ...(totalTimeoutMs !== undefined && { totalTimeoutMs }),
  });
  let trustedSinceMs: number | null = null;

  async function identify(signal: AbortSignal): Promise<PlexIdentity> {
    trustedSinceMs = null;
    const identity = await askIdentity(http, base, signal);
    if (identity.machineIdentifier !== options.machineIdentifier) {
      throw new OperationError('WRONG_SERVER', { operation: 'plex.identity', server });
    }
    trustedSinceMs = now();
    options.onIdentityVerified?.(identity);
    return identity;
  }

  function isTrusted(): boolean {
    if (trustedSinceMs === null) return false;
    const ageMs = now() - trustedSinceMs;
    return ageMs >= 0 && ageMs < trustedForMs; // below 0: the clock was set back
  }

  async function token(operation: string): Promise<string> {
    const fail = (code: ErrorCode) => new OperationError(code, { operation, server });
    const value = await options.token();
    if (value === null || value === '') throw fail('TOKEN_MISSING');
    if (!isToken(value)) throw fail('TOKEN_INVALID');
    return value;
  }

  /** After any failure but "no such item" the server has to prove itself again: it may not be the one it was. */
  async function trusted<T>(request: PlexRequest, act: (secret: string) => Promise<T>): Promise<T> {
    const secret = await token(request.operation);
    if (!isTrusted()) await identify(request.signal);
    try {
      return await act(secret);
    } catch (error) {
      const harmless = error instanceof OperationError && error.code === 'NOT_FOUND';
      if (!harmless) trustedSinceMs = null;
      throw error;
    }
  }

  const prepare = ({ path, query, headers, ...rest }: PlexRequest, secret: string) => {
    const url = new URL(path, base);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
    const all = { ...acceptJson, ...clientHeaders(options.client), ...headers, 'x-plex-token': secret };
    return { ...rest, url, headers: all };
  };

  return {
    server,
    identify,
    json: (request, schema) => trusted(request, (secret) => http.json(prepare(request, secret), schema)),
    bytes: (request) => trusted(request, (secret) => http.bytes(prepare(request, secret))),
    send: (request) => trusted(request, (secret) => http.send(prepare(request, secret))),
    stream: (request) => trusted(request, (secret) => http.stream(prepare(request, secret))),
  };
}
