/** Entries of Flood's list as they were seen with 4.16.2, without what nobody looks at. */

const upper = (n: number): string => n.toString(16).padStart(40, '0').toUpperCase();
export const keyOf = upper;

/** A movie of 1,000 bytes, complete and seeding in qBittorrent; `n` makes it another one, completed `n` seconds later. */
export const entry = (n = 0, change: object = {}): object => ({
  bytesDone: 1_000,
  dateAdded: 1_690_000_000 + n,
  dateCreated: 1_600_000_000,
  dateFinished: 1_700_000_001 + n,
  directory: '/media/movies',
  hash: upper(n),
  message: '',
  name: `Movie.${n}`,
  percentComplete: 100,
  sizeBytes: 1_000,
  selectedSizeBytes: 1_000,
  status: ['complete', 'inactive', 'seeding'],
  tags: [],
  ...change,
});

export const listOf = (entries: readonly object[]): string => {
  const torrents = Object.fromEntries(entries.map((one) => [Reflect.get(one, 'hash'), one]));
  return JSON.stringify({ id: 1_700_000_000_000, torrents });
};
