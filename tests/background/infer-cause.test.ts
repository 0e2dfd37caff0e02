import { describe, expect, it } from 'vitest';
import { inferCause } from '../../lib/background/infer-cause.ts';

/** Somebody answers at these places, and at all others in this way. */
const network =
  (answering: readonly string[], otherwise: 'refused' | 'silent' = 'refused') =>
  async (url: URL) =>
    answering.includes(
      `${url.protocol}//${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`,
    )
      ? ('answered' as const)
      : otherwise;

const direct = 'https://192-168-1-20.0123abcd.plex.direct:32400';

describe('why nothing answers', () => {
  it.each([
    ['a certificate that does not fit', 'https://nas.lan:32400', ['http://nas.lan:32400'], 'TLS'],
    ['a name of plex.direct that the router hides', direct, ['http://192.168.1.20:32400'], 'DNS'],
    ['a plex.direct computer that is off', direct, [], 'UNREACHABLE'],
    ['a name that nobody knows', 'http://nas.lan:32400', [], 'DNS'],
    ['a known name and a wrong port', 'http://nas.lan:32400', ['http://nas.lan:80'], 'UNREACHABLE'],
    ['a number', 'http://192.168.1.20:32400', [], 'UNREACHABLE'],
    ['an IPv6 number', 'http://[fd00::1]:32400', [], 'UNREACHABLE'],
    ['this computer', 'http://localhost:32400', [], 'UNREACHABLE'],
    [
      'an https address with the usual port',
      'https://plex.example.com/plex',
      ['http://plex.example.com:443'],
      'TLS',
    ],
  ] as const)('%s', async (_, address, answering, cause) => {
    expect(await inferCause(address, network(answering))).toBe(cause);
  });

  it('is a computer that is off, when a name is known and everything is silent', async () => {
    expect(await inferCause('http://nas.lan:32400', network([], 'silent'))).toBe('UNREACHABLE');
  });

  it('asks no other computer than the one of the address', async () => {
    const hosts = new Set<string>();
    for (const address of [direct, 'https://nas.lan:1', 'http://10.0.0.1']) {
      await inferCause(address, async ({ hostname }) => {
        hosts.add(hostname);
        return 'refused';
      });
    }
    expect([...hosts].sort()).toEqual(['192-168-1-20.0123abcd.plex.direct', '192.168.1.20', 'nas.lan']);
  });
});
