import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { accountTokenKey } from '../../lib/ports/vault.ts';
import { useWorld } from '../stand-in/support/world.ts';
import { outcome, plexTvAt, signal } from './support/plex-tv.ts';

const world = useWorld();
afterEach(() => world.standIn.reset());

const start = () => {
  const { standIn } = world;
  return plexTvAt({ url: standIn.plexTvUrl, now: standIn.clock.now });
};

describe('a sign-in code', () => {
  it('is strong, lasts as long as plex.tv says, and is agreed to in a page of plex.tv', async () => {
    const { account } = start();
    const before = world.standIn.clock.now();
    const pin = await account.createPin(signal);
    const [made] = world.standIn.plexTv.pins.list;
    expect(pin).toMatchObject({ id: String(made?.id), code: made?.code });
    expect(pin.code).toHaveLength(25);
    expect(pin.expiresAtMs - before).toBeGreaterThanOrEqual(1_800_000);
    expect(pin.expiresAtMs - before).toBeLessThan(1_805_000);
    const url = new URL(pin.url);
    expect(`${url.origin}${url.pathname}${url.search}`).toBe('https://app.plex.tv/auth');
    expect(Object.fromEntries(new URLSearchParams(url.hash.slice(2)))).toEqual({
      clientID: 'install-1',
      code: pin.code,
      'context[device][product]': 'Marquee',
    });
    expect(url.hash).not.toContain(pin.id);
  });

  it('turns into a token that goes nowhere but into the vault', async () => {
    const { account, vault } = start();
    const pin = await account.createPin(signal);
    expect(await account.checkPin(pin, signal)).toEqual({ kind: 'waiting' });
    const token = world.standIn.plexTv.pins.approve(pin.code);
    const answer = await account.checkPin(pin, signal);
    expect(JSON.stringify(answer)).not.toContain(token);
    expect(vault.secrets.size).toBe(0);
    if (answer.kind === 'approved') await answer.keep();
    expect([...vault.secrets]).toEqual([[accountTokenKey, token]]);
    expect(await account.user(signal)).toMatchObject({ name: 'owner' });
  });

  it('is gone when its time is up, when refused, and for another installation', async () => {
    const { account } = start();
    const [late, refused] = [await account.createPin(signal), await account.createPin(signal)];
    world.standIn.plexTv.pins.deny(refused.code);
    expect(await account.checkPin(refused, signal)).toEqual({ kind: 'gone' });
    world.standIn.clock.advance(1_801_000);
    expect(await account.checkPin(late, signal)).toEqual({ kind: 'gone' });
    expect(await account.checkPin({ id: '999999' }, signal)).toEqual({ kind: 'gone' });
  });

  it.each([
    [{ kind: 'not-found' } as const, 'UNEXPECTED_ANSWER'],
    [{ kind: 'rate-limited', retryAfter: 30 } as const, 'SERVER_BUSY'],
    [{ kind: 'server-error' } as const, 'SERVER_ERROR'],
    [{ kind: 'xml' } as const, 'UNEXPECTED_ANSWER'],
    [{ kind: 'truncated-json' } as const, 'UNEXPECTED_ANSWER'],
    [{ kind: 'lost-reply' } as const, 'UNREACHABLE'],
  ])('is not given up for %j', async (fault, code) => {
    const { account } = start();
    const pin = await account.createPin(signal);
    world.standIn.faults.add({ ...fault, match: /^\/api\/v2\/pins\/\d+$/ });
    expect(await outcome(account.checkPin(pin, signal))).toBe(code);
  });

  it('can be refused', async () => {
    world.standIn.faults.add({ kind: 'rate-limited', match: '/api/v2/pins' });
    expect(await outcome(start().account.createPin(signal))).toBe('SERVER_BUSY');
  });

  it('never makes an address of anything but plex.tv, whatever plex.tv says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          id: fc.oneof(fc.nat(), fc.string(), fc.constant('1/../../x')),
          code: fc.oneof(fc.string(), fc.stringMatching(/^[\w-]{4,64}$/)),
          expiresIn: fc.oneof(fc.double(), fc.integer(), fc.constant(null)),
        }),
        async (answer) => {
          const request = async () => Response.json(answer, { status: 201 });
          const { account } = plexTvAt({ fetch: request, now: () => 1000 });
          const pin = await account.createPin(signal).catch((error: unknown) => {
            expect(error).toMatchObject({ code: 'UNEXPECTED_ANSWER' });
          });
          if (!pin) return;
          expect(pin.url).toMatch(/^https:\/\/app\.plex\.tv\/auth#\?[\w&=%.-]+$/);
          expect(pin.id).toMatch(/^\d+$/);
          expect(pin.expiresAtMs).toBeGreaterThanOrEqual(1000);
          expect(pin.expiresAtMs).toBeLessThanOrEqual(3_601_000);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is never taken for approved without a token that can be one', async () => {
    const bad = fc.oneof(
      fc.constant(null),
      fc.integer(),
      fc.constant(''),
      fc.string().map((text) => `${text} `),
      fc.string().map((text) => `${text}\n`),
    );
    await fc.assert(
      fc.asyncProperty(bad, async (authToken) => {
        const { account } = plexTvAt({ fetch: async () => Response.json({ authToken }) });
        expect(await account.checkPin({ id: '1' }, signal)).toEqual({ kind: 'waiting' });
      }),
    );
  });
});
