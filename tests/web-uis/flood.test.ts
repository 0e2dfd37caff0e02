// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { flood } from '../../lib/web-uis/flood.ts';
import { qbittorrent } from '../../lib/web-uis/qbittorrent.ts';
import { openPage } from './support/open-page.ts';

const list = (): Element => {
  const found = flood.list(document);
  if (!found) throw new Error('no list');
  return found;
};
const hashes = (): unknown[] => flood.rows(list()).map((row) => flood.infoHashOf(row));
const names = (): unknown[] => flood.rows(list()).map((row) => flood.nameCell(row)?.textContent);

describe.each(['4.16-condensed', '4.16-expanded', '4.11-condensed', '4.7-expanded'])('Flood %s', (look) => {
  beforeEach(() => openPage(`flood-page/${look}`));

  it('is recognised whatever its title says', () => {
    document.title = 'qBittorrent v5.3.0 WebUI';
    expect(flood.matches(document)).toBe(true);
    expect(qbittorrent.matches(document)).toBe(false);
  });

  it('is not recognised while it shows no torrents, as on its sign-in page', () => {
    document.querySelector('.torrent__list__viewport')?.remove();
    expect(flood.matches(document)).toBe(false);
    expect(flood.list(document)).toBeNull();
    expect(flood.scroller(document)).toBeNull();
  });

  it('has its rows, and nothing else, in the list that scrolls', () => {
    const scroller = flood.scroller(document);
    expect(scroller?.contains(list())).toBe(true);
    expect(scroller?.matches('[data-overlayscrollbars-viewport], .os-viewport')).toBe(true);
    expect(flood.rows(list())).toHaveLength(3);
    expect(flood.rows(list()).every((row) => row.getAttribute('role') === 'row')).toBe(true);
  });

  it('has the name in the name cell', () => {
    expect(names()).toEqual(['Dune.2021.1080p.mkv', 'Severance.S02', 'Fargo & <b>friends</b>']);
  });

  it('has no name cell while that column is hidden', () => {
    for (const cell of document.querySelectorAll('.torrent__detail--name')) cell.remove();
    expect(flood.rows(list()).map((row) => flood.nameCell(row))).toEqual([null, null, null]);
  });
});

describe('a row of Flood', () => {
  it.each(['4.16-condensed', '4.16-expanded'])('tells its torrent: %s', (look) => {
    openPage(`flood-page/${look}`);
    expect(hashes()).toEqual([
      '0019cac2fa2a37f6468bbf2b10112f446067c235',
      'fbc9607425e018985489951a36c68a27d0032fa7',
      '344ba67048f2fbf6013a3a277b1ffcc22a51192b',
    ]);
  });

  it('says nothing before 4.12', () => {
    openPage('flood-page/4.11-condensed');
    expect(hashes()).toEqual([undefined, undefined, undefined]);
  });

  it('says nothing where something else stands in that place', () => {
    openPage('flood-page/4.16-condensed');
    const [row] = flood.rows(list());
    const hash = 'a'.repeat(40);
    for (const id of ['torrent-', 'torrent-12', hash, `torrent-../${hash}`, `x-torrent-${hash}`]) {
      row?.setAttribute('data-testid', id);
      expect(row && flood.infoHashOf(row)).toBeUndefined();
    }
  });
});
