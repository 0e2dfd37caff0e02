/** Ids of films and shows in public catalogues, as names and Plex carry them. */
export interface ExternalId {
  readonly source: 'imdb' | 'tmdb' | 'tvdb';
  readonly number: number;
}

const inName =
  /(?:[{[(](imdb|tmdb|tvdb)(?:id)?[-=: ]?(?:tt)?(\d{1,9})[})\]])|(?<![a-z0-9])tt(\d{7,9})(?![a-z0-9])/gi;
// `imdb://tt0111161`, and as the old agents wrote it: `com.plexapp.agents.thetvdb://73255/1/2?lang=en`.
const inGuid = /(imdb|tmdb|themoviedb|tvdb|thetvdb):\/\/(?:tt)?(\d{1,9})/i;
const sources: Readonly<Record<string, ExternalId['source']>> = {
  imdb: 'imdb',
  tmdb: 'tmdb',
  themoviedb: 'tmdb',
  tvdb: 'tvdb',
  thetvdb: 'tvdb',
};

/** Ids in a name: `{tmdb-603}`, `[imdbid-tt0133093]`, a bare `tt0133093`. */
export function externalIds(name: string): readonly ExternalId[] {
  return [...name.matchAll(inName)].flatMap(([, source, number, bare]) => {
    const known = sources[source?.toLowerCase() ?? 'imdb'];
    return known ? [{ source: known, number: Number(number ?? bare) }] : [];
  });
}

/** The id in one of Plex's guids; `undefined` for `plex://`, `local://` and the like. */
export function guidId(guid: string): ExternalId | undefined {
  const [, source = '', number] = inGuid.exec(guid) ?? [];
  const known = sources[source.toLowerCase()];
  return known && { source: known, number: Number(number) };
}
