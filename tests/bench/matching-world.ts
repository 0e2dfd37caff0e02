import { guidId } from '../../lib/domain/external-id.ts';
import type { FileEntry, TitleEntry } from '../../lib/domain/library-entry.ts';
import { LibraryIndex } from '../../lib/matching/library-index.ts';
import { SegmentBuilder } from '../../lib/matching/segment-builder.ts';

/** An item as the benchmark's Plex lists it. */
interface ListedItem {
  readonly ratingKey: string;
  readonly type: string;
  readonly title: string;
  readonly originalTitle?: string;
  readonly editionTitle?: string;
  readonly year?: number;
  readonly index?: number;
  readonly parentIndex?: number;
  readonly parentRatingKey?: string;
  readonly grandparentRatingKey?: string;
  readonly originallyAvailableAt?: string;
  readonly addedAt: number;
  readonly Guid?: readonly { readonly id: string }[];
  readonly Media?: readonly {
    readonly videoResolution?: string;
    readonly Part: readonly { readonly file?: string; readonly size?: number }[];
  }[];
}

interface ListedSection {
  readonly key: string;
  readonly type: 'movie' | 'show' | 'artist';
  readonly title: string;
  readonly Location: readonly { readonly path: string }[];
}

/** The benchmark's Plex. */
export interface WorldPlex {
  get(
    path: string,
    query?: Readonly<Record<string, string | number>>,
  ): Promise<{
    readonly MediaContainer: {
      readonly Metadata?: readonly ListedItem[];
      readonly Directory?: readonly ListedSection[];
    };
  }>;
}

const titleTypes = ['movie', 'show', 'artist', 'album'] as const;
const fileTypes = ['movie', 'episode', 'track'] as const;

function titleEntry(item: ListedItem, sectionKey: string): TitleEntry[] {
  const type = titleTypes.find((each) => each === item.type);
  if (!type) return [];
  return [
    {
      ratingKey: item.ratingKey,
      type,
      sectionKey,
      title: item.title,
      originalTitle: item.originalTitle ?? null,
      edition: item.editionTitle ?? null,
      year: item.year ?? null,
      parentRatingKey: item.parentRatingKey ?? null,
      ids: (item.Guid ?? []).flatMap(({ id }) => guidId(id) ?? []),
    },
  ];
}

function fileEntry(item: ListedItem, sectionKey: string): FileEntry[] {
  const type = fileTypes.find((each) => each === item.type);
  if (!type) return [];
  const files = (item.Media ?? []).flatMap(({ videoResolution, Part }) =>
    Part.map(({ file, size }) => ({
      path: file ?? null,
      sizeBytes: size ?? null,
      resolution: videoResolution ?? null,
    })),
  );
  return [
    {
      ratingKey: item.ratingKey,
      type,
      sectionKey,
      parentRatingKey: item.parentRatingKey ?? null,
      grandparentRatingKey: item.grandparentRatingKey ?? null,
      parentIndex: item.parentIndex ?? null,
      index: item.index ?? null,
      date: item.originallyAvailableAt ?? null,
      addedAtMs: item.addedAt * 1000,
      files,
    },
  ];
}

/** Which kinds of item a library is read for. */
const listed = { movie: [1], show: [2, 4], artist: [8, 9, 10] } as const;
const pageSize = 1000;

/** Reads a whole Plex, page by page, into an index. */
export async function indexOf(
  plex: WorldPlex,
): Promise<{ readonly index: LibraryIndex; readonly sections: readonly ListedSection[] }> {
  const builder = new SegmentBuilder();
  const sections = (await plex.get('/library/sections')).MediaContainer.Directory ?? [];
  for (const { key, type } of sections) {
    for (const kind of listed[type]) {
      for (let start = 0; ; start += pageSize) {
        const query = { type: kind, 'X-Plex-Container-Start': start, 'X-Plex-Container-Size': pageSize };
        const { MediaContainer } = await plex.get(`/library/sections/${key}/all`, query);
        const page = MediaContainer.Metadata ?? [];
        builder.addTitles(page.flatMap((item) => titleEntry(item, key)));
        builder.addFiles(page.flatMap((item) => fileEntry(item, key)));
        if (page.length < pageSize) break;
      }
    }
  }
  const steps = builder.finish();
  for (;;) {
    const step = steps.next();
    if (step.done) return { index: LibraryIndex.of(step.value), sections };
  }
}
