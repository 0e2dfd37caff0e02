import type { Browser, Page } from 'puppeteer-core';
import type { TorrentDaemon } from '../torrent-daemon.ts';

/** How a person uses a torrent page, and what of it a person sees: none of it is the code under test. */
export interface PageHands {
  /** Id in `lib/web-uis`. */
  readonly webUi: string;
  /** Opens the page, signed in as a person would, and resolves when its list is there. */
  open(browser: Browser, daemon: TorrentDaemon): Promise<Page>;
  /** Selects the rows of the list, and no others. */
  readonly row: string;
  /** Selects, inside a row, what shows the torrent's name. */
  readonly name: string;
  /** Selects the element that scrolls the list. */
  readonly scroller: string;
  /** Sorts by name; done twice, the other way round. */
  sortByName(page: Page): Promise<void>;
  /** Shows only torrents with this text in their name; an empty text shows all again. Not every page can. */
  filter?(page: Page, text: string): Promise<void>;
  /** Other ways in which the page can show its list; each is tried, the last is left. */
  readonly looks?: Readonly<Record<string, (page: Page) => Promise<void>>>;
}
