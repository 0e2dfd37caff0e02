import type { InfoHash } from '../domain/info-hash.ts';

/**
 * A torrent web page: how to recognise it and find its rows. Only reads the page. Everything runs in the content
 * script's isolated world and touches no more than visible rows.
 */
export interface WebUi<Id extends string = string> {
  readonly id: Id;
  /** Id of the torrent client whose API this page is in front of. */
  readonly client: string;
  /** Is this that page, with its list in place? Cheap, no request. */
  matches(document: Document): boolean;
  /** The element to observe for rows that come, go and are reused. */
  list(document: Document): Element | null;
  /** The element that scrolls the list. */
  scroller(document: Document): Element | null;
  /** The rows now in the list, in order; a static array, never a live collection. */
  rows(list: Element): readonly Element[];
  /** Read anew each time: rows are reused for other torrents. */
  infoHashOf(row: Element): InfoHash | undefined;
  /** The cell that the badge is laid over. */
  nameCell(row: Element): Element | null;
  /** Attributes whose change means that a row is now another torrent's. */
  readonly rowIdentityAttributes: readonly string[];
}
