import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSentInTheOpen, readAddress } from '../../components/options/address.ts';

describe('reading an address', () => {
  it.each([
    ['192.168.1.20:32400', 'http://192.168.1.20:32400/'],
    [' http://nas:8080/qb/ ', 'http://nas:8080/qb/'],
    ['https://plex.example.com/plex?X-Plex-Token=abc#frag', 'https://plex.example.com/plex'],
    ['HTTP://NAS', 'http://nas/'],
    ['[fd00::1]:32400', 'http://[fd00::1]:32400/'],
  ])('takes %s for %s', (typed, address) => expect(readAddress(typed)).toBe(address));

  it.each([
    '',
    '   ',
    'ftp://nas',
    'javascript:alert(1)',
    'http://',
    'http://user:secret@nas',
    'two words',
    'http://nas:99999',
  ])('refuses %o', (typed) => expect(readAddress(typed)).toBeNull());

  it('never keeps a query, a fragment or a name and password', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (typed) => {
        const { search, hash, username } = new URL(readAddress(typed) ?? 'http://none');
        expect([search, hash, username]).toEqual(['', '', '']);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what can be read on its way', () => {
  it.each([
    'http://plex.example.com:32400',
    'http://203.0.113.7:32400',
    'http://172.32.0.1',
    'http://100.128.0.1',
    'http://[2001:db8::1]:32400',
    'http://192.168.1.20.evil.example',
  ])('warns of %s', (address) => expect(isSentInTheOpen(address)).toBe(true));

  it.each([
    'https://plex.example.com:32400',
    'nas',
    'nas.local',
    'router.lan:8080',
    'localhost',
    '127.0.0.1:8080',
    '10.0.0.5',
    '172.16.4.4',
    '172.31.255.1',
    '192.168.1.20:32400',
    '100.64.1.1',
    'http://[::1]:32400',
    'http://[fd12:3456::1]',
    'http://[fe80::1]',
    'no address at all',
  ])('does not warn of %s', (address) => expect(isSentInTheOpen(address)).toBe(false));
});
