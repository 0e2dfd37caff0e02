import type { FoundFile } from './disk.ts';
import { filesOf, type Item, type Items, type Version } from './items.ts';
import { episodeName, movieName, trackName, withoutExtension } from './media-names.ts';
import { below } from './plex-path.ts';
import type { ScanFolder, Section } from './section.ts';

/** What a scan changed. */
export interface TakenIn {
  readonly added: Item[];
  readonly removed: Item[];
}

interface Intake {
  readonly items: Items;
  readonly section: Section;
  readonly seconds: number;
  readonly added: Item[];
}

const baseName = (relative: string): string => withoutExtension(relative.split('/').at(-1) ?? relative);
const disc = /[-. _]*(?:cd|disc|part|pt)[-. _]?([1-9])$/i;

type Fields = Pick<Item, 'type' | 'parent' | 'identity' | 'title' | 'matchedTitle' | 'year' | 'index'>;

function obtain(intake: Intake, fields: Fields): Item {
  const { item, isNew } = intake.items.obtain({ ...fields, section: intake.section }, intake.seconds);
  if (isNew) intake.added.push(item);
  return item;
}

function attach(intake: Intake, item: Item, found: FoundFile, into?: Version): void {
  const { file, size, changedAt } = found;
  const part = { id: intake.items.newId(), file, size, changedAt };
  if (into) into.parts.push(part);
  else item.versions.push({ id: intake.items.newId(), parts: [part] });
}

function takeMovie(intake: Intake, found: FoundFile): void {
  const name = movieName(found.relative);
  const stack = disc.test(baseName(found.relative));
  const movie = obtain(intake, {
    type: 'movie',
    parent: undefined,
    identity: stack ? withoutExtension(found.relative).replace(disc, '') : found.file,
    title: baseName(found.relative),
    matchedTitle: name.title,
    year: name.year,
    index: undefined,
  });
  attach(intake, movie, found, stack ? movie.versions[0] : undefined);
}

function takeEpisodes(intake: Intake, found: FoundFile): void {
  const name = episodeName(found.relative);
  if (!name) return;
  const id = name.show.toLowerCase();
  const show = obtain(intake, {
    type: 'show',
    parent: undefined,
    identity: id,
    title: found.relative.includes('/') ? (found.relative.split('/')[0] ?? name.show) : name.show,
    matchedTitle: name.show,
    year: name.year,
    index: 1,
  });
  const seasonTitle = name.season === 0 ? 'Specials' : `Season ${name.season}`;
  const season = obtain(intake, {
    type: 'season',
    parent: show,
    identity: `${id}|${name.season}`,
    title: seasonTitle,
    matchedTitle: seasonTitle,
    year: undefined,
    index: name.season,
  });
  for (const index of name.episodes) {
    const episode = obtain(intake, {
      type: 'episode',
      parent: season,
      identity: `${id}|${name.season}|${index}`,
      title: baseName(found.relative),
      matchedTitle: name.title ?? `Episode ${index}`,
      year: name.year === undefined ? undefined : name.year + Math.max(0, name.season - 1),
      index,
    });
    attach(intake, episode, found);
  }
}

function takeTrack(intake: Intake, found: FoundFile): void {
  const name = trackName(found.relative);
  const artistId = name.artist.toLowerCase();
  const plain = { title: name.artist, matchedTitle: name.artist, year: undefined, index: 1 };
  const artist = obtain(intake, { ...plain, type: 'artist', parent: undefined, identity: artistId });
  const album = obtain(intake, {
    type: 'album',
    parent: artist,
    identity: `${artistId}|${name.album.toLowerCase()}`,
    title: name.album,
    matchedTitle: name.album,
    year: name.year,
    index: 1,
  });
  const track = obtain(intake, {
    type: 'track',
    parent: album,
    identity: found.file,
    title: name.title,
    matchedTitle: name.title,
    year: undefined,
    index: name.index,
  });
  attach(intake, track, found);
}

const take = { movie: takeMovie, show: takeEpisodes, artist: takeTrack };

/** Removes files that are gone, then whatever they leave empty, up to the show or artist. */
function removeGone(items: Items, section: Section, isGone: (file: string) => boolean): Item[] {
  const removed: Item[] = [];
  for (const item of items.all()) {
    if (item.section !== section || !filesOf(item).some(isGone)) continue;
    for (const version of item.versions) {
      version.parts.splice(0, Infinity, ...version.parts.filter((part) => !isGone(part.file)));
    }
    item.versions.splice(0, Infinity, ...item.versions.filter((version) => version.parts.length > 0));
    for (let at: Item | undefined = item; at; at = at.parent) {
      if (at.versions.length > 0 || items.childrenOf(at).length > 0) break;
      items.delete(at);
      removed.push(at);
    }
  }
  return removed;
}

/** Brings the items of one scanned folder in line with what was on disk. Known files keep their item. */
export function takeIn(
  items: Items,
  section: Section,
  folder: ScanFolder,
  files: readonly FoundFile[],
  seconds: number,
): TakenIn {
  const intake: Intake = { items, section, seconds, added: [] };
  const present = new Map(files.map((found) => [found.file, found]));
  const isGone = (file: string): boolean =>
    !present.has(file) && (below(folder.plexPath, file)?.length ?? 0) > 0;
  const removed = removeGone(items, section, isGone);
  const known = new Set<string>();
  for (const item of items.all().filter((entry) => entry.section === section)) {
    for (const part of item.versions.flatMap((version) => version.parts)) {
      known.add(part.file);
      const now = present.get(part.file);
      if (!now || now.size === part.size) continue;
      part.size = now.size;
      part.changedAt = now.changedAt;
      item.updatedAt = seconds;
    }
  }
  for (const found of files) if (!known.has(found.file)) take[section.type](intake, found);
  return { added: intake.added, removed };
}
