import type { LibrarySection } from '../../domain/library-section.ts';

/** Segments that an index of libraries as they were read has at most; one more is for the news. */
export const mostGroups = 6;

/**
 * Libraries that share a segment and are read anew together: large ones have one of their own, so that a film that was
 * deleted does not mean that all episodes are read again; what is left shares the last.
 */
export function groupsOf(
  sections: readonly LibrarySection[],
  sizeOf: (section: LibrarySection) => number,
): readonly (readonly string[])[] {
  const bySize = sections.toSorted((a, b) => sizeOf(b) - sizeOf(a)).map(({ key }) => key);
  const own = bySize.slice(0, bySize.length > mostGroups ? mostGroups - 1 : mostGroups).map((key) => [key]);
  const rest = bySize.slice(own.length);
  return rest.length > 0 ? [...own, rest] : own;
}
