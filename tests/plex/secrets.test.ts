import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OperationError } from '../../lib/domain/errors.ts';
import { probeIdentity } from '../../lib/plex/identity.ts';
import { identity, never, operations, service } from './support/plex.ts';

/** Everything that can be got out of a thrown value: texts, stack, causes, hidden fields, JSON. */
const everythingIn = (error: unknown): string =>
  [
    inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true, maxStringLength: null }),
    JSON.stringify(error),
    String(error),
    error instanceof OperationError ? JSON.stringify(error.toFailure()) : '',
  ].join('\n');

type Broken = (secret: string, request: Request) => Response | Promise<Response>;

/** Servers and networks that do their worst to get a secret into an error: they repeat it. */
const broken: Record<string, Broken> = {
  'a network error that repeats everything': (secret, request) => {
    throw new TypeError(`fetch failed: ${request.url} ${secret}`, { cause: new Error(secret) });
  },
  'any other error': (secret) => {
    throw Object.assign(new Error(secret), { secret, request: { headers: { token: secret } } });
  },
  'a thrown text': (secret) => {
    throw secret;
  },
  'a redirect that carries it': (secret) =>
    new Response(null, {
      status: 302,
      headers: { location: `http://evil.test/?t=${encodeURIComponent(secret)}` },
    }),
  'a web page that shows it': (secret) => new Response(`<html>${secret}</html>`),
  'damaged JSON that begins with it': (secret) => new Response(`{"${secret}`),
  'another shape with it': (secret) => Response.json({ MediaContainer: secret, [secret]: secret }),
  'fields of other kinds with it': (secret) =>
    Response.json({
      MediaContainer: { Directory: [secret], Metadata: [{ [secret]: secret }], Activity: [secret] },
    }),
  'a body that breaks': (secret) =>
    new Response(new ReadableStream({ start: (controller) => controller.error(new Error(secret)) })),
  'a body that is too long': (secret) => new Response(`${secret}${'x'.repeat(8_100_000)}`),
  ...Object.fromEntries(
    [400, 401, 403, 404, 429, 498, 500, 503].map((status): [string, Broken] => [
      `status ${status}`,
      (secret) => new Response(secret, { status, headers: { 'x-plex-token': encodeURIComponent(secret) } }),
    ]),
  ),
};

const visible = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
});
const mangled = fc.constantFrom('\n', ' ', '\u00fc', '\u0000', '🎬', '\u2028');
/** Plex tokens are some twenty characters; newer ones some hundred, with dots. */
const secret = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(visible, visible).map(([a, b]) => `c4n4ry${a}-${b}`.slice(0, 60)) },
  fc.tuple(visible, mangled).map(([a, b]) => `c4n4ry${a}${b}x`),
);

describe('the token', () => {
  it.each(Object.entries(operations))(
    'is in no error and no address of %s, whatever goes wrong',
    async (name, run) => {
      const kinds = fc.constantFrom(...Object.entries(broken));
      const identityToo = fc.boolean();
      let failures = 0;
      await fc.assert(
        fc.asyncProperty(secret, kinds, identityToo, async (token, [, answer], breakIdentity) => {
          const seen: { url: string; body: string }[] = [];
          const request: typeof fetch = async (input) => {
            const asked = input as Request;
            seen.push({ url: asked.url, body: await asked.clone().text() });
            const proves = new URL(asked.url).pathname === '/identity';
            if (proves) expect(JSON.stringify([...asked.headers])).not.toContain('c4n4ry');
            return proves && !breakIdentity ? Response.json(identity) : answer(token, asked);
          };
          const plex = service('http://nas.test:32400/', { fetch: request, token: async () => token });
          try {
            await run(plex, never);
          } catch (error) {
            failures++;
            expect(error).toBeInstanceOf(OperationError);
            expect(everythingIn(error)).not.toContain('c4n4ry');
          }
          for (const { url, body } of seen) expect(decodeURIComponent(url) + body).not.toContain('c4n4ry');
        }),
        { numRuns: 200 },
      );
      if (name !== 'item') expect(failures).toBeGreaterThan(50);
    },
  );

  it('is not in the service that uses it', () => {
    const plex = service('http://nas.test:32400/', { token: async () => 'c4n4ry-1' });
    expect(everythingIn(plex)).not.toContain('c4n4ry');
  });

  it('of a user name in an address is not repeated either', async () => {
    for (const address of [
      'http://c4n4ry:c4n4ry@nas.test/',
      'http://nas.test:99999/?X-Plex-Token=c4n4ry',
      'c4n4ry',
    ]) {
      for (const attempt of [async () => service(address), () => probeIdentity(address, fetch, never)]) {
        const error = await attempt().then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        expect(error).toMatchObject({ code: 'URL_INVALID' });
        expect(everythingIn(error)).not.toContain('c4n4ry');
      }
    }
  });

  it('that someone put into the address is not sent on', async () => {
    const urls: string[] = [];
    const request: typeof fetch = async (input) => {
      urls.push((input as Request).url);
      return Response.json(identity);
    };
    await service('http://nas.test:32400/?X-Plex-Token=c4n4ry#c4n4ry', { fetch: request }).identity(never);
    expect(urls).toEqual(['http://nas.test:32400/identity']);
  });
});
