import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usableConnections } from '../../lib/background/rank-connections.ts';
import type { ProbedAddress } from '../../lib/domain/account-server.ts';

const one = (reach: ProbedAddress['reach'], address: string, tookMs = 10): ProbedAddress => ({
  address,
  reach,
  tookMs,
  code: null,
  version: '1',
});
const own = one('own', 'http://plex.example.org/sub');
const localHttps = one('local', 'https://192-168-1-20.abc.plex.direct:32400');
const localHttp = one('local', 'http://192.168.1.20:32400');
const remote = one('remote', 'https://203-0-113-9.abc.plex.direct:32400');
const relay = one('relay', 'https://198-51-100-1.abc.plex.direct:8443');
const remoteHttp = one('remote', 'http://203.0.113.9:32400');
const all = [relay, remoteHttp, remote, localHttp, localHttps, own];

describe('the ways to a server', () => {
  it('are ordered: own, https at home, http at home with consent, from outside, relay', () => {
    expect(usableConnections(all, true)).toEqual([own, localHttps, localHttp, remote, relay]);
    expect(usableConnections(all, false)).toEqual([own, localHttps, remote, relay]);
  });

  it('never are http over the internet, even if plex.tv calls it local', () => {
    const foreign = one('local', 'http://203.0.113.9:32400');
    const named = one('local', 'http://plex.example.org');
    expect(usableConnections([remoteHttp, foreign, named], true)).toEqual([]);
  });

  it('of a kind are ordered by their time', () => {
    const quick = one('remote', 'https://b.test', 5);
    expect(usableConnections([remote, quick], false)).toEqual([quick, remote]);
  });

  const probed = fc.record({
    address: fc.oneof(
      fc.webUrl({ validSchemes: ['http', 'https'] }),
      fc.ipV4().map((address) => `http://${address}:32400`),
      fc.constantFrom(...all.map(({ address }) => address), 'no address'),
    ),
    reach: fc.constantFrom('own', 'local', 'remote', 'relay'),
    code: fc.constantFrom(null, 'UNREACHABLE', 'WRONG_SERVER', 'PERMISSION_MISSING'),
    tookMs: fc.nat(),
    version: fc.constant(null),
  }) as fc.Arbitrary<ProbedAddress>;

  it('hold only what worked, whatever was probed, in the same order however it came', () => {
    fc.assert(
      fc.property(fc.array(probed), fc.boolean(), (list, allowHttp) => {
        const usable = usableConnections(list, allowHttp);
        expect(usable.every((entry) => entry.code === null && list.includes(entry))).toBe(true);
        const times = (entries: readonly ProbedAddress[]) =>
          entries.map(({ reach, tookMs, address }) => `${reach} ${address.split(':')[0]} ${tookMs}`);
        expect(times(usableConnections(list.toReversed(), allowHttp))).toEqual(times(usable));
        for (const { address, reach } of usable) {
          const url = URL.parse(address);
          if (reach !== 'own' && url?.protocol === 'http:') {
            expect(allowHttp && reach === 'local').toBe(true);
            expect(url.hostname).toMatch(/^(?:10|127|100|169|172|192)\.|^[^.]*$|\.local$|\.lan$/);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never put a relay before anything else, nor http before https at home', () => {
    fc.assert(
      fc.property(fc.array(probed), (list) => {
        const usable = usableConnections(list, true);
        const firstRelay = usable.findIndex(({ reach }) => reach === 'relay');
        if (firstRelay >= 0) {
          expect(usable.slice(firstRelay).every(({ reach }) => reach === 'relay')).toBe(true);
        }
        const local = usable.filter(({ reach }) => reach === 'local').map(({ address }) => address);
        const firstHttp = local.findIndex((address) => address.startsWith('http:'));
        if (firstHttp >= 0) {
          expect(local.slice(firstHttp).every((address) => address.startsWith('http:'))).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('without consent are those with consent but for http', () => {
    fc.assert(
      fc.property(fc.array(probed), (list) => {
        const strict = usableConnections(list, false);
        const isPlain = ({ address, reach }: ProbedAddress) => reach !== 'own' && address.startsWith('http:');
        expect(strict).toEqual(usableConnections(list, true).filter((entry) => !isPlain(entry)));
      }),
    );
  });
});
