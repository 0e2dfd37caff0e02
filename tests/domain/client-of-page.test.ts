import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientOfPage } from '../../lib/domain/client-of-page.ts';
import type { ClientSettings } from '../../lib/domain/settings.ts';

const client = (address: string): ClientSettings => ({
  id: address,
  kind: 'qbittorrent',
  address,
  access: 'browser-session',
  username: null,
  refusal: null,
});
const clients = [
  'http://nas:8080/',
  'http://nas:9091/',
  'https://home.example.com/qbt/',
  'https://home.example.com/',
].map(client);
const idFor = (page: string) => clientOfPage(page, clients)?.id;

describe('clientOfPage', () => {
  it.each([
    ['http://nas:8080/', 'http://nas:8080/'],
    ['http://nas:8080/index.html?x=1#y', 'http://nas:8080/'],
    ['http://nas:9091/transmission/web/', 'http://nas:9091/'],
    ['https://home.example.com/qbt/', 'https://home.example.com/qbt/'],
    ['https://home.example.com/qbt', 'https://home.example.com/qbt/'],
    ['https://home.example.com/qbt/vue/#/dashboard', 'https://home.example.com/qbt/'],
    ['https://home.example.com/qbt2/', 'https://home.example.com/'],
  ])('of %s is the one at %s', (page, id) => expect(idFor(page)).toBe(id));

  it.each([
    ['another port', 'http://nas:8081/'],
    ['another scheme', 'https://nas:8080/'],
    ['a host that only begins alike', 'http://nas.evil.test:8080/'],
    ['a host that hides behind an @', 'http://nas:8080@evil.test/'],
    ['no address', 'nonsense'],
    ['an empty page', 'about:blank'],
  ])('is nobody for %s', (_, page) => expect(idFor(page)).toBeUndefined());

  it('is nobody for a page of no origin, even when an address has none either', () => {
    expect(clientOfPage('file:///', [client('file:///')])).toBeUndefined();
  });

  it('always has the origin of the page, whatever the page', () => {
    const host = fc.constantFrom(
      'http://nas',
      'https://nas',
      'https://home.example.com',
      'http://nas:8080@evil.test',
      '',
    );
    const port = fc.constantFrom('', ':8080', ':9091', ':80');
    const page = fc.tuple(host, port, fc.string()).map(([name, number, rest]) => name + number + rest);
    fc.assert(
      fc.property(page, fc.constantFrom('', '/', '/qbt', '/qbt/x'), (address, path) => {
        const found = clientOfPage(address + path, clients);
        if (found) expect(new URL(found.address).origin).toBe(new URL(address + path).origin);
      }),
    );
  });

  it('does not depend on the order of the clients', () => {
    const page = fc.constantFrom(
      'https://home.example.com/qbt/x',
      'https://home.example.com/',
      'http://nas:8080/',
    );
    fc.assert(
      fc.property(page, fc.shuffledSubarray(clients, { minLength: clients.length }), (address, shuffled) => {
        expect(clientOfPage(address, shuffled)?.id).toBe(idFor(address));
      }),
    );
  });
});
