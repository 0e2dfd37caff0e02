import { OperationError } from '../../domain/errors.ts';
import { createBasicPassword } from '../../http/basic-password.ts';
import { bodyLimit, createHttp, type HttpRequest } from '../../http/http.ts';
import { parseJson } from '../../http/json.ts';
import type { ClientConnection } from '../../ports/torrent-client.ts';

import { mapRefusal } from './refusals.ts';
import { rpcAddresses } from './rpc-addresses.ts';
import { type Envelope, envelope, mendEscapes } from './wire.ts';

/** A question to Transmission, in the words of its old protocol. */
interface Query {
  readonly operation: string;
  readonly method: string;
  readonly arguments: Readonly<Record<string, unknown>> & { readonly fields: readonly string[] };
  /** Names are read as Transmission's own page reads them, faults included. */
  readonly verbatim?: boolean;
}

export interface Rpc {
  /** Origin, for errors. */
  readonly server: string;
  /** What it answers, unread; `undefined` when it refuses. */
  ask(query: Query, signal: AbortSignal): Promise<unknown>;
  /** What Transmission calls this session: another one after a restart, and after an hour. Empty before it is known. */
  sessionId(): string;
}

/** Transmission answers nobody while it moves a torrent to another disk. */
const headerTimeoutMs = 20_000;
const sessionHeader = 'x-transmission-session-id';

/**
 * Requests to Transmission's RPC as the person wants us to sign in: `browser-session` with what the browser knows,
 * which is all that a Transmission without a password needs; `password` with a header and nothing of the browser's.
 *
 * Asked in the old protocol, which everything from 3.00 to 4.1.3 speaks; 4.1 calls it deprecated. A Transmission that
 * answers it with a JSON-RPC 2 error is asked in JSON-RPC 2.
 */
export function openRpc(connection: ClientConnection): Rpc {
  const { access, address } = connection;
  const server = URL.parse(address)?.origin ?? address;
  const credentials = access === 'password' ? 'omit' : 'include';
  const http = createHttp({ fetch: connection.fetch, server, headerTimeoutMs, credentials });
  const { secret, username } = connection;
  const withPassword = createBasicPassword({ username: username ?? '', secret, server });
  let places = rpcAddresses(address);
  let sessionId = '';
  let speaksJsonRpc = false;

  const failer =
    (operation: string) =>
    (code: OperationError['code'], more: { readonly retryable?: boolean } = {}): OperationError =>
      new OperationError(code, { operation, server, ...more });

  /** One request, and once more when Transmission names another session: it does so after each of its starts. */
  async function post(request: HttpRequest): Promise<string> {
    for (let again = false; ; again = true) {
      let named: string | null = null;
      const sent = {
        ...request,
        headers: { ...request.headers, [sessionHeader]: sessionId },
        mapStatus: mapRefusal(access, (id) => {
          named = id;
        }),
      };
      try {
        return (await http.text(sent)).text;
      } catch (error) {
        if (named === null || again) throw error;
        sessionId = named;
      }
    }
  }

  /** At the first place where a Transmission answers; what it says there is the answer, good or bad. */
  async function postSomewhere(request: Omit<HttpRequest, 'url'>, verbatim = false): Promise<Envelope> {
    const fail = failer(request.operation);
    let first: unknown = fail('URL_INVALID');
    for (const [at, url] of places.entries()) {
      try {
        const text = await post({ ...request, url });
        const answer = parseJson(verbatim ? text : mendEscapes(text), envelope, (code, more) =>
          more?.retryable ? fail(code, more) : fail('CLIENT_UNKNOWN'),
        );
        places = [url];
        return answer;
      } catch (error) {
        if (at === 0) first = error;
        if (!isSomethingElse(error)) throw error;
      }
    }
    throw first;
  }

  async function exchange({ operation, verbatim, ...query }: Query, signal: AbortSignal): Promise<Envelope> {
    const text = JSON.stringify(speaksJsonRpc ? asJsonRpc(query) : query);
    const body = { type: 'application/json', text };
    const request = { operation, body, signal, maxBytes: bodyLimit.most };
    return access === 'password'
      ? withPassword(request, (headers) => postSomewhere({ ...request, headers }, verbatim))
      : postSomewhere(request, verbatim);
  }

  return {
    server,
    sessionId: () => sessionId,
    async ask(query, signal) {
      let answer = await exchange(query, signal);
      if ('jsonrpc' in answer && !speaksJsonRpc) {
        speaksJsonRpc = true;
        answer = await exchange(query, signal);
      }
      if ('jsonrpc' in answer) return answer.result;
      return answer.result === 'success' ? answer.arguments : undefined;
    },
  };
}

const isSomethingElse = (error: unknown): boolean =>
  error instanceof OperationError && (error.code === 'CLIENT_UNKNOWN' || error.code === 'REDIRECTED');

/** `torrent-get`, `doneDate` and `recently-active` are `torrent_get`, `done_date` and `recently_active` there. */
function asJsonRpc({
  method,
  arguments: { fields, ids, ...others },
}: Pick<Query, 'method' | 'arguments'>): object {
  const snake = (name: string): string =>
    name.replaceAll('-', '_').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return {
    jsonrpc: '2.0',
    id: 1,
    method: snake(method),
    params: { ...others, ids: typeof ids === 'string' ? snake(ids) : ids, fields: fields.map(snake) },
  };
}
