import type { FileType } from '../../domain/library-entry.ts';
import type { LibrarySection, SectionType } from '../../domain/library-section.ts';
import type { ListedKind } from '../../ports/plex-server.ts';

/** One list of one library. */
export interface LibraryList {
  readonly sectionKey: string;
  readonly kind: ListedKind;
}

/** What a library is read by, titles before files: a show tells more of itself than its episodes tell of it. */
const kindsOf: Readonly<Record<SectionType, readonly ListedKind[]>> = {
  movie: ['movie'],
  show: ['show', 'episode'],
  artist: ['artist', 'album', 'track'],
  photo: [],
};

/** What holds the files of a library; `undefined` for one that is of no use to us. */
export const fileKind = (type: SectionType): FileType | undefined =>
  (({ movie: 'movie', show: 'episode', artist: 'track', photo: undefined }) as const)[type];

export const hasFiles = (kind: ListedKind): kind is FileType =>
  kind === 'movie' || kind === 'episode' || kind === 'track';

export const listsOf = (sections: readonly Pick<LibrarySection, 'key' | 'type'>[]): readonly LibraryList[] =>
  sections.flatMap(({ key, type }) => kindsOf[type].map((kind) => ({ sectionKey: key, kind })));

export const isSameList = (a: LibraryList, b: LibraryList): boolean =>
  a.sectionKey === b.sectionKey && a.kind === b.kind;
