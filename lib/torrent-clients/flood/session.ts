import { OperationError } from '../../domain/errors.ts';
import { bodyLimit, createHttp } from '../../http/http.ts';
import { parseJson, type Schema } from '../../http/json.ts';
import type { Fail, Refusal, RefusedAnswer, StatusMapping } from '../../http/status.ts';
import type { ClientConnection } from '../../ports/torrent-client.ts';
import { createSignIn } from './sign-in.ts';
import { readList } from './wire.ts';

/** A question to Flood. `path` is below `api/`. */
interface Query<T> {
  readonly operation: string;
  readonly path: string;
  readonly schema: Schema<T>;
  readonly mapStatus?: StatusMapping;
}

export interface Session {
  /** Origin, for errors. */
  readonly server: string;
  json<T>(query: Query<T>, signal: AbortSignal): Promise<T>;
  /** All torrents, as text for `entriesOf`. */
  list(operation: string, signal: AbortSignal): Promise<string>;
  /** Is Flood there, and is the password right? Asked once, until it has been answered with yes. */
  knock(signal: AbortSignal): Promise<void>;
}

/** Flood asks the client behind it at each request, and a qBittorrent once more for each torrent that is new to it. */
const headerTimeoutMs = 20_000;

/** Where Flood is, from the address of any of its pages. */
const baseOf = (address: string): URL | null => {
  const url = URL.parse(address);
  return url && new URL(url.pathname.replace(/(?<=\/)(?:overview|login|register|index\.html)\/?$/, ''), url);
};

/** 404 and 405 come from something else. Flood itself says 401, and 500 in JSON for all that goes wrong behind it. */
export function refusalOf({ status }: RefusedAnswer): Refusal | undefined {
  if (status === 401) return { code: 'CLIENT_LOGIN' };
  return status === 404 || status === 405 ? { code: 'CLIENT_UNKNOWN' } : undefined;
}

export const backendAway: StatusMapping = ({ status, text }) =>
  status === 500 && text.startsWith('{') ? { code: 'CLIENT_BACKEND_AWAY', retryable: true } : undefined;

/**
 * Requests with the browser's cookies. When they are missing or too old: with `password`, signs in and goes on; with
 * `browser-session` asks for a cookie without a password, which a Flood that is run without accounts gives to anybody
 * and its page asks for each time it is opened.
 */
export function openSession(connection: ClientConnection): Session {
  const base = baseOf(connection.address);
  const server = base?.origin ?? connection.address;
  const { fetch } = connection;
  const http = createHttp({
    fetch,
    server,
    credentials: 'include',
    headerTimeoutMs,
    mapStatus: refusalOf,
  });
  const signIn = createSignIn(connection, http, server, urlOf);

  function urlOf(path: string): URL {
    if (!base) throw new OperationError('URL_INVALID', { operation: 'client.address', server });
    return new URL(`api/${path}`, base);
  }

  async function text(query: Omit<Query<unknown>, 'schema'>, signal: AbortSignal): Promise<string> {
    const { operation, path, mapStatus } = query;
    const request = { operation, url: urlOf(path), signal, maxBytes: bodyLimit.most };
    const ask = async (): Promise<string> =>
      (await http.text({ ...request, ...(mapStatus && { mapStatus }) })).text;
    return signIn.whileSignedIn(ask, signal);
  }

  /** Damaged JSON may be whole next time; what is no JSON at all, or another, is another program's. */
  const failer =
    (operation: string): Fail =>
    (code, more) =>
      new OperationError(more?.retryable ? code : 'CLIENT_UNKNOWN', { operation, server, ...more });

  return {
    server,
    json: async (query, signal) =>
      parseJson(await text(query, signal), query.schema, failer(query.operation)),
    async list(operation, signal) {
      const query = { operation, path: 'torrents', mapStatus: backendAway };
      return readList(await text(query, signal), failer(operation));
    },
    knock: signIn.knock,
  };
}
