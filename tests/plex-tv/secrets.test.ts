import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { OperationError } from '../../lib/domain/errors.ts';
import { memoryKeys, plexTvAt, signal } from './support/plex-tv.ts';

/** Everything that can be got out of a thrown value: texts, stack, causes, hidden fields, JSON. */
const everythingIn = (error: unknown): string =>
  [
    inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true, maxStringLength: null }),
    JSON.stringify(error),
    String(error),
    error instanceof OperationError ? JSON.stringify(error.toFailure()) : '',
  ].join('\n');

type Broken = (secret: string, request: Request) => Response | Promise<Response>;

/** A plex.tv or a network that does its worst to get a secret into an error: it repeats it. */
const broken: Record<string, Broken> = {
  'a network error that repeats everything': (secret, request) => {
    throw new TypeError(`fetch failed: ${request.url} ${secret}`, { cause: new Error(secret) });
  },
  'a redirect that carries it': (secret) =>
    new Response(null, {
      status: 302,
      headers: { location: `https://evil.test/?t=${encodeURIComponent(secret)}` },
    }),
  'a web page that shows it': (secret) => new Response(`<html>${secret}</html>`),
  'damaged XML with it': (secret) => new Response(`<MediaContainer token="${secret}`),
  'damaged JSON that begins with it': (secret) => new Response(`{"${secret}`),
  'another shape with it': (secret) => Response.json({ authToken: secret, nonce: secret, [secret]: secret }),
  'a list with it': (secret) => Response.json([{ provides: secret, accessToken: secret }, secret]),
  ...Object.fromEntries(
    [400, 401, 403, 404, 409, 422, 429, 498, 500].map((status): [string, Broken] => [
      `status ${status}`,
      (secret) => new Response(`Invalid token ${secret}`, { status }),
    ]),
  ),
};

const operations: Record<string, (plexTv: ReturnType<typeof plexTvAt>) => Promise<unknown>> = {
  user: ({ account }) => account.user(signal),
  servers: async ({ account }) => (await account.servers(signal)).servers,
  'a new code': ({ account }) => account.createPin(signal),
  'a look at a code': ({ account }) => account.checkPin({ id: '1' }, signal),
  upgrade: ({ account }) => account.upgrade(signal),
  'sign out': ({ account }) => account.signOut(signal),
  'XML of another room': ({ connection }) =>
    connection.xml({ operation: 'test', path: 'api/users', signal }, z.object({ none: z.string() })),
};

const visible = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
});
const secret = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(visible, visible).map(([a, b]) => `c4n4ry${a}-${b}`.slice(0, 60)) },
  fc.tuple(visible, fc.constantFrom('\n', ' ', '\u00fc', '\u0000')).map(([a, b]) => `c4n4ry${a}${b}x`),
);

describe('the token of the account', () => {
  it.each(Object.entries(operations))(
    'is in no error, answer or address of %s, whatever goes wrong',
    async (_name, run) => {
      let failures = 0;
      await fc.assert(
        fc.asyncProperty(secret, fc.constantFrom(...Object.values(broken)), async (token, answer) => {
          const seen: Request[] = [];
          const request: typeof fetch = async (input) => {
            seen.push((input as Request).clone());
            return answer(token, input as Request);
          };
          const plexTv = plexTvAt({ token, fetch: request, deviceKeys: memoryKeys() });
          const result = await run(plexTv).catch((error: unknown) => {
            failures++;
            expect(error).toBeInstanceOf(OperationError);
            return error;
          });
          expect(everythingIn(result)).not.toContain('c4n4ry');
          for (const asked of seen) {
            expect(new URL(asked.url).origin).toBe('https://plex.test');
            expect(decodeURIComponent(asked.url)).not.toContain('c4n4ry');
            expect(await asked.text()).not.toContain('c4n4ry');
            expect([asked.redirect, asked.credentials]).toEqual(['manual', 'omit']);
          }
        }),
        { numRuns: 150 },
      );
      if (!/upgrade|sign out|look at/.test(_name)) expect(failures).toBeGreaterThan(20);
    },
    30_000,
  );
});
