// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { transmission } from '../../lib/web-uis/transmission.ts';
import { openPage } from './support/open-page.ts';

const rows = (): readonly Element[] => {
  const list = transmission.list(document);
  if (!list) throw new Error('no list');
  return transmission.rows(list);
};

describe.each(['3.00', '3.00-compact', '4.0.6-compact', '4.1.3', 'after-4.1'])(
  'the page of Transmission %s',
  (version) => {
    beforeEach(() => openPage(`transmission-page/${version}`));

    it('is recognised by its list, also before the first torrent', () => {
      expect(transmission.matches(document)).toBe(true);
      transmission.list(document)?.replaceChildren();
      expect(transmission.matches(document)).toBe(true);
      expect(rows()).toEqual([]);
    });

    it('is not recognised without its list', () => {
      transmission.list(document)?.remove();
      expect(transmission.matches(document)).toBe(false);
      expect(transmission.scroller(document)).toBeNull();
    });

    it('has its rows in the list that scrolls, and nothing else for a row', () => {
      expect(transmission.scroller(document)?.contains(transmission.list(document))).toBe(true);
      expect(rows()).toHaveLength(2);
    });

    it('has the name, and nothing else, in the name cell', () => {
      const names = rows().map((row) => transmission.nameCell(row)?.textContent);
      expect(names).toEqual(['Dune 2021', 'Show.4.S03E04.1080p.mkv']);
    });

    it('tells no torrent itself', () => {
      expect(rows().map((row) => transmission.infoHashOf(row))).toEqual([undefined, undefined]);
    });
  },
);
