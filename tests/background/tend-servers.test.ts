import { describe, expect, it } from 'vitest';
import { AccountServers } from '../../lib/background/account-servers.ts';
import { ConnectionChooser } from '../../lib/background/rechoose-connection.ts';
import { ServerTender } from '../../lib/background/tend-servers.ts';
import { type ErrorCode, OperationError } from '../../lib/domain/errors.ts';
import type { ServerState } from '../../lib/domain/overview.ts';
import { emptySettings, type ServerSettings } from '../../lib/domain/settings.ts';
import { plexTokenKey } from '../../lib/ports/vault.ts';
import { memorySettings } from '../fakes/background.ts';
import { FakeClock } from '../fakes/clock.ts';
import { attic, FakePlexTv } from '../fakes/plex-account.ts';
import { memoryVault } from '../fakes/vault.ts';

const id = attic.machineIdentifier;
const secure = 'https://192-168-1-20.0123456789abcdef0123456789abcdef.plex.direct:32400';
const remote = 'https://203-0-113-7.0123456789abcdef0123456789abcdef.plex.direct:32400';
const plain = 'http://192.168.1.20:32400';
const ofAccount = {
  ...attic,
  addresses: [
    { address: secure, reach: 'local' },
    { address: plain, reach: 'local' },
    { address: remote, reach: 'remote' },
  ],
} as const;

/** A worker that knows one server in this state; `answers` are the addresses where it answers. */
async function start(state: ServerState, about: Partial<ServerSettings> = {}, signIn = true) {
  const clock = new FakeClock();
  const saved = { machineIdentifier: id, name: 'Attic', address: secure, version: '1', ...about };
  const settings = memorySettings({ ...emptySettings, servers: [saved] });
  const vault = memoryVault({ [plexTokenKey(id)]: 'old-token' });
  const plexTv = new FakePlexTv(clock, settings, vault);
  plexTv.servers = [ofAccount];
  const { job } = plexTv.worker();
  if (signIn) {
    await job.start();
    plexTv.agree();
    await job.tick();
  }
  const answers = new Set<string>();
  const asked: string[] = [];
  const mended: (readonly ErrorCode[])[] = [];
  const server = { state };
  const listed = new AccountServers(plexTv.account(vault), clock.now);
  const chooser = new ConnectionChooser({
    servers: listed,
    allowed: async () => true,
    identify: async (address) => {
      asked.push(address);
      if (!answers.has(address)) throw new OperationError('UNREACHABLE', { operation: 'test' });
      return { machineIdentifier: id, version: '1' };
    },
    now: clock.now,
  });
  const tender = new ServerTender({
    settings,
    vault,
    servers: { stateOf: () => ({ state: server.state, code: null, sinceMs: 0 }), forget: () => undefined },
    manager: { mended: async (codes) => void mended.push(codes) },
    job,
    listed,
    chooser,
    now: clock.now,
  });
  const addressNow = () => settings.value.servers[0]?.address;
  return { tender, clock, settings, vault, plexTv, job, answers, asked, mended, server, addressNow };
}

describe('a server that is away', () => {
  it('is reached another way that the account knows, and what waited goes on', async () => {
    const { tender, answers, addressNow, mended } = await start('offline');
    answers.add(remote);
    await tender.tend();
    expect(addressNow()).toBe(remote);
    expect(mended).toHaveLength(1);
  });

  it('is not reached by http unless the person has agreed to that', async () => {
    const without = await start('offline');
    without.answers.add(plain);
    await without.tender.tend();
    expect(without.addressNow()).toBe(secure);
    const allowed = await start('offline', { allowHttp: true });
    allowed.answers.add(plain);
    await allowed.tender.tend();
    expect(allowed.addressNow()).toBe(plain);
  });

  it('goes back to the address that the person typed, once that answers again', async () => {
    const own = 'https://plex.example.com';
    const { tender, answers, addressNow, settings, clock } = await start('offline', { address: own });
    answers.add(remote);
    await tender.tend();
    expect(settings.value.servers[0]).toMatchObject({ address: remote, ownAddress: own });
    answers.add(own);
    answers.delete(remote);
    await clock.pass(3_600_000);
    await tender.tend();
    expect(addressNow()).toBe(own);
  });

  it('that answers where it was is left as it is', async () => {
    const { tender, answers, addressNow, mended } = await start('offline');
    answers.add(secure);
    await tender.tend();
    expect([addressNow(), mended]).toEqual([secure, []]);
  });

  it('is looked for ever more seldom', async () => {
    const { tender, asked, clock } = await start('offline');
    for (let half = 0; half < 2 * 60 * 24; half++) {
      await tender.tend();
      await clock.pass(30_000);
    }
    const looks = asked.filter((address) => address === secure).length;
    expect(looks).toBeGreaterThan(40);
    expect(looks).toBeLessThan(60); // in a day
  });

  it('is looked for at once when it goes away again', async () => {
    const { tender, asked, clock, server } = await start('offline');
    await tender.tend();
    await clock.pass(61_000);
    await tender.tend();
    server.state = 'online';
    await tender.tend();
    server.state = 'offline';
    await clock.pass(61_000);
    const before = asked.length;
    await tender.tend();
    expect(asked.length).toBeGreaterThan(before);
  });

  it('is left alone where nobody is signed in and no other way is known', async () => {
    const { tender, addressNow, plexTv } = await start('offline', {}, false);
    await tender.tend();
    expect(addressNow()).toBe(secure);
    expect(plexTv.asked).not.toContain('servers');
  });
});

describe('a server that does not take its token', () => {
  it('gets the one that the account has for it now', async () => {
    const { tender, vault, plexTv, mended } = await start('needs-sign-in');
    plexTv.tokens = new Map([[id, 'new-token']]);
    await tender.tend();
    expect(vault.secrets.get(plexTokenKey(id))).toBe('new-token');
    expect(mended).toHaveLength(1);
  });

  it('waits for the person when the account has no other; plex.tv is asked every ten minutes', async () => {
    const { tender, plexTv, mended, clock } = await start('needs-sign-in');
    const before = plexTv.asked.filter((what) => what === 'servers').length;
    for (let minute = 0; minute < 60; minute++) {
      await tender.tend();
      await clock.pass(60_000);
    }
    expect(plexTv.asked.filter((what) => what === 'servers').length - before).toBe(6);
    expect(mended).toEqual([]);
  });

  it('does not bother plex.tv when that has refused the sign-in', async () => {
    const { tender, plexTv, job } = await start('needs-sign-in');
    await job.lost();
    plexTv.asked.length = 0;
    await tender.tend();
    expect(plexTv.asked).toEqual([]);
  });
});

it('a server that is well is not looked at', async () => {
  const { tender, asked, plexTv } = await start('online');
  plexTv.asked.length = 0;
  await tender.tend();
  expect([asked, plexTv.asked]).toEqual([[], []]);
});
