import { OperationError } from '../../domain/errors.ts';
import { createBasicPassword } from '../../http/basic-password.ts';
import { bodyLimit, createHttp, type HttpRequest } from '../../http/http.ts';
import type { Refusal, RefusedAnswer, StatusMapping } from '../../http/status.ts';
import type { ClientAccess, ClientConnection } from '../../ports/torrent-client.ts';
import { type Answer, type Param, readAnswer, writeCall } from './xml-rpc.ts';

export interface Endpoint {
  call(operation: string, method: string, params: readonly Param[], signal: AbortSignal): Promise<Answer>;
}

/** Writing 10,000 torrents took 0.4 s (0.9.8 on two cores); small boxes are ten times slower. */
const headerTimeoutMs = 20_000;

/**
 * Where rtorrent's XML-RPC may be, given the address of a page or of XML-RPC itself, in the order in which they are
 * tried. ruTorrent hands on what is posted to its `httprpc` plugin as it is (3.9 to 5.3; `conf.php` there can switch
 * that off), and up to 4.2 to `rpc`. `/RPC2` is what web servers in front of rtorrent's SCGI are told to call it, at
 * the root of the host or of the person's part of it.
 */
export function candidates(address: string): readonly URL[] {
  const given = URL.parse(address);
  if (!given) return [];
  const isApi = /\/(?:RPC2|[^/]+\.php)\/$/i.test(given.pathname);
  const paths = isApi
    ? [given.pathname.slice(0, -1)]
    : ['plugins/httprpc/action.php', 'plugins/rpc/rpc.php', 'RPC2', '../RPC2', '/RPC2'];
  const urls = paths.map((path) => new URL(path, given));
  return urls.filter((url, at) => urls.findIndex((other) => other.href === url.href) === at);
}

/**
 * XML-RPC over HTTP. The first address of `candidates` at which XML-RPC answers is remembered. Only "there is nothing
 * of that kind here" (`CLIENT_UNKNOWN`) leads on to the next: a wrong password or an rtorrent that is away must not.
 */
export function openEndpoint(connection: ClientConnection, server: string): Endpoint {
  const http = createHttp({
    fetch: connection.fetch,
    server,
    headerTimeoutMs,
    credentials: connection.access === 'password' ? 'omit' : 'include',
    mapStatus: refusalOf(connection.access),
  });
  const { access, secret, username } = connection;
  const withPassword = createBasicPassword({ username: username ?? '', secret, server });
  const all = candidates(connection.address);
  let found: URL | undefined;

  async function post(request: HttpRequest): Promise<Answer> {
    const { operation } = request;
    const { text } = await http.text(request);
    let answer: Answer | undefined;
    try {
      answer = readAnswer(text);
    } catch {
      throw new OperationError('UNEXPECTED_ANSWER', { operation, server, retryable: true });
    }
    if (isNoAnswer(text))
      throw new OperationError('CLIENT_BACKEND_AWAY', { operation, server, retryable: true });
    if (!answer) throw new OperationError('CLIENT_UNKNOWN', { operation, server });
    return answer;
  }

  async function postSomewhere(request: Omit<HttpRequest, 'url'>): Promise<Answer> {
    for (const url of found ? [found] : all) {
      try {
        const answer = await post({ ...request, url });
        found = url;
        return answer;
      } catch (error) {
        found = undefined;
        if (!(error instanceof OperationError) || error.code !== 'CLIENT_UNKNOWN') throw error;
      }
    }
    const code = all.length > 0 ? 'CLIENT_UNKNOWN' : 'URL_INVALID';
    throw new OperationError(code, { operation: request.operation, server });
  }

  return {
    async call(operation, method, params, signal) {
      const body = { type: 'text/xml', text: writeCall(method, params) }; // 0.16 takes no other type
      const request = { operation, body, signal, maxBytes: bodyLimit.most };
      return access === 'password'
        ? withPassword(request, (headers) => postSomewhere({ ...request, headers }))
        : postSomewhere(request);
    },
  };
}

/** What `httprpc` makes of no answer (5.3: `false` for no connection, an empty text for one that was cut), with 200. */
const isNoAnswer = (text: string): boolean => /^\s*(?:false|"")\s*$/.test(text);

/**
 * What statuses mean here. Web servers say 502 to 504 when rtorrent is away, ruTorrent's older plugin and Apache's
 * `mod_scgi` 500. Its `enableCSRFCheck` (off by default) answers a bare "Forbidden".
 */
function refusalOf(access: ClientAccess): StatusMapping {
  return (answer): Refusal | undefined => {
    const { status, text } = answer;
    if (status === 401)
      return { code: isBasicRefused(access, answer) ? 'CLIENT_PASSWORD_WRONG' : 'CLIENT_LOGIN' };
    if (status === 403 && text.trim() === 'Forbidden') return { code: 'CLIENT_ORIGIN_REFUSED' };
    if (status === 429) return undefined;
    return status >= 500 ? { code: 'CLIENT_BACKEND_AWAY', retryable: true } : { code: 'CLIENT_UNKNOWN' };
  };
}

/** A server that wants Digest was not sent a wrong password: we can't speak it, but the browser can. */
const isBasicRefused = (access: ClientAccess, { headers }: RefusedAnswer): boolean =>
  access === 'password' && /^$|\bbasic\b/i.test(headers.get('www-authenticate') ?? '');
