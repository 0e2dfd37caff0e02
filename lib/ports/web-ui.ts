import type { InfoHash } from '../domain/info-hash.ts';

/**
 * A torrent web page: how to recognise it and find its rows. Only reads the page. Everything runs in the content
 * script's isolated world and touches no more than visible rows.
 */
export interface WebUi<Id extends string = string> {
  readonly id: Id;
  /** Id of the torrent client whose API this page is in front of. */
  readonly client: string;
  /**
   * Is this that page, with its list in place? Cheap, no request. Looks at what no other page has (names of ids and
   * classes, a `meta` of its own), not at the title alone, which some pages let the person change.
   */
  matches(document: Document): boolean;
  /** The element to observe for rows that come, go and are reused. */
  list(document: Document): Element | null;
  /** The element that scrolls the list; `null`: the window does. */
  scroller(document: Document): Element | null;
  /** The rows now in the list, from top to bottom; a static array, never a live collection. */
  rows(list: Element): readonly Element[];
  /**
   * The torrent of a row, from what any script can see. Read anew each time: rows are reused for other torrents.
   * `undefined` where the page keeps it to its own scripts: with `hasReader` they are asked.
   */
  infoHashOf(row: Element): InfoHash | undefined;
  /** This page has a reader of the same id in `lib/page-readers`. */
  readonly hasReader: boolean;
  /** The element that the badge is laid over: shows the name, and may be given a last child. */
  nameCell(row: Element): Element | null;
  /**
   * The badge lies over the end of a long name, and makes no room for itself: room would widen the name's column,
   * whose width this page keeps in other places too.
   */
  readonly badgeLapsOver?: true;
  /** Selects the child of the name cell that holds the text, where that is a block: a long text is cut in there. */
  readonly nameBlock?: string;
  /** Attributes whose change means that a row is now another torrent's. */
  readonly rowIdentityAttributes: readonly string[];
  /**
   * What the page rewrites while a row stays: the content of the name cell, or anything in the row, the cell itself
   * and the torrent that the row is for included.
   */
  readonly rewrites: 'cell' | 'row';
}

/** The torrent of a row as the page's own scripts know it. Comes from the page's world: nothing in it is believed. */
export type RowTorrent =
  | { readonly hash: string }
  /** `addedAt` in seconds since 1970, as the client gave it; `null` where the page keeps it to itself. */
  | { readonly sessionId: number; readonly name: string; readonly addedAt: number | null };

/**
 * The part of a web UI that runs in the page's own world, for pages that keep a row's torrent in script objects. Reads
 * and changes nothing, keeps nothing, and must not throw for whatever it finds.
 */
export interface PageReader<Id extends string = string> {
  /** Id of the web UI. */
  readonly id: Id;
  read(row: Element): RowTorrent | undefined;
}
