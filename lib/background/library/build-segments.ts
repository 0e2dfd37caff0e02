import type { TitleEntry } from '../../domain/library-entry.ts';
import type { Segment } from '../../matching/segment.ts';
import { SegmentBuilder } from '../../matching/segment-builder.ts';
import type { StoredPage } from '../../ports/library-store.ts';
import type { ListedKind } from '../../ports/plex-server.ts';
import type { Slices } from './slices.ts';

/** A page, and the list it is of. */
export interface PageOfList {
  readonly sectionKey: string;
  readonly kind: ListedKind;
  readonly page: StoredPage;
}

/**
 * Libraries that share a segment, from the pages of all of them. Pages overlap, and lists may have moved while they
 * were read: each item counts once, as it was told first. What episodes and tracks tell of titles counts only where
 * the title's own list has none.
 *
 * @returns A segment for each group, in their order.
 */
export async function buildSegments(
  groups: readonly (readonly string[])[],
  pages: AsyncIterable<PageOfList>,
  slices: Slices,
): Promise<readonly Segment[]> {
  const builders = groups.map(() => new SegmentBuilder());
  const builderOf = new Map(groups.flatMap((group, at) => group.map((key) => [key, builders[at]] as const)));
  const [titles, files] = [new Set<string>(), new Set<string>()];
  const told = new Map<string, TitleEntry>();
  const unseen =
    (seen: Set<string>) =>
    ({ ratingKey }: { readonly ratingKey: string }): boolean =>
      seen.size < seen.add(ratingKey).size;
  for await (const { sectionKey, kind, page } of pages) {
    const builder = builderOf.get(sectionKey);
    if (!builder) continue;
    if (isTitleList(kind)) builder.addTitles(page.titles.filter(unseen(titles)));
    else for (const title of page.titles) if (!told.has(title.ratingKey)) told.set(title.ratingKey, title);
    await slices.restIfDue();
    builder.addFiles(page.files.filter(unseen(files)));
    await slices.restIfDue();
  }
  for (const title of told.values()) {
    if (!titles.has(title.ratingKey)) builderOf.get(title.sectionKey)?.addTitles([title]);
  }
  const segments: Segment[] = [];
  for (const builder of builders) segments.push(await slices.finish(builder.finish()));
  return segments;
}

/** Whether a list tells its own titles; episodes and tracks tell those of what they belong to, and only by name. */
export const isTitleList = (kind: ListedKind): boolean => kind !== 'episode' && kind !== 'track';
