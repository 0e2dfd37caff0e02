import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { OperationError } from '../../lib/domain/errors.ts';
import { createHttp, type HttpOptions, type HttpRequest } from '../../lib/http/http.ts';
import { closedOrigin, serve } from './support/server.ts';

const http = (more: Partial<HttpOptions> = {}) => createHttp({ fetch, server: 'Attic', ...more });
const to = (origin: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  operation: 'test.ask',
  url: new URL(origin),
  signal: new AbortController().signal,
  ...more,
});
const shape = z.object({ name: z.string() });

async function failure(promise: Promise<unknown>): Promise<OperationError> {
  const error = await promise.then(
    () => 'no failure',
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof OperationError)) throw new Error(`not an OperationError: ${String(error)}`);
  return error;
}

describe('a request', () => {
  it('is a GET with the given headers and without cookies, referrer or cache', async () => {
    const server = await serve((_, response) => response.end('{"name":"a"}'));
    const requests: Request[] = [];
    const watched: typeof fetch = (input, init) => {
      requests.push(input as Request);
      return fetch(input, init);
    };
    const url = new URL('/list?path=%2Ftv', server.origin);
    const headers = { accept: 'application/json', 'x-thing': '1' };
    expect(await http({ fetch: watched }).json(to(url.href, { headers }), shape)).toEqual({ name: 'a' });
    expect(server.seen).toMatchObject([{ method: 'GET', path: '/list?path=%2Ftv', headers }]);
    const { credentials, redirect, referrerPolicy, cache } = requests[0] ?? {};
    expect({ credentials, redirect, referrerPolicy, cache }).toEqual({
      credentials: 'omit',
      redirect: 'manual',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
    });
  });

  it('is a form-encoded POST when it has fields, with the cookies of the browser when asked to', async () => {
    const server = await serve((_, response) => response.end('Ok.'));
    let credentials = '';
    const watched: typeof fetch = (input, init) => {
      credentials = (input as Request).credentials;
      return fetch(input, init);
    };
    const form = { username: 'admin', password: 'a&b ü' };
    const answer = await http({ fetch: watched, credentials: 'include' }).text(to(server.origin, { form }));
    expect(answer).toMatchObject({ status: 200, text: 'Ok.' });
    expect(server.seen[0]).toMatchObject({ method: 'POST', body: 'username=admin&password=a%26b+%C3%BC' });
    expect(server.seen[0]?.headers['content-type']).toContain('application/x-www-form-urlencoded');
    expect(credentials).toBe('include');
  });

  it('calls fetch without a receiver, as the one of a browser demands', async () => {
    let receiver: unknown = 'never called';
    async function strict(this: unknown): Promise<Response> {
      receiver = this;
      return Response.json({ name: 'a' });
    }
    await http({ fetch: strict }).json(to('http://127.0.0.1:9'), shape);
    expect(receiver).toBeUndefined();
  });

  it('is sent once, whatever happens', async () => {
    const server = await serve((_, response) => response.writeHead(503).end());
    await failure(http().send(to(server.origin)));
    const cut = await serve((_, response) => response.destroy());
    await failure(http().send(to(cut.origin)));
    expect([server.seen.length, cut.seen.length]).toEqual([1, 1]);
  });

  it.each(['ftp://nas/', 'file:///etc/passwd', 'http://user:pass@nas/'])(
    'is not sent to %s',
    async (address) => {
      expect((await failure(http().send(to(address)))).code).toBe('URL_INVALID');
    },
  );

  it('is not made with a header that is none, and the complaint does not repeat it', async () => {
    const headers = { 'x-plex-token': 'canary\nx: y' };
    const sent = http().send(to('http://127.0.0.1:9', { headers }));
    await expect(sent).rejects.toThrow(TypeError);
    await expect(sent).rejects.not.toThrow(/canary/);
  });
});

describe('an answer', () => {
  it('is read as UTF-8 even where it is not', async () => {
    const body = Buffer.concat([Buffer.from('{"name":"a'), Buffer.from([0xe9, 0xff]), Buffer.from('"}')]);
    const server = await serve((_, response) => response.end(body));
    expect(await http().json(to(server.origin), shape)).toEqual({ name: 'a\uFFFD\uFFFD' });
  });

  it('may be as long as allowed and not a byte longer', async () => {
    const server = await serve((_, response) => response.end('x'.repeat(1000)));
    expect((await http().text(to(server.origin, { maxBytes: 1000 }))).text).toHaveLength(1000);
    expect(await failure(http().text(to(server.origin, { maxBytes: 999 })))).toMatchObject({
      code: 'TOO_LARGE',
      retryable: false,
    });
  });

  it('that never ends is let go once it is too long', async () => {
    let closed: () => void;
    const gone = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const server = await serve((_, response) => {
      const timer = setInterval(() => response.write('x'.repeat(100_000)), 1);
      response.on('close', () => {
        clearInterval(timer);
        closed();
      });
    });
    expect((await failure(http().text(to(server.origin)))).code).toBe('TOO_LARGE');
    await gone;
  });

  it('may be ignored', async () => {
    const server = await serve((_, response) => response.writeHead(202).end('<html>'));
    await expect(http().send(to(server.origin))).resolves.toBeUndefined();
  });

  it('without a body is empty', async () => {
    const server = await serve((_, response) => response.writeHead(204).end());
    expect((await http().bytes(to(server.origin))).bytes).toHaveLength(0);
  });

  it('can be read while it comes, and ends when the signal aborts', async () => {
    const server = await serve((_, response) => {
      response.write('first');
    });
    const stop = new AbortController();
    const quick = http({ headerTimeoutMs: 60_000, totalTimeoutMs: 60_000 });
    const { body } = await quick.stream(to(server.origin, { signal: stop.signal }));
    const reader = body.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('first');
    const rest = reader.read();
    stop.abort(new Error('enough'));
    await expect(rest).rejects.toThrow('enough');
  });

  it('that is read while it comes has no end in time', async () => {
    let go: () => void = () => undefined;
    const server = await serve((_, response) => {
      response.flushHeaders();
      go = () => response.end('late');
    });
    const { body } = await http({ headerTimeoutMs: 300, totalTimeoutMs: 300 }).stream(to(server.origin));
    await new Promise((resolve) => setTimeout(resolve, 400)); // the thing under test is time
    go();
    expect(await new Response(body).text()).toBe('late');
  });
});

describe('a failure', () => {
  it('says that nobody is there', async () => {
    expect((await failure(http().send(to(await closedOrigin())))).toFailure()).toEqual({
      code: 'UNREACHABLE',
      operation: 'test.ask',
      server: 'Attic',
      retryable: true,
      retryAfterMs: null,
    });
  });

  it('says that the connection was cut before an answer', async () => {
    const server = await serve((_, response) => response.destroy());
    expect(await failure(http().send(to(server.origin)))).toMatchObject({
      code: 'UNREACHABLE',
      retryable: true,
    });
  });

  it('says that no headers came in time', async () => {
    const server = await serve(() => undefined);
    const slow = http({ headerTimeoutMs: 30 }).send(to(server.origin));
    expect(await failure(slow)).toMatchObject({ code: 'TIMED_OUT', retryable: true });
  });

  it('says that the body did not end in time', async () => {
    const server = await serve((_, response) => {
      const timer = setInterval(() => response.write(' '), 5);
      response.on('close', () => clearInterval(timer));
    });
    const slow = http({ totalTimeoutMs: 60 }).json(to(server.origin), shape);
    expect(await failure(slow)).toMatchObject({ code: 'TIMED_OUT', retryable: true });
  });

  it('says that the answer broke off', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"name":', () => response.destroy());
    });
    expect(await failure(http().json(to(server.origin), shape))).toMatchObject({
      code: 'UNEXPECTED_ANSWER',
      retryable: true,
    });
  });

  it.each([
    ['{"name":"a', true],
    ['<!doctype html><title>Sign in</title>', false],
    ['', false],
    ['{"name":7}', false],
    ['null', false],
    ['[]', false],
  ])('says that %j is not what was asked for', async (body, retryable) => {
    const server = await serve((_, response) => response.end(body));
    expect(await failure(http().json(to(server.origin), shape))).toMatchObject({
      code: 'UNEXPECTED_ANSWER',
      retryable,
    });
  });

  it.each([301, 302, 303, 307, 308])(
    'says that it was sent elsewhere (%i), and does not go there',
    async (status) => {
      const second = await serve((_, response) => response.end('{"name":"b"}'));
      const first = await serve((_, response) =>
        response.writeHead(status, { location: second.origin }).end(),
      );
      const headers = { 'x-plex-token': 'canary' };
      for (const form of [undefined, { a: '1' }]) {
        const sent = http().json(to(first.origin, { headers, ...(form && { form }) }), shape);
        expect(await failure(sent)).toMatchObject({ code: 'REDIRECTED', retryable: false });
      }
      expect(second.seen).toEqual([]);
    },
  );

  it('does not believe a fetch that followed a redirect', async () => {
    const second = await serve((_, response) => response.end('{"name":"b"}'));
    const first = await serve((_, response) => response.writeHead(302, { location: second.origin }).end());
    const follow: typeof fetch = (input) => fetch((input as Request).url);
    expect((await failure(http({ fetch: follow }).json(to(first.origin), shape))).code).toBe('REDIRECTED');
  });

  it('is the reason of the signal when the caller aborts, at whatever moment', async () => {
    const reason = new Error('popup closed');
    const silent = await serve(() => undefined);
    const dripping = await serve((_, response) => {
      response.write('{');
    });
    const refusing = await serve((_, response) => {
      response.writeHead(500).write('oh');
    });
    for (const server of [silent, dripping, refusing]) {
      const stop = new AbortController();
      const asked = http().json(to(server.origin, { signal: stop.signal }), shape);
      setTimeout(() => stop.abort(reason), 20);
      await expect(asked).rejects.toBe(reason);
    }
    const aborted = to(silent.origin, { signal: AbortSignal.abort(reason) });
    await expect(http().send(aborted)).rejects.toBe(reason);
    expect(silent.seen).toHaveLength(1);
  });
});

describe('a status', () => {
  it.each([
    [400, 'UNEXPECTED_ANSWER', false],
    [401, 'UNEXPECTED_ANSWER', false],
    [404, 'NOT_FOUND', false],
    [429, 'SERVER_BUSY', true],
    [500, 'SERVER_ERROR', true],
    [502, 'SERVER_ERROR', true],
    [503, 'SERVER_BUSY', true],
  ])('of %i means %s by itself', async (status, code, retryable) => {
    const server = await serve((_, response) => response.writeHead(status).end('<h1>no</h1>'));
    expect(await failure(http().send(to(server.origin)))).toMatchObject({ code, retryable });
  });

  it('means what the request says, else what the server says', async () => {
    const server = await serve((seen, response) =>
      response.writeHead(seen.path === '/a' ? 403 : 401, { 'x-why': 'ban' }).end('Your IP is banned'),
    );
    const asked: unknown[] = [];
    const client = http({
      mapStatus: ({ status, text, headers }) => {
        asked.push([status, text, headers.get('x-why')]);
        return { code: 'CLIENT_BANNED', retryable: true, retryAfterMs: 5 };
      },
    });
    const mapStatus: HttpRequest['mapStatus'] = ({ status }) =>
      status === 403 ? { code: 'NO_LIBRARY_RIGHT' } : undefined;
    expect((await failure(client.send(to(`${server.origin}/a`, { mapStatus })))).code).toBe(
      'NO_LIBRARY_RIGHT',
    );
    expect(await failure(client.send(to(`${server.origin}/b`, { mapStatus })))).toMatchObject({
      code: 'CLIENT_BANNED',
      retryable: true,
      retryAfterMs: 5,
    });
    expect(asked).toEqual([[401, 'Your IP is banned', 'ban']]);
  });

  it('counts even when its body breaks off or never ends', async () => {
    const cut = await serve((_, response) => {
      response.writeHead(500, { 'content-length': '99' });
      response.write('x', () => response.destroy());
    });
    expect((await failure(http().send(to(cut.origin)))).code).toBe('SERVER_ERROR');
    const slow = await serve((_, response) => {
      response.writeHead(503).write('x');
    });
    expect((await failure(http({ totalTimeoutMs: 500 }).send(to(slow.origin)))).code).toBe('SERVER_BUSY');
  });
});
