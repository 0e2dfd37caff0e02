import { openLibraryStore } from '../../lib/browser/library-store.ts';
import { openPeopleStore } from '../../lib/browser/people-store.ts';
import { LibraryIndex, type SavedIndex } from '../../lib/matching/library-index.ts';
import { SegmentBuilder } from '../../lib/matching/segment-builder.ts';
import { makeLibrary } from '../bench/matching-library.ts';

/** What a page of a real browser needs to try what is kept in IndexedDB; bundled and put into it. */
export const storeHands = {
  store: openLibraryStore(),
  people: openPeopleStore(),
  /** An index of 120,000 files, as it is saved. */
  bigIndex(): SavedIndex {
    const builder = new SegmentBuilder();
    const { titles, files } = makeLibrary();
    for (const page of titles) builder.addTitles(page);
    for (const page of files) builder.addFiles(page);
    const steps = builder.finish();
    for (;;) {
      const step = steps.next();
      if (step.done) return LibraryIndex.of(step.value).save();
    }
  },
  fileCount: (saved: unknown): number => LibraryIndex.load(saved as SavedIndex).fileCount,
};

export type StoreHands = typeof storeHands;

Object.assign(globalThis, { storeHands });
