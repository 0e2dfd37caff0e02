import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWebAddress } from '../../lib/domain/web-address.ts';

describe('an address as people type it', () => {
  it.each([
    ['nas:32400', 'http://nas:32400/'],
    [' http://192.168.1.20:32400/web/index.html ', 'http://192.168.1.20:32400/web/index.html'],
    ['https://plex.example.org/sub', 'https://plex.example.org/sub'],
    ['[fd00::1]:32400', 'http://[fd00::1]:32400/'],
  ])('%s is %s', (typed, address) => expect(readWebAddress(typed)?.href).toBe(address));

  it.each([
    '',
    'not an address',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'http://user:pass@nas/',
    'ftp://nas/',
  ])('%s is none', (typed) => expect(readWebAddress(typed)).toBeNull());

  it('is http or https without sign-in details, whatever was typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl({ withFragments: true })), (typed) => {
        const url = readWebAddress(typed);
        if (!url) return;
        expect(url.protocol).toMatch(/^https?:$/);
        expect(url.username + url.password).toBe('');
      }),
      { numRuns: 500 },
    );
  });
});
