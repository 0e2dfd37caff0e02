import ky from 'ky';
import { OperationError } from '../domain/errors.ts';
import { decodeText, discard, readUpTo } from './body.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import { parseJson, type Schema } from './json.ts';
import { type Fail, type StatusMapping, usualRefusal } from './status.ts';

/** Bytes that an answer may have unless the request says otherwise; nothing may ask for more than `most`. */
export const bodyLimit = { usual: 1_000_000, list: 8_000_000, most: 32_000_000 } as const;

export interface HttpOptions {
  /** Called with one `Request`. */
  readonly fetch: typeof fetch;
  /** Name or origin of the server for errors; never a secret. */
  readonly server: string;
  /** `include` sends and takes the browser's cookies of that server. Default `omit`. */
  readonly credentials?: 'omit' | 'include';
  /** Until the headers; default 10,000. */
  readonly headerTimeoutMs?: number;
  /** From the start to the last byte; default 25,000, below the 30 s that a worker may wait. */
  readonly totalTimeoutMs?: number;
  /** What the server means by its statuses, where that differs from the usual. */
  readonly mapStatus?: StatusMapping;
}

export interface HttpRequest {
  /** What is being done, in words of the code (`plex.sections`). */
  readonly operation: string;
  readonly url: URL;
  readonly signal: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where what follows does not make it the right one. */
  readonly method?: 'POST' | 'PUT' | 'DELETE';
  /** Makes it a POST with these fields, form-encoded. Without this and `body`: a GET. */
  readonly form?: Readonly<Record<string, string>>;
  /** Makes it a POST with this text, e.g. JSON or XML. */
  readonly body?: { readonly type: string; readonly text: string };
  readonly maxBytes?: number;
  /** Comes before the mapping of the whole server. */
  readonly mapStatus?: StatusMapping;
}

/** An answer with a 2xx status. */
export interface BytesAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface TextAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface StreamAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: ReadableStream<Uint8Array>;
}

/**
 * Requests to one server. Each is sent once and fails with an `OperationError`:
 *
 * | what happened | code | retryable |
 * |---|---|---|
 * | no connection, or it broke before the headers | `UNREACHABLE` | yes |
 * | time is up | `TIMED_OUT` | yes |
 * | any redirect; it is never followed | `REDIRECTED` | no |
 * | status outside 2xx | `mapStatus`, else the usual: `NOT_FOUND`, `SERVER_BUSY`, `SERVER_ERROR`, `UNEXPECTED_ANSWER` | |
 * | more bytes than allowed | `TOO_LARGE` | no |
 * | the body broke off, or is damaged JSON | `UNEXPECTED_ANSWER` | yes |
 * | no JSON at all (a web page), or not what the schema says | `UNEXPECTED_ANSWER` | no |
 * | the address is none, or holds a user name | `URL_INVALID` | no |
 *
 * When the caller's signal aborts, it rejects with the signal's reason.
 *
 * `UNREACHABLE` does not prove that nothing arrived: browsers tell one `TypeError` for a refused connection and for
 * one that was cut after the request had been sent.
 *
 * No error has a cause: ky 2.1 puts the address into its messages.
 */
export interface Http {
  /** JSON of this shape. Set `Accept` yourself: servers differ in what they want there. */
  json<T>(request: HttpRequest, schema: Schema<T>): Promise<T>;
  /** Text, read as UTF-8; bytes that are not become U+FFFD. */
  text(request: HttpRequest): Promise<TextAnswer>;
  bytes(request: HttpRequest): Promise<BytesAnswer>;
  /** Any 2xx will do; the body is thrown away unread. */
  send(request: HttpRequest): Promise<void>;
  /** The body as it comes, without a limit of time or size; aborting the signal ends it. */
  stream(request: HttpRequest): Promise<StreamAnswer>;
}

export function createHttp(options: HttpOptions): Http {
  const failer =
    (operation: string): Fail =>
    (code, refusal) =>
      new OperationError(code, { operation, server: options.server, ...refusal });

  async function bytes(request: HttpRequest): Promise<BytesAnswer> {
    const fail = failer(request.operation);
    const maxBytes = Math.min(request.maxBytes ?? bodyLimit.usual, bodyLimit.most);
    return exchange(options, request, fail, async (response, deadline) => {
      const body = await readUpTo(response, maxBytes, deadline.signal);
      if (!body.complete) throw fail('TOO_LARGE');
      return { status: response.status, headers: response.headers, bytes: body.bytes };
    });
  }

  async function text(request: HttpRequest): Promise<TextAnswer> {
    const answer = await bytes(request);
    return { status: answer.status, headers: answer.headers, text: decodeText(answer.bytes) };
  }

  return {
    bytes,
    text,
    json: async (request, schema) => parseJson((await text(request)).text, schema, failer(request.operation)),
    send: (request) =>
      exchange(options, request, failer(request.operation), async (response) => discard(response)),
    stream: (request) =>
      exchange(options, request, failer(request.operation), async (response, deadline) => {
        deadline.lift();
        const body = response.body ?? new Blob([]).stream();
        return { status: response.status, headers: response.headers, body };
      }),
  };
}

/** Sends the request and gives the answer to `use`, all within the deadline; turns what is thrown into our errors. */
async function exchange<T>(
  options: HttpOptions,
  request: HttpRequest,
  fail: Fail,
  use: (response: Response, deadline: Deadline) => Promise<T>,
): Promise<T> {
  request.signal.throwIfAborted();
  checkHeaders(request.headers);
  const deadline = startDeadline(
    request.signal,
    options.headerTimeoutMs ?? 10_000,
    options.totalTimeoutMs ?? 25_000,
  );
  let answered = false;
  try {
    const response = await dispatch(options, request, deadline.signal, fail);
    answered = true;
    deadline.headersArrived();
    await refuse(options, request, response, deadline.signal, fail);
    return await use(response, deadline);
  } catch (error) {
    if (request.signal.aborted) throw request.signal.reason;
    if (error instanceof OperationError) throw error;
    if (deadline.isOver()) throw fail('TIMED_OUT', { retryable: true });
    throw fail(answered ? 'UNEXPECTED_ANSWER' : 'UNREACHABLE', { retryable: true });
  } finally {
    deadline.lift();
  }
}

/** What can't be a header is a mistake of the caller. `Headers` would say so too, and repeat the value: it may be a token. */
function checkHeaders(headers: HttpRequest['headers'] = {}): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[\x20-\x7e]*$/.test(value)) throw new TypeError(`The header ${name} is not plain ASCII`);
  }
}

function dispatch(
  options: HttpOptions,
  { url, method, headers = {}, form, body }: HttpRequest,
  signal: AbortSignal,
  fail: Fail,
): Promise<Response> {
  if (!/^https?:$/.test(url.protocol) || url.username || url.password) throw fail('URL_INVALID');
  const { fetch } = options;
  return ky(url, {
    method: method ?? (form || body ? 'POST' : 'GET'),
    headers: { ...headers, ...(body && { 'content-type': body.type }) },
    ...(form && { body: new URLSearchParams(form) }),
    ...(body && { body: body.text }),
    signal,
    // Bare, since the browser's own fetch refuses another `this`; without ky's second argument, since any makes
    // `fetch` forget the referrer policy of the request.
    fetch: (input) => fetch(input),
    credentials: options.credentials ?? 'omit',
    // 'error' would stop a redirect too, but looks like a network error; 'manual' says what it was. Neither sends
    // our headers on, which 'follow' does, to any host (measured in Chromium 156 and Firefox 153).
    redirect: 'manual',
    referrerPolicy: 'no-referrer',
    cache: 'no-store',
    retry: 0,
    timeout: false,
    throwHttpErrors: false,
  });
}

/** Throws when the status is not 2xx. */
async function refuse(
  options: HttpOptions,
  request: HttpRequest,
  response: Response,
  signal: AbortSignal,
  fail: Fail,
): Promise<void> {
  const { status, headers } = response;
  const redirect =
    response.type === 'opaqueredirect' || response.redirected || (status >= 300 && status < 400);
  if (redirect) {
    discard(response);
    throw fail('REDIRECTED');
  }
  if (response.ok) return;
  const text = await readUpTo(response, 64_000, signal).then(
    ({ bytes }) => decodeText(bytes),
    () => '', // the status alone has to do
  );
  const answer = { status, headers, text };
  const refusal =
    request.mapStatus?.(answer) ?? options.mapStatus?.(answer) ?? usualRefusal(answer, Date.now());
  throw fail(refusal.code, refusal);
}
