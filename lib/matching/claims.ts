import type { ExternalId } from '../domain/external-id.ts';
import { mainFiles } from '../domain/media-file.ts';
import type { TorrentFile } from '../domain/torrent.ts';
import type { MatchTorrent } from './match-torrent.ts';
import { type ReleaseName, readReleaseName } from './release-name.ts';
import { titleKey } from './title-key.ts';

/** What names say of one file, or of a whole torrent: from its own name, else its folder's, else the torrent's. */
export interface Claim {
  /** The folder inside the torrent, discs of one album as one; empty for the torrent itself. */
  readonly folder: string;
  /** Names that were read, the nearest first. */
  readonly names: readonly string[];
  /** Every reading of the title, from the nearest name first. */
  readonly titles: readonly string[];
  readonly year: number | null;
  /** See `ReleaseName.yearOfTitle`. */
  readonly yearOfTitle: boolean;
  readonly seasons: readonly number[];
  readonly episodes: readonly number[];
  readonly absolute: readonly number[];
  readonly date: string | null;
  readonly complete: boolean;
  readonly edition: string | null;
  readonly uhd: boolean | null;
  readonly ids: readonly ExternalId[];
  /** Season and episode were both stated: more than a number that may belong to the title. */
  readonly stated: boolean;
  /** No name says anything: hashes, "New folder". */
  readonly nameless: boolean;
}

/** A playable file of a torrent, and what names say of it. */
export interface ClaimedFile {
  readonly file: TorrentFile;
  readonly claim: Claim;
}

const parts = (path: string): readonly string[] => path.split('/').filter((part) => part !== '');
const withoutEnding = (name: string): string => name.replace(/\.[a-z0-9]{2,4}$/i, '');

/** Hexadecimal, or no letters to speak of: such a name says nothing. */
const saysNothing = (name: string): boolean => {
  const key = titleKey(name);
  return key.length < 2 || (/^[0-9a-f]{12,}$/.test(key) && /\d/.test(key) && /[a-f]/.test(key));
};

/** Folders that say only which season they hold, or nothing at all. */
const plainFolder =
  /^(?:(?:season|series|saison|staffel|temporada|s|disc|disk|cd|dvd|vol(?:ume)?|part)[ ._-]?\d{0,4}|specials|new folder|untitled|downloads?|video|tv|movies?)$/i;

const seasonFolder = /^(?:season|series|saison|staffel|temporada|s)[ ._-]?(\d{1,4})$/i;
const specialsFolder = /^specials$/i;

/** The season that a folder inside a torrent stands for. */
function folderSeason(folder: string): number | null {
  if (specialsFolder.test(folder)) return 0;
  const plain = seasonFolder.exec(folder)?.[1];
  return plain === undefined ? null : Number(plain);
}

/** `02.mkv`, `02 - Honor.mkv`: a number is all that the start of the name says. */
const bareNumber = (name: string): number | null => {
  const match = /^(?:e|ep|episode)? ?(\d{1,3})(?:v\d)?(?=[ ._-]|$)/i.exec(name);
  return match ? Number(match[1]) : null;
};

function claimOf(readings: readonly ReleaseName[], names: readonly string[], numbers: ReleaseName): Claim {
  const titled = readings.filter(
    ({ title }, at) =>
      title !== '' && !saysNothing(title) && !saysNothing(names[at] ?? '') && !plainFolder.test(title),
  );
  const pick = <T>(value: (reading: ReleaseName) => T | null): T | null => {
    for (const reading of readings) {
      const found = value(reading);
      if (found !== null) return found;
    }
    return null;
  };
  const resolution = pick((reading) => reading.resolution);
  return {
    folder: '',
    names,
    titles: [...new Set(titled.flatMap(({ titles }) => titles))],
    year: pick((reading) => reading.year),
    yearOfTitle: readings.find(({ year }) => year !== null)?.yearOfTitle ?? false,
    seasons: numbers.seasons,
    episodes: numbers.episodes,
    absolute: numbers.absolute,
    date: numbers.date,
    complete: readings.some(({ complete }) => complete),
    edition: pick((reading) => reading.edition),
    uhd: resolution === null ? null : /^(?:4k|2160p?|uhd)$/i.test(resolution),
    ids: readings.flatMap(({ ids }) => ids),
    stated: numbers.seasons.length > 0 && numbers.episodes.length > 0,
    nameless: titled.length === 0,
  };
}

/** A value that is worked out when it is first asked for. */
function lazy<T>(work: () => T): () => T {
  let done: { readonly value: T } | undefined;
  return () => {
    done ??= { value: work() };
    return done.value;
  };
}

/** What names say of a torrent. Reading costs most of a decision, so nothing is read before it is asked for. */
export interface Claims {
  readonly whole: Claim;
  readonly files: readonly ClaimedFile[];
}

/** Each name is parsed once, however many files share a folder. */
export function readClaims(torrent: MatchTorrent): Claims {
  const read = new Map<string, ReleaseName>();
  const reading = (name: string): ReleaseName => {
    const known = read.get(name);
    if (known) return known;
    const fresh = readReleaseName(name);
    read.set(name, fresh);
    return fresh;
  };
  const main = mainFiles(torrent.files);
  const files = main.map((file): ClaimedFile => {
    const claim = lazy(() => fileClaim(torrent, file, main.length, reading));
    return {
      file,
      get claim() {
        return claim();
      },
    };
  });
  const whole = lazy(() => wholeClaim(torrent, files, reading));
  return {
    files,
    get whole() {
      return whole();
    },
  };
}

function fileClaim(
  { name }: MatchTorrent,
  { path }: TorrentFile,
  count: number,
  reading: (name: string) => ReleaseName,
): Claim {
  const pieces = parts(path);
  const folders = pieces.slice(0, -1).reverse();
  const own = withoutEnding(pieces.at(-1) ?? '');
  const names = [...new Set([own, ...folders.filter((folder) => !plainFolder.test(folder)), name])];
  const readings = names.map(reading);
  const [first, ...outer] = readings;
  if (!first) return claimOf([], [], reading(name));
  const season = folders.map(folderSeason).find((found) => found !== null) ?? null;
  const folder = pieces
    .slice(0, -1)
    .join('/')
    .replace(/\/(?:cd|dis[ck])[ ._-]?\d+$/i, '');
  return { ...claimOf(readings, names, numbersOf(first, own, outer, season, count)), folder };
}

/** A file's own numbers; what is missing comes from its folders and the torrent, but never the number of one of many. */
function numbersOf(
  own: ReleaseName,
  name: string,
  outer: readonly ReleaseName[],
  season: number | null,
  count: number,
): ReleaseName {
  const silent = own.episodes.length === 0 && own.date === null && own.seasons.length === 0;
  const bare = bareNumber(name);
  if (silent && count === 1 && bare === null) {
    return outer.find(({ seasons, episodes, date }) => seasons.length + episodes.length > 0 || date) ?? own;
  }
  const outerSeasons = outer.find(({ seasons }) => seasons.length === 1)?.seasons ?? [];
  const seasons = own.seasons.length > 0 ? own.seasons : season === null ? outerSeasons : [season];
  const useBare =
    bare !== null &&
    own.date === null &&
    own.year === null &&
    (own.episodes.length === 0 || own.seasons.length === 0);
  const inSeason = seasons.length === 1 && own.seasons.length === 0;
  const episodes = useBare && (inSeason || (count > 1 && own.episodes.length === 0)) ? [bare] : own.episodes;
  return { ...own, seasons, episodes };
}

/** What the torrent's own name says, helped by its largest file where that is all there is. */
function wholeClaim(
  { name }: MatchTorrent,
  files: readonly ClaimedFile[],
  reading: (name: string) => ReleaseName,
): Claim {
  const [only] = files;
  if (files.length === 1 && only) {
    const torrent = reading(name);
    const nearest = torrent.seasons.length + torrent.episodes.length > 0 || torrent.date ? torrent : null;
    const { claim } = only;
    const silent = claim.seasons.length + claim.episodes.length === 0 && claim.date === null;
    return silent && nearest ? claimOf(claim.names.map(reading), claim.names, nearest) : claim;
  }
  const largest = files.reduce<ClaimedFile | null>(
    (most, each) => (most && most.file.sizeBytes >= each.file.sizeBytes ? most : each),
    null,
  );
  const top = largest ? parts(largest.file.path).slice(0, -1)[0] : undefined;
  const names = [...new Set([name, ...(top && !plainFolder.test(top) ? [top] : [])])];
  const own = names.map(reading);
  const numbers = reading(name);
  const [inner] = largest ? largest.claim.names : [];
  const readings = inner === undefined ? own : [...own, reading(inner)];
  const claim = claimOf(readings, names, numbers);
  // Of many files, one's edition, year or id says nothing about the whole.
  const dated = own.find(({ year }) => year !== null);
  return { ...claim, year: dated?.year ?? null, yearOfTitle: dated?.yearOfTitle ?? false };
}
