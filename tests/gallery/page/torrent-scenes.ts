import type { BadgeView } from '../../../lib/domain/badge.ts';
import type { DetailFile, TorrentDetails } from '../../../lib/domain/torrent-details.ts';

/** A torrent page with badges, drawn by the page script itself. */
export interface TorrentScene {
  readonly id: string;
  /** Names of torrents and what the background says of them. */
  readonly torrents: readonly (readonly [string, BadgeView])[];
  /** The column of names is as narrow as it gets. */
  readonly isNarrow?: boolean;
  /** The row whose menu is opened, and the background's answer; `undefined`: it gives none. */
  readonly menu?: { readonly row: number; readonly details: TorrentDetails | null | undefined };
}

const linkTo = (key: number): string =>
  `https://app.plex.tv/desktop/#!/server/0123456789abcdef/details?key=%2Flibrary%2Fmetadata%2F${key}`;

const available = (key: number, about: Partial<Extract<BadgeView, { state: 'available' }>>): BadgeView => ({
  state: 'available',
  href: linkTo(key),
  found: 1,
  expected: 1,
  evidence: ['same-file'],
  library: null,
  ...about,
});

const torrents: TorrentScene['torrents'] = [
  ['Sintel (2010)', available(1, {})],
  ['Nosferatu.1922.2160p', available(2, { library: '4K Films' })],
  ['Night of the Living Dead', available(3, { found: null, evidence: ['title-and-year'] })],
  ['Pioneer.One.S01', available(4, { found: 4, expected: 6 })],
  ['The.Cisco.Kid.S02', available(5, { found: 9, expected: 9, evidence: ['same-size-and-episode'] })],
  ['Charlie Chaplin', { state: 'choose', count: 3 }],
  ['Tears of Steel', { state: 'working', stage: 'verifying' }],
  ['Der müde Tod (1921)', { state: 'attention', code: 'UNMAPPED' }],
  ['debian-12.iso', { state: 'absent' }],
  ['סינטל (2010)', available(6, { found: 2, expected: 3, library: 'סרטים' })],
];

const files: readonly DetailFile[] = Array.from({ length: 6 }, (_, at) => {
  const number = `S01E0${at + 1}`;
  const name = `Pioneer.One.${number}.The.Man.From.Mars.1080p.WEB.h264-GROUP.mkv`;
  return { name, number, state: 'in-plex', why: null, href: linkTo(40 + at) };
});
const sample = 'pioneer.one.s01e06.sample.mkv';
const partly: TorrentDetails = {
  items: [{ href: linkTo(4), type: 'season', title: 'Pioneer One – Season 1', library: null }],
  evidence: ['same-size-and-episode', 'title-and-season'],
  found: 4,
  expected: 6,
  files: files.map((file, at) => {
    if (at === 2) return { ...file, name: 'pioneer.s01e03.rar', state: 'missing', why: 'packed', href: null };
    if (at === 5) return { ...file, name: sample, state: 'missing', why: 'sample', href: null };
    return at === 4 ? { ...file, number: null, state: 'not-known', href: null } : file;
  }),
};

const many: TorrentDetails = {
  items: [{ href: linkTo(5), type: 'show', title: 'The Cisco Kid', library: null }],
  evidence: ['same-name-folder-and-size'],
  found: 59,
  expected: 60,
  files: Array.from({ length: 60 }, (_, at) => ({
    name: `${'A very long name of an episode '.repeat(at === 1 ? 6 : 1)}${at}.mkv`,
    number: `S02E${String(at + 1).padStart(2, '0')}`,
    ...(at === 0
      ? { state: 'missing', why: 'not-in-plex', href: null }
      : { state: 'in-plex', why: null, href: linkTo(100 + at) }),
  })),
};

const choice: TorrentDetails = {
  items: [
    { href: linkTo(7), type: 'movie', title: 'The Gold Rush (1925)', library: 'Films' },
    { href: linkTo(8), type: 'movie', title: 'The Gold Rush (1925)', library: '4K Films' },
    {
      href: linkTo(9),
      type: 'movie',
      title: 'The Adventurer, or What Is a Very Long Title of a Short Film Doing Here (1917)',
      library: 'Short Films of the Silent Era',
    },
  ],
  evidence: ['title-and-year'],
  found: null,
  expected: 3,
  files: [],
};

const menu = (id: string, row: number, details: TorrentDetails | null | undefined): TorrentScene => ({
  id: `page-menu-${id}`,
  torrents,
  menu: { row, details },
});

export const torrentScenes: readonly TorrentScene[] = [
  { id: 'page-badges', torrents },
  { id: 'page-narrow', torrents, isNarrow: true },
  { ...menu('narrow', 3, partly), isNarrow: true },
  menu('partly', 3, partly),
  menu('many', 4, many),
  menu('choose', 5, choice),
  menu('loading', 3, undefined),
  menu('nothing', 9, null),
];
