import { OperationError } from '../../domain/errors.ts';
import { bodyLimit, createHttp, type HttpRequest } from '../../http/http.ts';
import type { StatusMapping } from '../../http/status.ts';
import type { ClientConnection } from '../../ports/torrent-client.ts';
import { readRefusal } from './refusals.ts';
import { createSignIn } from './sign-in.ts';
import type { Schema } from './wire.ts';

/** A question to qBittorrent. `path` is below `api/v2/`. */
interface Query {
  readonly operation: string;
  readonly path: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly mapStatus?: StatusMapping;
}

export interface Session {
  text(query: Query, signal: AbortSignal): Promise<string>;
  json<T>(query: Query, schema: Schema<T>, signal: AbortSignal): Promise<T>;
  /** Tries the password, once, where a password is used; the browser's session is left alone. */
  tryPassword(signal: AbortSignal): Promise<void>;
}

/** Serialising 10,000 torrents took 1.8 s (4.5.2 on two cores); small boxes are ten times slower. */
const headerTimeoutMs = 20_000;

/**
 * Requests as the person wants us to sign in:
 * - `browser-session`: the browser's cookies, reads only. Never signs in.
 * - `password`: the same cookies; when they are missing or too old, signs in and goes on. The cookie jar is the
 *   browser's own, so what we open there is the session of the person's own tab too.
 * - `api-key` (5.2 and newer): the key in a header, and no cookies.
 */
export function openSession(connection: ClientConnection): Session {
  const { access, address } = connection;
  const server = URL.parse(address)?.origin ?? address;
  const options = { fetch: connection.fetch, server, headerTimeoutMs, mapStatus: readRefusal(access) };
  const bare = createHttp({ ...options, credentials: 'omit' });
  const http = access === 'api-key' ? bare : createHttp({ ...options, credentials: 'include' });
  const signIn = createSignIn(connection, server, urlOf);
  let signingIn: Promise<void> | undefined;
  let signedInTimes = 0;

  function urlOf(path: string): URL {
    const url = URL.parse(path, address);
    if (!url) throw new OperationError('URL_INVALID', { operation: 'client.address', server });
    return url;
  }

  async function requestOf(query: Query, signal: AbortSignal): Promise<HttpRequest> {
    const url = urlOf(`api/v2/${query.path}`);
    url.search = new URLSearchParams(query.parameters).toString();
    const { operation, mapStatus } = query;
    const key = access === 'api-key' ? await connection.secret() : null;
    if (access === 'api-key' && key === null) throw new OperationError('CLIENT_LOGIN', { operation, server });
    return {
      operation,
      url,
      signal,
      maxBytes: bodyLimit.most,
      ...(key !== null && { headers: { authorization: `Bearer ${key}` } }),
      ...(mapStatus && { mapStatus }),
    };
  }

  /** All who wait share one sign-in; each stops waiting when it is stopped itself. */
  async function signInOnce(signal: AbortSignal): Promise<void> {
    signingIn ??= signIn
      .attempt(http)
      .then(() => {
        signedInTimes++;
      })
      .finally(() => {
        signingIn = undefined;
      });
    await untilAborted(signingIn, signal);
  }

  async function withSession<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const before = signedInTimes;
    try {
      return await ask();
    } catch (error) {
      if (access !== 'password' || !(error instanceof OperationError) || error.code !== 'CLIENT_LOGIN')
        throw error;
    }
    if (signedInTimes === before) await signInOnce(signal);
    return ask();
  }

  return {
    text: (query, signal) =>
      withSession(async () => (await http.text(await requestOf(query, signal))).text, signal),
    json: (query, schema, signal) =>
      withSession(async () => http.json(await requestOf(query, signal), schema), signal),
    async tryPassword(signal) {
      // With a valid cookie qBittorrent accepts any password (4.5.2, 5.1.0, 5.3.0), so this goes without.
      if (access === 'password' && !signIn.hasSucceeded()) await untilAborted(signIn.attempt(bare), signal);
    },
  };
}

/** The promise, or the signal's reason when that comes first. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
