import type { Page } from 'puppeteer-core';
import type { DownloadStage } from '../../lib/domain/download.ts';
import { type ChromeBrowser, launchChrome } from './browser.ts';
import { openTorrentPage } from './torrent-page.ts';
import { setUp, startWorld, type World } from './world.ts';

/** A download as it stands in the store of the extension. */
export interface StoredDownload {
  readonly name: string;
  readonly stage: DownloadStage;
  readonly sends: number;
  readonly problem: { readonly code: string; readonly retryAtMs: number | null } | null;
}

/** Chromium with the extension set up, the torrent page in front: for tests that end its worker. */
export interface WatchedWorld {
  readonly world: World;
  readonly extension: ChromeBrowser;
  /** qBittorrent's page, which is looked at. */
  readonly page: Page;
  /** What has been written down, read past the worker. */
  stored(): Promise<readonly StoredDownload[]>;
  stop(): Promise<void>;
}

export async function startWatchedWorld(): Promise<WatchedWorld> {
  const [world, extension] = await Promise.all([startWorld(), launchChrome()]);
  const page = await openTorrentPage(extension.browser, world.swarm.client);
  await setUp(extension, world);
  const own = await extension.openOwnPage('options.html');
  await page.bringToFront();
  return {
    world,
    extension,
    page,
    stored: () => storedDownloads(own),
    async stop() {
      await extension.close();
      await world.stop();
    },
  };
}

interface StorageApi {
  readonly chrome: {
    readonly storage: { readonly local: { get(keys: null): Promise<Record<string, StoredDownload>> } };
  };
}

const storedDownloads = (own: Page): Promise<readonly StoredDownload[]> =>
  own.evaluate(async () => {
    const all = await (globalThis as unknown as StorageApi).chrome.storage.local.get(null);
    return Object.entries(all)
      .filter(([key]) => key.startsWith('download:'))
      .map(([, value]) => value);
  });
