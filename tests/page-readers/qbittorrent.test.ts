// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { qbittorrent } from '../../lib/page-readers/qbittorrent.ts';

const row = (expando: object): Element => Object.assign(document.createElement('tr'), expando);

describe("the reader of qBittorrent's own page", () => {
  it('tells the torrent of a row of 4.3 and older', () => {
    const hash = '0019cac2fa2a37f6468bbf2b10112f446067c235';
    expect(qbittorrent.read(row({ uniqueNumber: 649, rowId: hash }))).toEqual({ hash });
  });

  it('tells nothing of a row without one', () => {
    for (const expando of [{}, { rowId: undefined }, { rowId: 12 }, { rowId: null }]) {
      expect(qbittorrent.read(row(expando))).toBeUndefined();
    }
  });
});
