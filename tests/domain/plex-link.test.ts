import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plexLink } from '../../lib/domain/plex-link.ts';
import { machineIdentifier } from './examples.ts';

const target = { machineIdentifier, ratingKey: '1234' };
const key = `#!/server/${machineIdentifier}/details?key=%2Flibrary%2Fmetadata%2F1234`;
const onServer = (address: string) => plexLink(target, { kind: 'server', address });

/** What a hostile server or a mistyped address could hold. */
const anyText = fc.oneof(
  fc.string(),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.constantFrom(
    'javascript:alert(1)',
    'data:text/html,x',
    '//evil.test',
    'http://evil.test@nas:32400',
    'http://nas\\@evil.test',
    'http://nas:32400/..//evil.test/',
    'http://nas:32400/?X-Plex-Token=xyzzy',
    'http://nas:32400/#X-Plex-Token=xyzzy',
    'http://xyzzy@nas:32400/',
    '1234',
    '1234&X-Plex-Token=xyzzy',
    '12/../../x',
    machineIdentifier,
    `${machineIdentifier}/../x`,
  ),
);

describe('plexLink', () => {
  it('opens the item in the hosted app unless told otherwise', () => {
    expect(plexLink(target)).toBe(`https://app.plex.tv/desktop/${key}`);
    expect(plexLink(target, { kind: 'hosted' })).toBe(plexLink(target));
  });

  it.each([
    ['http://nas:32400', `http://nas:32400/web/index.html${key}`],
    ['http://nas:32400/', `http://nas:32400/web/index.html${key}`],
    ['https://media.example.com/plex', `https://media.example.com/plex/web/index.html${key}`],
    ['https://media.example.com/plex//', `https://media.example.com/plex/web/index.html${key}`],
    ['http://[fd00::1]:32400', `http://[fd00::1]:32400/web/index.html${key}`],
    ['http://user:secret@nas:32400/?X-Plex-Token=secret#secret', `http://nas:32400/web/index.html${key}`],
  ])("opens it in the server's own app at %s", (address, link) => {
    expect(onServer(address)).toBe(link);
  });

  it.each(['', 'nas:32400', '/web', 'javascript:alert(1)', 'ftp://nas', 'file:///x', 'blob:http://nas/1'])(
    'makes no link of the address %o',
    (address) => expect(onServer(address)).toBeUndefined(),
  );

  it.each(['', 'a', '-1', '1.5', '12/children', '/library/metadata/1', '1'.repeat(21), '1\n', '１２'])(
    'makes no link of the rating key %o',
    (ratingKey) => expect(plexLink({ machineIdentifier, ratingKey })).toBeUndefined(),
  );

  it.each(['', 'short', 'x'.repeat(65), '0123456789/..', '0123456789\n', '01234567?89', 'ma chine-id'])(
    'makes no link of the machine identifier %o',
    (id) => expect(plexLink({ machineIdentifier: id, ratingKey: '1' })).toBeUndefined(),
  );

  it('leads nowhere but to that item, in the hosted app or on the given server', () => {
    const id = fc.oneof(fc.constant(machineIdentifier), anyText);
    const rating = fc.oneof(fc.nat().map(String), anyText);
    const base = fc.option(anyText, { nil: undefined });
    fc.assert(
      fc.property(id, rating, base, (machine, ratingKey, address) => {
        const link =
          address === undefined
            ? plexLink({ machineIdentifier: machine, ratingKey })
            : plexLink({ machineIdentifier: machine, ratingKey }, { kind: 'server', address });
        if (link === undefined) return;
        const url = new URL(link);
        expect(url.origin).toBe(address === undefined ? 'https://app.plex.tv' : new URL(address).origin);
        expect(['http:', 'https:']).toContain(url.protocol);
        expect([url.username, url.password, url.search]).toEqual(['', '', '']);
        if (address === undefined) expect(url.pathname).toBe('/desktop/');
        else expect(url.pathname.endsWith('/web/index.html')).toBe(true);
        expect(url.hash).toBe(`#!/server/${machine}/details?key=%2Flibrary%2Fmetadata%2F${ratingKey}`);
        expect(link).not.toMatch(/token|xyzzy|["<>\s]/i);
      }),
      { numRuns: 1_000, examples: [[machineIdentifier, '1', 'http://nas:32400/..//evil.test/']] },
    );
  });
});
