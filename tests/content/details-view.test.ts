// @vitest-environment happy-dom
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewDetails } from '../../lib/content/details-view.ts';
import type { DetailFile, DetailItem, TorrentDetails } from '../../lib/domain/torrent-details.ts';
import { href } from './support/torrent-page.ts';
import { words } from './support/words.ts';

const item: DetailItem = { href, type: 'season', title: 'A Show – Season 2', library: null };
const file = (number: string, about: Partial<DetailFile> = {}): DetailFile => ({
  name: `a.show.${number}.mkv`,
  number,
  state: 'in-plex',
  why: null,
  href,
  ...about,
});
const details = (about: Partial<TorrentDetails>): TorrentDetails => ({
  items: [item],
  evidence: ['same-file'],
  found: 1,
  expected: 1,
  files: [],
  ...about,
});

function view(about: TorrentDetails | null | undefined, name = 'A.Show.S02'): HTMLElement {
  const panel = document.createElement('div');
  panel.append(...viewDetails(document, name, about, words));
  return panel;
}
const textsOf = (panel: HTMLElement, selector: string): readonly (string | null)[] =>
  [...panel.querySelectorAll(selector)].map(({ textContent }) => textContent);

describe('the menu', () => {
  it('says that it asks, or that nothing is known, and of which torrent', () => {
    expect(view(undefined).textContent).toBe('A.Show.S02Asking');
    expect(view(null).textContent).toBe('A.Show.S02Nothing known');
    expect(view(null).querySelector('[role=status]')?.textContent).toBe('Nothing known');
  });

  it('says what it opens, and by all that it is known', () => {
    const panel = view(details({ evidence: ['same-size', 'title-and-season'] }));
    expect(textsOf(panel, 'a')).toEqual(['A Show – Season 2a season']);
    expect(textsOf(panel, 'p')).toEqual(['Known by same-size, by title-and-season.']);
    expect(textsOf(panel, 'h2')).toEqual([]);
  });

  it('lets the person choose by title, kind and library', () => {
    const twins = ['Films', '4K \u202eFilms'].map(
      (library): DetailItem => ({ ...item, type: 'movie', library }),
    );
    const panel = view(details({ items: twins, found: null }));
    expect(textsOf(panel, 'h2')).toEqual(['Which?']);
    expect(textsOf(panel, 'small')).toEqual(['a movie · Films', 'a movie · 4K Films']);
    expect(textsOf(panel, 'p')).toEqual(['Known by same-file.', 'Not compared.']);
  });

  it('lists files, missing ones first with the reason, each file in Plex as a link', () => {
    const files = [
      file('E01'),
      file('E02', { state: 'not-known', href: null }),
      file('E03', { state: 'missing', why: 'packed', href: null }),
      file('E04', { state: 'missing', why: 'sample' }),
      file('E05', { state: 'missing', href: null }),
      file('E06', { href: null }),
    ];
    const panel = view(details({ found: 2, expected: 6, files }));
    expect(textsOf(panel, 'h2')).toEqual(['2 of 6 in Plex']);
    expect(textsOf(panel, 'ul:last-child li')).toEqual([
      'E03a.show.E03.mkvnote packed',
      'E04a.show.E04.mkvnote sample',
      'E05a.show.E05.mkvnote not-in-plex',
      'E02a.show.E02.mkvnote not-known',
      'E01a.show.E01.mkv',
      'E06a.show.E06.mkvnote in-plex',
    ]);
    expect(textsOf(panel, 'ul:last-child a')).toEqual(['E01a.show.E01.mkv']);
  });

  it('does not list the one file of a film that is there', () => {
    expect(textsOf(view(details({ files: [file('')] })), 'li')).toHaveLength(1);
  });

  it('opens links in a tab that learns nothing of the page', () => {
    const link = view(details({ files: [file('E01'), file('E02')] })).querySelector('ul:last-child a');
    expect([link?.getAttribute('target'), link?.getAttribute('rel')]).toEqual([
      '_blank',
      'noopener noreferrer',
    ]);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', ' https://x', '//plex', ''])(
    'has no link to %j',
    (bad) => {
      const files = [file('E01', { href: bad }), file('E02')];
      const panel = view(details({ items: [{ ...item, href: bad }], files }));
      expect([...panel.querySelectorAll('a')].map((link) => link.getAttribute('href'))).toEqual([href]);
    },
  );

  it('shows names of strangers as text and nothing else', () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom(
        '<img src=x onerror=alert(1)>',
        '"><script>1</script>',
        '\u202egpj.exe',
        '</a><b>',
        '__proto__',
      ),
    );
    const tagsOf = (root: HTMLElement): readonly string[] =>
      [...root.getElementsByTagName('*')].map(({ localName }) => localName).filter((tag) => tag !== 'b');
    const shown = (title: string, name: string, first: string, second: string): HTMLElement => {
      const files = [file('', { name: first, number: title }), file('', { name: second, state: 'missing' })];
      return view(details({ items: [{ ...item, title }], files }), name);
    };
    const usual = tagsOf(shown('1', '2', '3', '4'));
    fc.assert(
      fc.property(nasty, nasty, nasty, (one, two, three) => {
        const panel = shown(one, two, three, one);
        expect(tagsOf(panel)).toEqual(usual);
        expect(panel.textContent).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
      }),
      { numRuns: 100 },
    );
  });
});
