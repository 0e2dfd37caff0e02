// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { transmission } from '../../lib/page-readers/transmission.ts';
import { openPage } from '../web-uis/support/open-page.ts';

const rows = (): Element[] => [...document.querySelectorAll('li.torrent')];
const torrentOf = (id: unknown, name: unknown, added: unknown) => ({
  getTorrent: () => ({ getId: () => id, getName: () => name, getDateAdded: () => added }),
});

describe("the reader of Transmission's page", () => {
  it.each(['3.00', '3.00-compact', '4.0.6-compact', '4.1.3'])('tells the torrents of %s', (version) => {
    openPage(`transmission-page/${version}`);
    for (const [at, row] of rows().entries()) {
      Object.assign(row, { row: torrentOf(at + 1, `Film ${at}`, 1_600_000_000) });
      expect(transmission.read(row)).toEqual({
        sessionId: at + 1,
        name: `Film ${at}`,
        addedAt: 1_600_000_000,
      });
    }
  });

  it('tells what a row says where it has no script object', () => {
    openPage('transmission-page/after-4.1');
    expect(rows().map((row) => transmission.read(row))).toEqual([
      { sessionId: 4, name: 'Dune 2021', addedAt: null },
      { sessionId: 12, name: 'Show.4.S03E04.1080p.mkv', addedAt: null },
    ]);
  });

  describe('tells nothing', () => {
    beforeEach(() => openPage('transmission-page/after-4.1'));

    it('of a row without a number', () => {
      for (const number of ['', '-1', '1.5', 'x', '99999999999']) {
        const [row] = rows();
        row?.setAttribute('data-torrent-id', number);
        expect(row && transmission.read(row)).toBeUndefined();
      }
    });

    it('of a row whose script object says something else', () => {
      for (const said of [torrentOf('1', 'x', 1), torrentOf(1, undefined, 1), torrentOf(1, 'x', 'y')]) {
        const row = Object.assign(document.createElement('li'), { row: said });
        expect(transmission.read(row)).toBeUndefined();
      }
    });
  });
});
