import { describe, expect, it } from 'vitest';
import create from '../bench/matching-adapter.ts';
import { readBare, readOurs } from '../bench/name-readers.ts';
import { judge, scoreNames } from '../bench/names-score.ts';

const film = {
  ratingKey: '10',
  type: 'movie',
  title: 'Dune',
  year: 2021,
  addedAt: 1_700_000_000,
  Guid: [{ id: 'tmdb://438631' }],
  Media: [{ videoResolution: '1080', Part: [{ file: '/data/films/Dune/Dune.mkv', size: 7_000 }] }],
};
const sections = [{ key: '1', type: 'movie' as const, title: 'Films', Location: [{ path: '/data/films' }] }];
const plex = {
  get: async (path: string) =>
    path === '/library/sections'
      ? { MediaContainer: { Directory: sections } }
      : { MediaContainer: { Metadata: [film] } },
};
const torrent = (name: string) => ({
  hash: name,
  name,
  savePath: '/data/films',
  completedOn: 1_700_000_000,
  category: '',
  files: [{ name: `${name}/${name}.mkv`, size: 7_000, priority: 1 }],
});

describe('the benchmark’s view of our matcher', () => {
  it('opens, plans a scan, and asks nobody after the index is built', async () => {
    const match = await create(plex, { torrents: [] });
    expect(await match(torrent('Dune'))).toEqual({ action: 'open', ratingKey: '10' });
    expect(await match(torrent('Heat.1995.1080p'))).toEqual({ action: 'search', query: 'Heat' });
    expect(await match.planScan(torrent('Dune'))).toEqual([{ sectionKey: '1', path: '/data/films/Dune' }]);
  });
});

describe('the scorer of names', () => {
  const label = {
    name: 'Quiet.S01E02.1080p',
    kind: 'episode',
    title: 'Quiet',
    season: 1,
    episodes: [2],
    year: null,
  };

  it('counts what is labelled, and only that', () => {
    expect(judge(label, readOurs(label.name))).toEqual({
      kind: true,
      title: true,
      year: true,
      season: true,
      episodes: true,
      identity: true,
    });
    expect(judge(label, { ...readOurs(label.name), episodes: [3] })).toMatchObject({
      episodes: false,
      identity: false,
    });
    expect(scoreNames([label, { name: 'x', kind: null, title: 'y' }], readBare)).toMatchObject({
      title: { right: 1, of: 2 },
      kind: { right: 1, of: 1 },
      date: { right: 0, of: 0 },
    });
  });
});
