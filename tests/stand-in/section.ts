import { createHash } from 'node:crypto';
import type { SectionConfig, SectionType } from './options.ts';
import { below, joinPlex } from './plex-path.ts';

export interface Location {
  readonly id: number;
  readonly plexPath: string;
  readonly diskPath: string;
}

/** One library of the stand-in. Times are epoch seconds. */
export interface Section {
  readonly key: string;
  readonly type: SectionType;
  title: string;
  readonly uuid: string;
  readonly locations: readonly Location[];
  readonly createdAt: number;
  updatedAt: number;
  scannedAt: number;
  /** A counter in spite of its name. */
  contentChangedAt: number;
  /** Scans asked for and not yet over. */
  scans: number;
}

let lastLocation = 0;

export function createSection(config: SectionConfig, key: string, seconds: number): Section {
  const hex = createHash('sha1').update(`${key}|${config.title}`).digest('hex');
  return {
    key,
    type: config.type,
    title: config.title,
    uuid: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`,
    locations: config.locations.map(({ plexPath, diskPath }) => {
      lastLocation += 1;
      return { id: lastLocation, plexPath: plexPath ?? diskPath, diskPath };
    }),
    createdAt: seconds,
    updatedAt: seconds,
    scannedAt: seconds,
    contentChangedAt: 200_000 + Number.parseInt(hex.slice(0, 4), 16),
    scans: 0,
  };
}

/** A folder to look into: where it is on disk, what Plex calls it, and the location it belongs to. */
export interface ScanFolder {
  readonly location: Location;
  readonly plexPath: string;
  readonly parts: readonly string[];
  /** `false`: the path was outside every location, so Plex put its last part under the first one. */
  readonly insideLocation: boolean;
}

/**
 * What Plex scans when it is asked to scan `path`. A path outside every location is not refused: its last component is
 * looked for under the first location (linuxserver/docker-plex#350). Nothing is ever found there.
 */
export function foldersToScan(section: Section, path: string | null): ScanFolder[] {
  if (path === null) {
    return section.locations.map((location) => ({
      location,
      plexPath: location.plexPath,
      parts: [],
      insideLocation: true,
    }));
  }
  const inside = section.locations
    .map((location) => ({ location, parts: below(location.plexPath, path) }))
    .filter((entry): entry is { location: Location; parts: string[] } => entry.parts !== undefined)
    .sort((a, b) => a.parts.length - b.parts.length);
  const [best] = inside;
  if (best) {
    const plexPath = joinPlex(best.location.plexPath, best.parts);
    return [{ location: best.location, plexPath, parts: best.parts, insideLocation: true }];
  }
  const [first] = section.locations;
  const last = path.split(/[\\/]+/).findLast((part) => part !== '');
  if (!first || last === undefined) return [];
  return [
    { location: first, plexPath: joinPlex(first.plexPath, [last]), parts: [last], insideLocation: false },
  ];
}
