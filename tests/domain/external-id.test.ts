import { describe, expect, it } from 'vitest';
import { externalIds, guidId } from '../../lib/domain/external-id.ts';

describe('an external id', () => {
  it.each([
    ['Dune (2021) {tmdb-438631}', 'tmdb', 438_631],
    ['Dune (2021) {imdb-tt1160419}', 'imdb', 1_160_419],
    ['Quiet Harbour [tvdbid-73255]', 'tvdb', 73_255],
    ['Dune.2021.tt1160419.1080p', 'imdb', 1_160_419],
  ])('is read in %s', (name, source, number) => expect(externalIds(name)).toEqual([{ source, number }]));

  it.each(['Dune.2021.1080p', 'Matt12345678', 'Dune {edition-Extended}'])('is none in %s', (name) => {
    expect(externalIds(name)).toEqual([]);
  });

  it.each([
    ['imdb://tt0111161', { source: 'imdb', number: 111_161 }],
    ['tvdb://73255', { source: 'tvdb', number: 73_255 }],
    ['com.plexapp.agents.thetvdb://73255/1/2?lang=en', { source: 'tvdb', number: 73_255 }],
    ['plex://movie/5d776825880197001ec90ed7', undefined],
    ['local://123', undefined],
    ['none', undefined],
  ])('of the guid %s', (guid, id) => expect(guidId(guid)).toEqual(id));
});
