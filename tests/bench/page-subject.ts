import type { Page } from 'puppeteer-core';
import type { MakeBusy } from '../rig/busy-proxy.ts';
import type { PageHands } from '../rig/pages/page-hands.ts';
import type { TorrentDaemon } from '../rig/torrent-daemon.ts';

/** A page whose cost is measured. */
export interface PageSubject {
  readonly hands: PageHands;
  readonly startClient: () => Promise<TorrentDaemon>;
  /** Headers that sign in, for the proxy in front of it. */
  headers(daemon: TorrentDaemon): Promise<Readonly<Record<string, string>>>;
  /** Path of the page below the origin. */
  readonly path: string;
  /** Without it the page is not watched while it is busy. */
  readonly makeBusy?: (hashes: readonly string[]) => MakeBusy;
  /** How often the page asks for news, in milliseconds. */
  readonly refreshMs: number;
  /** What is still to be done when the page has come up: a dialog to close. */
  ready?(page: Page, daemon: TorrentDaemon): Promise<void>;
}
