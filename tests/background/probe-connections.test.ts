import { afterEach, describe, expect, it } from 'vitest';
import { AccountServers } from '../../lib/background/account-servers.ts';
import { type ProbeDeps, probeConnections } from '../../lib/background/probe-connections.ts';
import { ConnectionChooser } from '../../lib/background/rechoose-connection.ts';
import type { ServerAddress } from '../../lib/domain/account-server.ts';
import { OperationError } from '../../lib/domain/errors.ts';
import { createConnection } from '../../lib/plex/connection.ts';
import { probeIdentity } from '../../lib/plex/identity.ts';
import type { PlexIdentity } from '../../lib/ports/plex-server.ts';
import { FakeClock, settled } from '../fakes/clock.ts';
import { attic } from '../fakes/plex-account.ts';
import { client, outcome, plexTvAt, signal } from '../plex-tv/support/plex-tv.ts';
import { useWorld } from '../stand-in/support/world.ts';

const local = (address: string): ServerAddress => ({ address, reach: 'local' });
const remote = (address: string): ServerAddress => ({ address, reach: 'remote' });
const fail = (code: 'UNREACHABLE' | 'NOT_PLEX' | 'TIMED_OUT') =>
  Promise.reject(new OperationError(code, { operation: 'test' }));

/** Who answers where; anything else is unreachable. */
function network(answers: Readonly<Record<string, () => Promise<PlexIdentity>>>, clock = new FakeClock()) {
  const asked: string[] = [];
  const deps: ProbeDeps = {
    identify: (address) => {
      asked.push(address);
      return answers[address]?.() ?? fail('UNREACHABLE');
    },
    allowed: async (address) => !address.includes('forbidden'),
    now: clock.now,
  };
  return { deps, asked, clock };
}
const is = (machineIdentifier: string) => async () => ({ machineIdentifier, version: '1.43.0' });

describe('probing the ways to a server', () => {
  it('tells of each what came of it, as it comes', async () => {
    const { deps, asked, clock } = network({
      'https://right.test': is('server-1'),
      'https://slow.test': async () => {
        clock.nowMs += 700;
        return is('server-1')();
      },
      'https://wrong.test': is('server-2'),
      'https://page.test': () => fail('NOT_PLEX'),
    });
    const names = ['right', 'wrong', 'page', 'gone', 'forbidden', 'slow'];
    const heard: string[] = [];
    const probed = await probeConnections(
      deps,
      'server-1',
      names.map((name) => remote(`https://${name}.test`)),
      signal,
      ({ address }) => heard.push(address),
    );
    expect(probed.map(({ code }) => code)).toEqual([
      null,
      'WRONG_SERVER',
      'NOT_PLEX',
      'UNREACHABLE',
      'PERMISSION_MISSING',
      null,
    ]);
    expect(probed[5]).toMatchObject({ tookMs: 700, version: '1.43.0', reach: 'remote' });
    expect(heard).toHaveLength(names.length);
    expect(asked).not.toContain('https://forbidden.test');
  });

  it('ends when nobody wants it any more', async () => {
    const abort = new AbortController();
    const identify: ProbeDeps['identify'] = (_address, limited) =>
      new Promise((_resolve, reject) => limited.addEventListener('abort', () => reject(limited.reason)));
    const { deps } = network({});
    const probing = probeConnections({ ...deps, identify }, 'server-1', [local('http://a')], abort.signal);
    await settled();
    abort.abort(new Error('enough'));
    await expect(probing).rejects.toThrow('enough');
  });
});

describe('another way, when the one in use fails', () => {
  const choose = (answers: Parameters<typeof network>[0], addresses: readonly ServerAddress[]) => {
    const { deps, asked, clock } = network(answers);
    const listings = { count: 0, failing: false };
    const account = {
      servers: async () => {
        listings.count++;
        if (listings.failing) throw new OperationError('TOKEN_INVALID', { operation: 'test' });
        return { servers: [{ ...attic, addresses }], tokens: new Map() };
      },
    } as unknown as ConstructorParameters<typeof AccountServers>[0];
    const servers = new AccountServers(account, clock.now);
    return { chooser: new ConnectionChooser({ ...deps, servers }), listings, asked, clock };
  };
  const known = (allowHttp: boolean, ...addresses: readonly ServerAddress[]) => ({
    machineIdentifier: 'server-1',
    addresses,
    allowHttp,
  });

  it('is looked for among those known first, without asking plex.tv', async () => {
    const { chooser, listings } = choose({ 'https://b.test': is('server-1') }, []);
    const best = await chooser.rechoose(
      known(false, remote('https://a.test'), remote('https://b.test')),
      signal,
    );
    expect(best?.address).toBe('https://b.test');
    expect(listings.count).toBe(0);
  });

  it('comes from plex.tv when none of them works', async () => {
    const fresh = [remote('https://a.test'), local('http://192.168.1.30:32400')];
    const { chooser, asked } = choose({ 'http://192.168.1.30:32400': is('server-1') }, fresh);
    const best = await chooser.rechoose(known(true, remote('https://a.test')), signal);
    expect(best?.address).toBe('http://192.168.1.30:32400');
    expect(asked).toEqual(['https://a.test', 'http://192.168.1.30:32400']);
  });

  it('is never another server, nor http without consent', async () => {
    const fresh = [local('http://192.168.1.30:32400'), remote('https://c.test')];
    const answers = { 'http://192.168.1.30:32400': is('server-1'), 'https://c.test': is('server-2') };
    const { chooser } = choose(answers, fresh);
    expect(await chooser.rechoose(known(false, remote('https://a.test')), signal)).toBeNull();
  });

  it('is not looked for all the time, and plex.tv is asked less often still', async () => {
    const { chooser, asked, clock, listings } = choose({}, []);
    const ways = known(false, remote('https://a.test'));
    for (let at = 0; at < 240; at++) {
      await chooser.rechoose(ways, signal);
      clock.nowMs += 5_000;
    }
    expect(asked.length).toBe(20);
    expect(listings.count).toBe(4);
  });

  it('is none while nobody is signed in', async () => {
    const { chooser, listings } = choose({}, []);
    listings.failing = true;
    expect(await chooser.rechoose(known(true, remote('https://a.test')), signal)).toBeNull();
  });
});

describe('a server of the account, found at plex.tv', () => {
  const world = useWorld();
  afterEach(() => {
    world.standIn.becomeOther(machineIdentifier ?? world.standIn.machineIdentifier);
    machineIdentifier = undefined;
    world.standIn.reset();
  });
  let machineIdentifier: string | undefined;

  const find = async () => {
    const { standIn } = world;
    const { account } = plexTvAt({ url: standIn.plexTvUrl, token: standIn.token });
    const { servers, tokens } = await account.servers(signal);
    const server = servers.find(({ owned }) => owned);
    if (!server) throw new Error('no server');
    const deps: ProbeDeps = {
      identify: (address, limited) => probeIdentity(address, fetch, limited),
      allowed: async (address) => new URL(address).hostname.startsWith('127.'),
      now: Date.now,
    };
    return { deps, server, token: tokens.get(server.machineIdentifier) ?? '' };
  };

  it('is asked without a token at every address that is allowed', async () => {
    const { deps, server } = await find();
    const probed = await probeConnections(deps, server.machineIdentifier, server.addresses, signal);
    const codes = probed.map(({ address, code }) => [new URL(address).hostname, code]);
    expect(codes).toContainEqual(['127.0.0.1', null]);
    expect(codes).toContainEqual(['127.0.0.2', 'UNREACHABLE']);
    expect(codes.filter(([, code]) => code === 'PERMISSION_MISSING')).toHaveLength(3);
    const toPlex = world.standIn.requests.filter((one) => one.server === 'plex');
    expect(toPlex.map(({ path, tokenInHeader }) => [path, tokenInHeader])).toEqual([['/identity', false]]);
  });

  it('gets no token when another server is at its address by then', async () => {
    const { standIn } = world;
    const { deps, server, token } = await find();
    machineIdentifier = standIn.machineIdentifier;
    standIn.becomeOther('somebody-else');
    standIn.clearRequests();
    const here = local(standIn.plexUrl);
    const probed = await probeConnections(deps, server.machineIdentifier, [here], signal);
    expect(probed).toMatchObject([{ code: 'WRONG_SERVER' }]);
    const connection = createConnection({
      address: here.address,
      machineIdentifier: server.machineIdentifier,
      token: async () => token,
      fetch,
      client,
    });
    const request = { operation: 'test', path: 'library/sections', signal };
    expect(await outcome(connection.send(request))).toBe('WRONG_SERVER');
    expect(standIn.requests.map(({ tokenInHeader, tokenInUrl }) => tokenInHeader || tokenInUrl)).toEqual([
      false,
      false,
    ]);
  });
});
