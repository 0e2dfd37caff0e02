import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { createPlexTvConnection } from '../../lib/plex-tv/connection.ts';
import type { TokenProvider, TokenRefusal } from '../../lib/ports/token-provider.ts';
import { useWorld } from '../stand-in/support/world.ts';
import { client, outcome, signal } from './support/plex-tv.ts';

const world = useWorld();
afterEach(() => world.standIn.reset());

const anything = z.unknown();
const ping = { operation: 'test.ping', path: 'api/v2/ping', signal } as const;

/** A provider that hands out these tokens, one after each refusal. */
function tokensOf(...list: readonly string[]) {
  const refusals: [string, TokenRefusal][] = [];
  const provider: TokenProvider = {
    token: async () => list[Math.min(refusals.length, list.length - 1)] ?? null,
    refused: async (token, status) => {
      refusals.push([token, status]);
      return refusals.length < list.length;
    },
  };
  return { provider, refusals };
}

function connect(tokens: TokenProvider, options: { now?: () => number; fetch?: typeof fetch } = {}) {
  const url = world.standIn.plexTvUrl;
  return createPlexTvConnection({
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    client: async () => client,
    tokens,
    base: () => `${url}/`,
    now: options.now ?? Date.now,
  });
}

const answering = (...answers: readonly (() => Response)[]) => {
  const seen: Request[] = [];
  const request: typeof fetch = async (input) => {
    seen.push((input as Request).clone());
    return (answers[seen.length - 1] ?? answers.at(-1) ?? Response.error)();
  };
  return { request, seen };
};

describe('a request to plex.tv', () => {
  it('says who we are and carries the token in a header only', async () => {
    const plexTv = connect(tokensOf(world.standIn.token).provider);
    expect(await plexTv.json(ping, anything)).toEqual({ pong: true });
    const [seen] = world.standIn.requests;
    expect(seen).toMatchObject({ path: '/api/v2/ping', tokenInUrl: false, tokenInHeader: true });
    expect(seen?.headers).toMatchObject({
      accept: 'application/json',
      'x-plex-client-identifier': 'install-1',
      'x-plex-product': 'Marquee',
      'x-plex-version': '1.2.3',
      'x-plex-platform': 'Chrome',
      'x-plex-device': 'Chrome',
      'x-plex-device-name': 'Marquee (Chrome)',
      'x-plex-token': world.standIn.token,
    });
  });

  it('goes to plex.tv or clients.plex.tv over https', async () => {
    const { request, seen } = answering(() => Response.json({}));
    const options = { fetch: request, client: async () => client, now: Date.now };
    const plexTv = createPlexTvConnection({ ...options, tokens: tokensOf('a').provider });
    await plexTv.send(ping);
    await plexTv.send({ ...ping, host: 'clients.plex.tv', query: { a: 'b c' } });
    expect(seen.map(({ url }) => url)).toEqual([
      'https://plex.tv/api/v2/ping',
      'https://clients.plex.tv/api/v2/ping?a=b+c',
    ]);
  });

  it('sends what it is told to, as it is told to', async () => {
    const { request, seen } = answering(() => Response.json({}));
    const plexTv = connect(tokensOf('a').provider, { fetch: request });
    await plexTv.send({ ...ping, json: { a: [1] } });
    await plexTv.send({ ...ping, method: 'PUT', json: { b: 2 } });
    await plexTv.send({ ...ping, method: 'DELETE' });
    await plexTv.send({ ...ping, form: { strong: 'true' } });
    const sent = await Promise.all(
      seen.map(async (one) => [one.method, one.headers.get('content-type'), await one.text()]),
    );
    expect(sent).toEqual([
      ['POST', 'application/json', '{"a":[1]}'],
      ['PUT', 'application/json', '{"b":2}'],
      ['DELETE', null, ''],
      ['POST', 'application/x-www-form-urlencoded;charset=UTF-8', 'strong=true'],
    ]);
  });

  it('reads XML where there is no JSON', async () => {
    const plexTv = connect(tokensOf(world.standIn.token).provider);
    const schema = z.object({ MediaContainer: z.object({ size: z.string() }) });
    const request = { operation: 'test.resources', path: 'api/resources', signal };
    expect(await plexTv.xml(request, schema)).toEqual({ MediaContainer: { size: '1' } });
  });

  it('can carry the token of somebody else, or none', async () => {
    const { provider, refusals } = tokensOf('own');
    const { token } = world.standIn.plexTv.addAccount({ username: 'guest' });
    const plexTv = connect(provider);
    await plexTv.send({ ...ping, token });
    expect(await outcome(plexTv.send({ ...ping, token: null }))).toBe('TOKEN_INVALID');
    expect(await outcome(plexTv.send({ ...ping, token: 'wrong' }))).toBe('TOKEN_INVALID');
    expect(refusals).toEqual([]);
  });

  it('is not sent when nobody is signed in', async () => {
    expect(await outcome(connect(tokensOf().provider).send(ping))).toBe('TOKEN_MISSING');
    expect(world.standIn.requests).toHaveLength(0);
  });

  it('waits for the one before it', async () => {
    const plexTv = connect(tokensOf(world.standIn.token).provider);
    const held = world.standIn.faults.hold('/api/v2/user');
    const first = plexTv.send({ ...ping, path: 'api/v2/user' });
    await held.arrived;
    const second = plexTv.send(ping);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(world.standIn.requests).toHaveLength(1);
    held.release();
    await Promise.all([first, second]);
    expect(world.standIn.requests.map(({ path }) => path)).toEqual(['/api/v2/user', '/api/v2/ping']);
  });
});

describe('what plex.tv refuses', () => {
  const status = (code: number, text = '') => new Response(text, { status: code });

  it.each([
    [401, '', 'TOKEN_INVALID'],
    [498, '', 'TOKEN_EXPIRED'],
    [422, '{"errors":[{"message":"Invalid token"}]}', 'TOKEN_INVALID'],
    [422, '{"errors":[{"message":"Signature is invalid"}]}', 'REQUEST_REFUSED'],
    [400, '', 'REQUEST_REFUSED'],
    [403, '', 'REQUEST_REFUSED'],
    [409, '', 'REQUEST_REFUSED'],
    [404, '', 'NOT_FOUND'],
    [410, '', 'NOT_FOUND'],
    [429, '', 'SERVER_BUSY'],
    [500, '', 'SERVER_ERROR'],
    [302, '', 'REDIRECTED'],
    [418, '', 'UNEXPECTED_ANSWER'],
  ])('with %i %s is %s', async (code, text, expected) => {
    const { request, seen } = answering(() => status(code, text));
    const plexTv = connect(tokensOf('one').provider, { fetch: request });
    expect(await outcome(plexTv.send(ping))).toBe(expected);
    expect(seen).toHaveLength(1);
  });

  it.each([401, 498, 422] as const)('with %i is asked once more with a renewed token', async (code) => {
    const { provider, refusals } = tokensOf('old', 'new');
    const { request, seen } = answering(
      () => status(code, 'Invalid token'),
      () => Response.json({}),
    );
    await connect(provider, { fetch: request }).send(ping);
    expect(refusals).toEqual([['old', code]]);
    expect(seen.map(({ headers }) => headers.get('x-plex-token'))).toEqual(['old', 'new']);
  });

  it('is asked once more only', async () => {
    const { request, seen } = answering(() => status(401));
    const plexTv = connect(tokensOf('a', 'b', 'c').provider, { fetch: request });
    expect(await outcome(plexTv.send(ping))).toBe('TOKEN_INVALID');
    expect(seen).toHaveLength(2);
  });

  it('says nothing about the token where the caller knows better', async () => {
    const { provider, refusals } = tokensOf('a', 'b');
    const { request } = answering(() => status(401));
    const mapStatus = () => ({ code: 'REQUEST_REFUSED' }) as const;
    expect(await outcome(connect(provider, { fetch: request }).send({ ...ping, mapStatus }))).toBe(
      'REQUEST_REFUSED',
    );
    expect(refusals).toEqual([]);
  });
});

describe('too many requests', () => {
  const clock = { nowMs: 1_800_000_000_000 };
  const busy = (headers: Record<string, string> = {}) => new Response('', { status: 429, headers });
  const connectBusy = (...answers: readonly (() => Response)[]) => {
    const { request, seen } = answering(...answers);
    const plexTv = connect(tokensOf('a').provider, { fetch: request, now: () => clock.nowMs });
    return { plexTv, seen };
  };

  it('are followed by none for as long as plex.tv asks', async () => {
    const { plexTv, seen } = connectBusy(
      () => busy({ 'retry-after': '40' }),
      () => Response.json({}),
    );
    const busyFor = (retryAfterMs: number) => ({ code: 'SERVER_BUSY', retryable: true, retryAfterMs });
    await expect(plexTv.send(ping)).rejects.toMatchObject(busyFor(40_000));
    clock.nowMs += 39_000;
    await expect(plexTv.send(ping)).rejects.toMatchObject(busyFor(1_000));
    expect(seen).toHaveLength(1);
    clock.nowMs += 1_000;
    await plexTv.send(ping);
    expect(seen).toHaveLength(2);
  });

  it('are followed by longer and longer rests when it does not say, until it answers', async () => {
    const answers = [busy, busy, busy, () => Response.json({}), busy] as const;
    const { plexTv, seen } = connectBusy(...answers.map((answer) => () => answer()));
    for (const restMs of [5_000, 10_000, 20_000]) {
      expect(await outcome(plexTv.send(ping))).toBe('SERVER_BUSY');
      clock.nowMs += restMs - 1;
      await expect(plexTv.send(ping)).rejects.toMatchObject({ retryAfterMs: 1 });
      clock.nowMs += 1;
    }
    await plexTv.send(ping);
    expect(await outcome(plexTv.send(ping))).toBe('SERVER_BUSY');
    await expect(plexTv.send(ping)).rejects.toMatchObject({ retryAfterMs: 5_000 });
    expect(seen).toHaveLength(5);
  });

  it('do not silence us when the clock is set back', async () => {
    const { plexTv } = connectBusy(
      () => busy({ 'retry-after': '3600' }),
      () => Response.json({}),
    );
    expect(await outcome(plexTv.send(ping))).toBe('SERVER_BUSY');
    clock.nowMs -= 86_400_000;
    await plexTv.send(ping);
  });
});
