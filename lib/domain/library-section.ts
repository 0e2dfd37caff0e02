import { joinPath, partsBelow } from './media-path.ts';

/** Plex's word for what a library holds; home videos are `movie`. */
export type SectionType = 'movie' | 'show' | 'artist' | 'photo';

/** A Plex library. `key` is the server's id of it; locations are its root folders as Plex sees them. */
export interface LibrarySection {
  readonly key: string;
  readonly type: SectionType;
  readonly title: string;
  readonly locations: readonly string[];
  readonly refreshing: boolean;
}

/** What a download holds, as far as the choice of a library goes. */
export type MediaKind = 'video' | 'audio';

/** The section that a folder belongs to, and that folder in the location's own spelling. */
export interface SectionChoice {
  readonly section: LibrarySection;
  readonly location: string;
  readonly path: string;
}

const suits = (type: SectionType, kind: MediaKind): boolean =>
  kind === 'audio' ? type === 'artist' : type === 'movie' || type === 'show';

/**
 * Which sections hold this path: those with the longest location that contains it, by whole parts. Two libraries on
 * the same folder are told apart by the kind of media; where that does not decide, all of them are returned and the
 * look in each tells. Empty when no location contains the path: then nothing may be sent, since Plex answers 200 to
 * a foreign path and scans somewhere else.
 */
export function chooseSections(
  path: string,
  sections: readonly LibrarySection[],
  kind: MediaKind | null,
): readonly SectionChoice[] {
  let fewestBelow = Number.POSITIVE_INFINITY; // fewer parts below the location = a longer location
  let best: SectionChoice[] = [];
  for (const section of sections) {
    for (const location of section.locations) {
      const below = partsBelow(path, location);
      if (!below || below.length > fewestBelow) continue;
      const spelled = joinPath(location, below);
      if (spelled === undefined) continue;
      if (below.length < fewestBelow) best = [];
      fewestBelow = below.length;
      if (!best.some((choice) => choice.section.key === section.key)) {
        best.push({ section, location, path: spelled });
      }
    }
  }
  const suiting = kind ? best.filter((choice) => suits(choice.section.type, kind)) : best;
  return suiting.length > 0 ? suiting : best;
}
