// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { qbittorrent } from '../../lib/web-uis/qbittorrent.ts';
import { vuetorrent } from '../../lib/web-uis/vuetorrent.ts';
import { openSavedPage } from '../content/support/torrent-page.ts';
import { openPage } from './support/open-page.ts';

const list = (): Element => {
  const found = vuetorrent.list(document);
  if (!found) throw new Error('no list');
  return found;
};
const names = (): unknown[] => vuetorrent.rows(list()).map((row) => vuetorrent.nameCell(row)?.textContent);

describe.each(['list', 'grid', 'table'])('VueTorrent with torrents shown as a %s', (look) => {
  beforeEach(() => openPage(`vuetorrent-page/${look}`));

  it('is recognised whatever its title says', () => {
    document.title = '[D: 1.2 MB/s] qBittorrent v5.3.0 WebUI';
    expect(vuetorrent.matches(document)).toBe(true);
    expect(qbittorrent.matches(document)).toBe(false);
  });

  it('is not recognised while it shows no torrents, as on its sign-in page', () => {
    document.querySelector('#torrentList')?.remove();
    expect(vuetorrent.matches(document)).toBe(false);
    expect(vuetorrent.list(document)).toBeNull();
    expect(vuetorrent.scroller(document)).toBeNull();
  });

  it('has its rows in the list that scrolls', () => {
    expect(vuetorrent.scroller(document)?.contains(list())).toBe(true);
    expect(vuetorrent.rows(list())).toHaveLength(3);
  });

  it('has the name in the name cell', () => {
    expect(names()).toEqual(['Show.4.S03E04.1080p.mkv', 'Movie.24.1974.1080p.mkv', 'Dune 2021']);
  });
});

describe('VueTorrent', () => {
  it('tells the torrent of a row of its list only', () => {
    openPage('vuetorrent-page/list');
    expect(vuetorrent.rows(list()).map((row) => vuetorrent.infoHashOf(row))).toEqual([
      '021640d125b74179c62524d9f3ce3b06ba39d4d8',
      '0291844defc585a895fea59760b6a31ce78b4f5a',
      '03e2e08f23fe209891b493ff6859fccd85cf0821',
    ]);
    for (const look of ['grid', 'table']) {
      openPage(`vuetorrent-page/${look}`);
      expect(vuetorrent.rows(list()).map((row) => vuetorrent.infoHashOf(row))).toEqual(
        Array(3).fill(undefined),
      );
    }
  });

  it('tells no torrent where the id is something else', () => {
    openPage('vuetorrent-page/list');
    const [row] = vuetorrent.rows(list());
    for (const id of ['torrent-', 'torrent-12', 'list', 'torrent-../../../../../../../../../../../../a']) {
      row?.setAttribute('id', id);
      expect(row && vuetorrent.infoHashOf(row)).toBeUndefined();
    }
  });

  it('has the name in the next cell while there are boxes to tick', () => {
    openPage('vuetorrent-page/table');
    for (const row of vuetorrent.rows(list())) {
      row.firstElementChild?.insertAdjacentHTML('afterend', '<td><div><input type="checkbox"></div></td>');
    }
    expect(names()).toContain('Dune 2021');
  });

  it('has no name cell in what is no row, as the page numbers of older versions', () => {
    openPage('vuetorrent-page/list');
    list().insertAdjacentHTML('beforeend', '<div class="v-list-item"><nav>1 2 3</nav></div>');
    expect(names().at(-1)).toBeUndefined();
  });

  it("is not taken for qBittorrent's own page, nor that for it", () => {
    openSavedPage('5.3.0');
    expect(vuetorrent.matches(document)).toBe(false);
  });
});
