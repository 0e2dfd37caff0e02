import type { LibraryTitle } from './library-entry.ts';
import type { LibraryIndex } from './library-index.ts';
import type { MatchedItem } from './outcome.ts';
import { titleKeys } from './title-key.ts';

/** The title that an item belongs to: the show of an episode or season, else its own. */
export function titleOf({ ratingKey, type }: MatchedItem, index: LibraryIndex): LibraryTitle | undefined {
  if (type !== 'season' && type !== 'episode') return index.title(ratingKey);
  const [file] = type === 'season' ? index.filesIn(ratingKey) : index.filesOf(ratingKey);
  const show = file?.grandparentRatingKey;
  return show ? index.title(show) : undefined;
}

/** Whether another library has the same film or show: kept there in 4K, in another language. */
export function hasTwin(title: LibraryTitle, index: LibraryIndex): boolean {
  return titleKeys(title.title).some((key) =>
    index
      .titled(key)
      .some(
        ({ type, year, sectionKey }) =>
          type === title.type && year === title.year && sectionKey !== title.sectionKey,
      ),
  );
}
