import { type ErrorCode, OperationError } from '../../domain/errors.ts';
import { decodeText } from '../../http/body.ts';
import { bodyLimit, createHttp } from '../../http/http.ts';
import { parseJson } from '../../http/json.ts';
import type { Refusal, RefusedAnswer } from '../../http/status.ts';
import type { ClientConnection } from '../../ports/torrent-client.ts';
import { createSignIn, digest } from './sign-in.ts';
import { rpcAnswer } from './wire.ts';

/** A call of one of Deluge's methods. */
interface Query {
  readonly operation: string;
  readonly method: string;
  readonly params?: readonly unknown[];
}

export interface Rpc {
  /** Origin of the server, for errors. */
  readonly server: string;
  /** The result; nothing is known of its shape. */
  ask(query: Query, signal: AbortSignal): Promise<unknown>;
  /** The same with a mark that stands for the answer; `undefined` when it is the answer that this mark stands for. */
  askUnless(
    mark: string | null,
    query: Query,
    signal: AbortSignal,
  ): Promise<{ readonly mark: string; readonly result: unknown } | undefined>;
  /** Fails with `CLIENT_BACKEND_AWAY` unless the web page is connected to its daemon. */
  requireDaemon(signal: AbortSignal): Promise<void>;
  /** Where a password is used that has not been accepted yet, tries it; the browser's session is left alone. */
  tryPassword(signal: AbortSignal): Promise<void>;
}

/** 10,000 torrents took 1.2 s (2.0.3 on two busy cores); small boxes are ten times slower. */
const headerTimeoutMs = 20_000;

/** Twisted has nothing at another path, and Deluge's own "no" comes with 200; 401 is a proxy's password question. */
function mapStatus({ status }: RefusedAnswer): Refusal | undefined {
  if (status === 401) return { code: 'CLIENT_LOGIN' };
  return status === 404 || status === 405 ? { code: 'CLIENT_UNKNOWN' } : undefined;
}

/** Errors of `json_api.py`: not signed in, no such method (all of the daemon's while it is away), and exceptions. */
const codes: Readonly<Record<number, ErrorCode>> = {
  1: 'CLIENT_LOGIN',
  2: 'CLIENT_BACKEND_AWAY',
  3: 'SERVER_ERROR',
  4: 'SERVER_ERROR',
  5: 'SERVER_ERROR',
};

/**
 * Calls through the JSON-RPC of Deluge's web page. Sessions are cookies of the browser, and both ways to sign in use
 * them:
 * - `browser-session`: never signs in.
 * - `password`: when the session is missing or has ended (an hour after its last use), signs in and goes on.
 *
 * The web page is a client of the daemon like any other and may have lost it. A call of the daemon's methods is then
 * never answered (measured with 2.0.3 and 2.2.1), so `requireDaemon` goes first. `web.connect` is left to the person:
 * it decides for everybody who has the page open which daemon they see.
 *
 * Errors: `CLIENT_LOGIN`, `CLIENT_PASSWORD_WRONG`, `CLIENT_UNKNOWN`, `CLIENT_BACKEND_AWAY`, `SERVER_ERROR`.
 */
export function openRpc({ access, address, fetch, secret }: ClientConnection): Rpc {
  const server = URL.parse(address)?.origin ?? address;
  const options = { fetch, server, headerTimeoutMs, mapStatus };
  const http = createHttp({ ...options, credentials: 'include' });
  const bare = createHttp({ ...options, credentials: 'omit' });
  const signIn = createSignIn(server, secret, login);

  async function post({ operation, method, params = [] }: Query, signal: AbortSignal, asker = http) {
    const url = URL.parse('json', address);
    if (!url) throw new OperationError('URL_INVALID', { operation, server });
    // 2.0 wants this type to the letter. The id stays the same, so that the same answer has the same bytes.
    const body = { type: 'application/json', text: JSON.stringify({ method, params, id: 1 }) };
    return (await asker.bytes({ operation, url, signal, body, maxBytes: bodyLimit.most })).bytes;
  }

  function resultOf({ operation }: Query, bytes: Uint8Array): unknown {
    const fail = (code: ErrorCode, refusal: Omit<Refusal, 'code'> = {}): OperationError =>
      new OperationError(code, { operation, server, ...refusal });
    const { result, error } = parseJson(decodeText(bytes), rpcAnswer, fail);
    if (error === null) return result;
    const code = codes[error.code] ?? 'CLIENT_UNKNOWN';
    throw fail(code, { retryable: error.code > 1 && code !== 'CLIENT_UNKNOWN' });
  }

  async function login(password: string, withCookies: boolean): Promise<boolean> {
    const query = { operation: 'client.sign-in', method: 'auth.login', params: [password] };
    // never stopped half-way: what became of it has to be known
    const { signal } = new AbortController();
    return resultOf(query, await post(query, signal, withCookies ? http : bare)) === true;
  }

  async function withSession<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const before = signIn.times();
    try {
      return await ask();
    } catch (error) {
      const isSignedOut = error instanceof OperationError && error.code === 'CLIENT_LOGIN';
      if (access !== 'password' || !isSignedOut) throw error;
    }
    if (signIn.times() === before) await signIn.open(signal);
    return ask();
  }

  const ask: Rpc['ask'] = (query, signal) =>
    withSession(async () => resultOf(query, await post(query, signal)), signal);

  return {
    server,
    ask,
    askUnless: (mark, query, signal) =>
      withSession(async () => {
        const bytes = await post(query, signal);
        const next = await digest(bytes);
        return next === mark ? undefined : { mark: next, result: resultOf(query, bytes) };
      }, signal),
    async requireDaemon(signal) {
      const operation = 'client.connected';
      const isConnected = await ask({ operation, method: 'web.connected' }, signal);
      if (isConnected === true) return;
      if (isConnected !== false) throw new OperationError('UNEXPECTED_ANSWER', { operation, server });
      throw new OperationError('CLIENT_BACKEND_AWAY', { operation, server, retryable: true });
    },
    async tryPassword(signal) {
      if (access === 'password') await signIn.test(signal);
    },
  };
}
