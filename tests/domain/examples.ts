import { type Download, startDownload } from '../../lib/domain/download.ts';
import type { Failure } from '../../lib/domain/errors.ts';
import { type InfoHash, parseInfoHash } from '../../lib/domain/info-hash.ts';
import type { LibrarySection } from '../../lib/domain/library-section.ts';
import type { PlexLeaf, PlexTarget } from '../../lib/domain/plex-item.ts';
import type { Torrent } from '../../lib/domain/torrent.ts';

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** When the examples happen: any day will do. */
export const noon = Date.UTC(2026, 10, 21, 12);

export const machineIdentifier = '0123456789abcdef0123456789abcdef01234567';

export function exampleHash(): InfoHash {
  const hash = parseInfoHash('c'.repeat(40));
  if (!hash) throw new Error('not a hash');
  return hash;
}

export const exampleTorrent: Torrent = {
  hash: exampleHash(),
  name: 'Dune (2021)',
  phase: 'complete',
  wantedBytes: 1_000_000,
  leftBytes: 0,
  completedAtMs: noon - minute,
  savePath: '/downloads/films',
  contentPath: '/downloads/films/Dune (2021)',
  category: 'films',
  tags: [],
};

export const examplePlan = {
  machineIdentifier,
  scans: [{ sectionKey: '1', sectionTitle: 'Films', folder: '/media/films/Dune (2021)' }],
  files: ['/media/films/Dune (2021)/Dune.mkv'],
} as const;

export const exampleTarget: PlexTarget = {
  machineIdentifier,
  sectionKey: '1',
  ratingKey: '1234',
  type: 'movie',
  title: 'Dune',
  found: 1,
  expected: 1,
};

export const exampleDownload = (change: Partial<Download> = {}): Download => ({
  ...startDownload('qb', exampleTorrent, noon),
  ...change,
});

/** A failure that may pass; `change` makes it one that needs a person. */
export const exampleFailure = (change: Partial<Failure> = {}): Failure => ({
  code: 'UNREACHABLE',
  operation: 'plex.sections',
  server: 'Attic',
  retryable: true,
  retryAfterMs: null,
  ...change,
});

export const exampleSection = (change: Partial<LibrarySection> = {}): LibrarySection => ({
  key: '1',
  type: 'movie',
  title: 'Films',
  locations: ['/media/films'],
  refreshing: false,
  ...change,
});

export const exampleLeaf = (change: Partial<PlexLeaf> = {}): PlexLeaf => ({
  ratingKey: '1234',
  type: 'movie',
  title: 'Dune',
  year: 2021,
  index: null,
  parentRatingKey: null,
  parentTitle: null,
  parentIndex: null,
  grandparentRatingKey: null,
  grandparentTitle: null,
  files: [{ path: '/media/films/Dune (2021)/Dune.mkv', sizeBytes: 1_000_000 }],
  ...change,
});
