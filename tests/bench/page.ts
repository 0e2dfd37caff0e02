import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { badgeTag } from '../../lib/content/badge-style.ts';
import type { BadgeView } from '../../lib/domain/badge.ts';
import { builds, launchChrome } from '../rig/browser.ts';
import { type BusyProxy, startBusyProxy } from '../rig/busy-proxy.ts';
import { addManyTorrents } from '../rig/many-torrents.ts';
import { makePageExtension, runInPages } from '../rig/page-extension.ts';
import { type Qbittorrent, startQbittorrent } from '../rig/qbittorrent.ts';
import type { Figure } from './figure.ts';
import { type Cost, cost, settled } from './page-cost.ts';
import { boxes, list, maxDifference, noteFirsts, ourElements, scrollThrough } from './page-dom.ts';

export interface PageBenchOptions {
  /** Numbers of torrents, each in a qBittorrent of its own. */
  readonly sizes?: readonly number[];
  /** How long each state of a page is watched. */
  readonly watchMs?: number;
  readonly build?: string;
}

const rounds = 3;
/** The page asks for news every 1.5 s. */
const refreshMs = 2_000;

const href =
  'https://app.plex.tv/desktop/#!/server/0123456789abcdef0123456789abcdef01234567/details?key=%2Flibrary%2Fmetadata%2F1';
const views: readonly BadgeView[] = [
  { state: 'available', href, found: 1, expected: 1 },
  { state: 'available', href, found: 18, expected: 22 },
  { state: 'working', stage: 'verifying' },
  { state: 'attention', code: 'UNMAPPED' },
  { state: 'absent' },
];

/**
 * What our script costs qBittorrent's real page, with and without it in one run: all figures that matter are ratios
 * or counts, since milliseconds belong to the machine.
 */
export async function benchPage(options: PageBenchOptions = {}): Promise<Figure[]> {
  const { sizes = [1_000, 10_000], build = join(builds, 'chrome-mv3') } = options;
  const figures: Figure[] = [];
  for (const size of sizes) {
    const daemon = await startQbittorrent();
    try {
      const hashes = await addManyTorrents(daemon, size);
      figures.push(...(await benchOne(daemon, hashes, build, options.watchMs ?? 6_000)));
    } finally {
      await daemon.stop();
    }
  }
  return figures;
}

/** One page of the two, with a session of its own: two pages that share one make each other reload the whole list. */
interface Watched {
  readonly page: Page;
  readonly proxy: BusyProxy;
  readonly costs: Record<'idle' | 'busy' | 'scroll', Cost[]>;
}

async function benchOne(
  daemon: Qbittorrent,
  hashes: readonly string[],
  build: string,
  watchMs: number,
): Promise<Figure[]> {
  const extension = makePageExtension(build, views);
  const chrome = await launchChrome({ build: extension.folder });
  const [plain, ours] = await Promise.all([startProxy(daemon, hashes), startProxy(daemon, hashes)]);
  await runInPages(await chrome.worker(), `${ours.url}*`);
  const open = async (proxy: BusyProxy): Promise<Watched> => {
    const page = await chrome.browser.newPage();
    await page.evaluateOnNewDocument(noteFirsts, list, badgeTag);
    await page.goto(proxy.url);
    await page.waitForSelector(proxy === ours ? badgeTag : `${list} tbody tr`, { timeout: 300_000 });
    await settled(page);
    return { page, proxy, costs: { idle: [], busy: [], scroll: [] } };
  };
  try {
    const bare = await open(plain);
    const dressed = await open(ours);
    for (let round = 0; round < rounds; round++) {
      for (const watched of [bare, dressed]) await watch(watched, hashes.length, watchMs);
    }
    return await figuresOf(bare, dressed, hashes.length, watchMs);
  } finally {
    await chrome.close();
    for (const proxy of [plain, ours]) await proxy.close();
    extension.remove();
  }
}

const startProxy = async (daemon: Qbittorrent, hashes: readonly string[]): Promise<BusyProxy> =>
  startBusyProxy(daemon.url, await daemon.api.login(), hashes);

async function figuresOf(bare: Watched, dressed: Watched, size: number, watchMs: number): Promise<Figure[]> {
  const figure = (name: string, value: number, unit: string, limit: number): Figure => ({
    name: `${size} torrents: ${name}`,
    value,
    unit,
    limit,
  });
  const all = (watched: Watched, state: keyof Watched['costs']): number =>
    median(watched.costs[state].map((cost) => cost.all));
  const share = (state: keyof Watched['costs']): number =>
    median(dressed.costs[state].map((cost) => cost.ours / cost.all));
  const firsts = await dressed.page.evaluate(() => globalThis.marqueeFirsts);
  const { idle, busy, scroll } = dressed.costs;
  const ourIdle = median(idle.map((cost) => cost.ours)) / (watchMs / 1_000);
  // one frame of 10,000 rows takes qBittorrent 4.5 half a second by itself
  const waited = (firsts?.badge ?? Number.NaN) - (firsts?.row ?? 0);
  const longest = Math.max(...[...busy, ...scroll].map((cost) => cost.longest));
  await bare.page.bringToFront();
  const before = await boxes(bare.page);
  await dressed.page.bringToFront();
  return [
    figure('our functions, share of the main thread, busy', 100 * share('busy'), '%', 2),
    figure('our functions, share of the main thread, scrolling', 100 * share('scroll'), '%', 5),
    figure('our functions, idle', ourIdle, 'ms/s', 0.1),
    figure('our longest function', longest, 'ms', 50),
    figure('whole main thread with us ÷ without, busy', all(dressed, 'busy') / all(bare, 'busy'), '×', 1.5),
    figure('… scrolling', all(dressed, 'scroll') / all(bare, 'scroll'), '×', 1.5),
    figure('our elements', await ourElements(dressed.page), '', 60),
    figure('from painted rows to painted badges', waited, 'ms', size > 1_000 ? 1_500 : 300),
    figure('rows and cells moved by', maxDifference(before, await boxes(dressed.page)), 'px', 1),
  ];
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** A page that nothing happens in, one whose torrents change, and one that is scrolled. */
async function watch({ page, proxy, costs }: Watched, size: number, watchMs: number): Promise<void> {
  await page.bringToFront();
  await sleep(refreshMs);
  costs.idle.push(await cost(page, () => sleep(watchMs)));
  proxy.changing = Math.min(300, Math.ceil(size / 10));
  await sleep(refreshMs);
  costs.busy.push(await cost(page, () => sleep(watchMs)));
  proxy.changing = 0;
  await sleep(refreshMs);
  costs.scroll.push(await cost(page, () => page.evaluate(scrollThrough, list)));
}

if (import.meta.main) {
  const sizes = process.argv.slice(2).map(Number);
  for (const { name, value, unit, limit } of await benchPage(sizes.length > 0 ? { sizes } : {})) {
    console.log(`${name}: ${value.toFixed(3)} ${unit} of at most ${limit} ${unit}`);
  }
}
