import { describe, expect, it } from 'vitest';
import type { LibrarySection } from '../../lib/domain/library-section.ts';
import { mapPath } from '../../lib/domain/media-path.ts';
import { coincidencesOf } from '../../lib/matching/coincidences.ts';
import { type PathPair, proposeMappings } from '../../lib/matching/path-map.ts';
import { chooseScan } from '../../lib/matching/scan-choice.ts';
import { countSections } from '../../lib/matching/section-votes.ts';
import { type Film, giga, indexOf, single, torrentOf } from './small-library.ts';

const section = (
  key: string,
  type: LibrarySection['type'],
  title: string,
  ...locations: string[]
): LibrarySection => ({
  key,
  type,
  title,
  locations,
  refreshing: false,
});

/** What three torrents of each pair of folders teach. */
function learn(pairs: readonly (readonly [string, string])[], sections: readonly LibrarySection[]) {
  const films: Film[] = [];
  const torrents = pairs.flatMap(([savePath, plex], pair) =>
    [1, 2, 3].map((at) => {
      const [name, key] = [`Film.${pair}${at}.2001.1080p-GRP`, String(100 + pair * 10 + at)];
      films.push({
        key,
        title: name,
        year: 2001,
        path: `${plex}/${name}/${name}.mkv`,
        size: giga + pair * 10 + at,
      });
      return torrentOf(
        name,
        { [`${name}/${name}.mkv`]: giga + pair * 10 + at },
        { savePath, category: `c${pair}` },
      );
    }),
  );
  const index = indexOf({ films });
  const learned = torrents.map((torrent) => coincidencesOf(torrent, torrent.name, index, sections));
  return {
    mappings: proposeMappings(learned.flatMap(({ paths }) => paths)),
    votes: countSections(learned.flatMap((each) => each.sections)),
  };
}

const pair = (hash: string, savePath: string, plexPath: string): PathPair => ({
  clientId: 'client',
  hash,
  savePath,
  plexPath,
});

describe('a mapping', () => {
  it('is proposed for folders that two containers see differently', () => {
    const sections = [section('1', 'movie', 'Films', '/data/torrents/movies', '/data/torrents/tv')];
    const { mappings } = learn(
      [
        ['/downloads/movies', '/data/torrents/movies'],
        ['/downloads/tv', '/data/torrents/tv'],
      ],
      sections,
    );
    expect(mappings).toMatchObject([{ from: '/downloads', to: '/data/torrents', votes: 6, share: 1 }]);
  });

  it('is proposed for a Windows server, and below a location', () => {
    const sections = [section('1', 'movie', 'Films', 'D:\\Media')];
    const { mappings } = learn([['/mnt/nas/films', 'D:\\Media\\films']], sections);
    expect(mappings).toMatchObject([{ from: '/mnt/nas', to: 'D:\\Media' }]);
    expect(mapPath('/mnt/nas/films/a.mkv', 'client', mappings)).toBe('D:\\Media\\films\\a.mkv');
  });

  it('is not needed when both see the same path, and not proposed for one torrent', () => {
    expect(
      learn([['/srv/films', '/srv/films']], [section('1', 'movie', 'Films', '/srv/films')]).mappings,
    ).toEqual([]);
    expect(proposeMappings([pair('a', '/downloads', '/data')])).toEqual([]);
    expect(proposeMappings([pair('a', '/downloads', '/data'), pair('a', '/downloads', '/data')])).toEqual([]);
  });

  it('is proposed as deep as it is needed when two folders go apart', () => {
    const mappings = proposeMappings([
      pair('a', '/downloads/tv', '/series/tv'),
      pair('b', '/downloads/tv', '/series/tv'),
      pair('c', '/downloads/films', '/films/films'),
      pair('d', '/downloads/films', '/films/films'),
    ]);
    expect(mapPath('/downloads/tv/x', 'client', mappings)).toBe('/series/tv/x');
    expect(mapPath('/downloads/films/x', 'client', mappings)).toBe('/films/films/x');
    expect(mapPath('/downloads/other/x', 'client', mappings)).toBe('/downloads/other/x');
  });

  it('is not proposed where torrents contradict each other', () => {
    expect(
      proposeMappings([
        pair('a', '/downloads', '/one'),
        pair('b', '/downloads', '/two'),
        pair('c', '/downloads', '/one'),
      ]),
    ).toEqual([]);
  });

  it('is each client’s own', () => {
    const other = (hash: string): PathPair => ({
      ...pair(hash, '/downloads', '/seedbox'),
      clientId: 'other',
    });
    const mappings = proposeMappings([
      pair('a', '/downloads', '/data'),
      pair('b', '/downloads', '/data'),
      other('c'),
      other('d'),
    ]);
    expect(mapPath('/downloads/x', 'client', mappings)).toBe('/data/x');
    expect(mapPath('/downloads/x', 'other', mappings)).toBe('/seedbox/x');
  });

  it('is not proposed when files lie where no location explains it', () => {
    const { mappings } = learn(
      [['/downloads/films', '/elsewhere/films']],
      [section('1', 'movie', 'Films', '/plex')],
    );
    expect(mappings).toEqual([]);
  });
});

describe('where to scan', () => {
  const films = section('1', 'movie', 'Films', '/data/films');
  const sharp = section('2', 'movie', 'Films 4K', '/data/uhd');
  const series = section('3', 'show', 'Series', '/data/tv');
  const music = section('4', 'artist', 'Music', '/data/music');
  const sections = [films, sharp, series, music];
  const none = countSections([]);
  const sources = { sections, mappings: [], votes: none };

  it('is the torrent’s folder in the library whose location holds it', () => {
    const torrent = torrentOf('Film', { 'Film/a.mkv': giga }, { savePath: '/data/films' });
    expect(chooseScan(torrent, sources)).toEqual({
      kind: 'folder',
      targets: [{ sectionKey: '1', folder: '/data/films/Film' }],
    });
  });

  it('is the library that others of the category went to', () => {
    const votes = countSections(
      [1, 2, 3].map(() => ({ clientId: 'client', category: 'uhd', savePath: '/x', sectionKey: '2' })),
    );
    const torrent = single('Film.2001.2160p', giga, { category: 'uhd', savePath: '/elsewhere' });
    expect(chooseScan(torrent, { ...sources, votes })).toEqual({
      kind: 'library',
      sectionKey: '2',
      why: 'category',
    });
  });

  it('is asked when nothing tells, and when a category is mixed', () => {
    const torrent = single('Film.2001.1080p', giga, { category: 'mixed', savePath: '/elsewhere' });
    expect(chooseScan(torrent, sources)).toEqual({ kind: 'ask', sectionKeys: ['1', '2', '3'] });
    const votes = countSections(
      ['1', '1', '1', '2'].map((sectionKey) => ({
        clientId: 'client',
        category: 'mixed',
        savePath: '/x',
        sectionKey,
      })),
    );
    expect(chooseScan(torrent, { ...sources, votes })).toMatchObject({ kind: 'ask' });
  });

  it('is the only library of music for music', () => {
    const torrent = torrentOf('Album', { 'Album/01.flac': 1_000_000 }, { savePath: '/elsewhere' });
    expect(chooseScan(torrent, sources)).toEqual({ kind: 'library', sectionKey: '4', why: 'only-one' });
  });

  it('is told apart by kind and resolution when libraries share a folder', () => {
    const shared = [
      section('1', 'movie', 'Films', '/d'),
      section('2', 'movie', 'Films 4K', '/d'),
      section('3', 'show', 'Series', '/d'),
    ];
    const targets = (name: string) => {
      const choice = chooseScan(single(name, giga, { savePath: '/d' }), { ...sources, sections: shared });
      return choice.kind === 'folder' ? choice.targets.map(({ sectionKey }) => sectionKey) : choice.kind;
    };
    expect(targets('Film.2001.2160p.BluRay')).toEqual(['2']);
    expect(targets('Film.2001.1080p.BluRay')).toEqual(['1']);
    expect(targets('Quiet.Harbour.S01E01.1080p')).toEqual(['3']);
  });

  it('is nowhere for software', () => {
    expect(chooseScan(torrentOf('App', { 'App/setup.exe': giga }), sources)).toEqual({
      kind: 'not-for-plex',
    });
  });
});
