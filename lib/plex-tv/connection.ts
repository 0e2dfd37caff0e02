import { OperationError } from '../domain/errors.ts';
import { acceptJson, type ClientInfo, clientHeaders, isToken } from '../domain/plex-client.ts';
import { createHttp, type HttpRequest } from '../http/http.ts';
import { parseJson, type Schema } from '../http/json.ts';
import type { Fail, StatusMapping } from '../http/status.ts';
import { parseXml } from '../http/xml.ts';
import type { TokenProvider, TokenRefusal } from '../ports/token-provider.ts';
import { createTurns } from './turns.ts';

/** Both serve `/api/v2`; the older `/api` is at `plex.tv` alone. */
export type PlexTvHost = 'plex.tv' | 'clients.plex.tv';

export interface PlexTvConnectionOptions {
  readonly fetch: typeof fetch;
  /** Asked at each request: the identifier comes from storage, and a made-up one would lose a sign-in code. */
  readonly client: () => Promise<ClientInfo>;
  readonly tokens: TokenProvider;
  /** For tests; default `https://<host>/`. */
  readonly base?: (host: PlexTvHost) => string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface PlexTvRequest {
  /** In words of the code (`plex-tv.user`). */
  readonly operation: string;
  /** Below the host, without a leading slash: `api/v2/user`. */
  readonly path: string;
  /** Default `plex.tv`. */
  readonly host?: PlexTvHost;
  readonly query?: Readonly<Record<string, string>>;
  /** Default: `POST` with `form` or `json`, else `GET`. */
  readonly method?: 'POST' | 'PUT' | 'DELETE';
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** Default: the account's own. `null` sends none; a text is the token of somebody else, and is never renewed. */
  readonly token?: string | null;
  readonly maxBytes?: number;
  /** Comes before the usual meaning of a status; `undefined` leaves it to that. */
  readonly mapStatus?: StatusMapping;
  readonly signal: AbortSignal;
}

/**
 * Requests to plex.tv, one at a time: it counts them, and refuses those that come too fast. Nothing is sent twice but
 * after a refused token that could be renewed. Besides the errors of `Http`:
 *
 * | what happened | code | retryable |
 * |---|---|---|
 * | nobody is signed in | `TOKEN_MISSING` | no |
 * | 401, and 422 that speaks of the token | `TOKEN_INVALID` | no |
 * | 498, and renewing did not help | `TOKEN_EXPIRED` | no |
 * | 400, 403, 409 and any other 422 | `REQUEST_REFUSED` | no |
 * | 429 or 503, and any request while the time they asked for lasts | `SERVER_BUSY`, `retryAfterMs` | yes |
 */
export interface PlexTvConnection {
  json<T>(request: PlexTvRequest, schema: Schema<T>): Promise<T>;
  /** For routes that have no JSON: `{ nameOfRoot: element }`, attributes as text, elements below as lists. */
  xml<T>(request: PlexTvRequest, schema: Schema<T>): Promise<T>;
  /** Any 2xx will do. */
  send(request: PlexTvRequest): Promise<void>;
  /** What every request names us by. */
  clientIdentifier(): Promise<string>;
}

const mapStatus: StatusMapping = ({ status, text }) => {
  if (status === 401) return { code: 'TOKEN_INVALID' };
  if (status === 498) return { code: 'TOKEN_EXPIRED' };
  // python-plexapi takes 422 "Invalid token" for a refused sign-in, too
  if (status === 422 && /invalid token/i.test(text)) return { code: 'TOKEN_INVALID' };
  return [400, 403, 409, 422].includes(status) ? { code: 'REQUEST_REFUSED' } : undefined;
};

const isRefusal = (status: number): status is TokenRefusal => [401, 422, 498].includes(status);
const isCode = (error: unknown, ...codes: readonly string[]): error is OperationError =>
  error instanceof OperationError && codes.includes(error.code);

export function createPlexTvConnection(options: PlexTvConnectionOptions): PlexTvConnection {
  const { client, tokens } = options;
  const base = options.base ?? ((host) => `https://${host}/`);
  const server = 'plex.tv';
  const http = createHttp({ fetch: options.fetch, server });
  const inTurn = createTurns(options.now, server);
  const failer =
    (operation: string): Fail =>
    (code, refusal) =>
      new OperationError(code, { operation, server, ...refusal });

  async function prepare(request: PlexTvRequest, token: string | null): Promise<HttpRequest> {
    const { path, host = 'plex.tv', query = {}, json, token: _, ...rest } = request;
    const url = new URL(path, base(host));
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    if (token !== null && !isToken(token)) throw failer(request.operation)('TOKEN_INVALID');
    const info = await client();
    const headers = {
      ...acceptJson,
      ...clientHeaders(info),
      'x-plex-device': info.platform,
      'x-plex-device-name': `Marquee (${info.platform})`,
      ...(token !== null && { 'x-plex-token': token }),
    };
    const body = json === undefined ? {} : { body: { type: 'application/json', text: JSON.stringify(json) } };
    return { ...rest, ...body, url, headers };
  }

  /** Sends with this token; tells with which status it was refused, if it was. */
  async function exchange(request: PlexTvRequest, token: string | null) {
    let status = 0;
    const prepared = await prepare(request, token);
    const noting: StatusMapping = (answer) => {
      status = answer.status;
      return request.mapStatus?.(answer) ?? mapStatus(answer);
    };
    try {
      const turn = () => http.text({ ...prepared, mapStatus: noting });
      return { text: (await inTurn(request, turn)).text };
    } catch (error) {
      return { error, status };
    }
  }

  async function text(request: PlexTvRequest): Promise<string> {
    const own = request.token === undefined;
    const token = own ? await tokens.token(request.signal) : (request.token ?? null);
    if (own && token === null) throw failer(request.operation)('TOKEN_MISSING');
    let result = await exchange(request, token);
    const { error, status } = { status: 0, ...result };
    const refused = isCode(error, 'TOKEN_INVALID', 'TOKEN_EXPIRED') && isRefusal(status);
    if (own && token && refused && (await tokens.refused(token, status, request.signal))) {
      result = await exchange(request, await tokens.token(request.signal));
    }
    if ('error' in result) throw result.error;
    return result.text;
  }

  return {
    json: async (request, schema) => parseJson(await text(request), schema, failer(request.operation)),
    xml: async (request, schema) => parseXml(await text(request), schema, failer(request.operation)),
    send: async (request) => void (await text(request)),
    clientIdentifier: async () => (await client()).clientIdentifier,
  };
}
