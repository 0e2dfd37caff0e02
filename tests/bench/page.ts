import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { badgeTag } from '../../lib/content/badge-style.ts';
import type { BadgeView } from '../../lib/domain/badge.ts';
import { builds, launchChrome } from '../rig/browser.ts';
import { type BusyProxy, startBusyProxy } from '../rig/busy-proxy.ts';
import { addManyTorrents } from '../rig/many-torrents.ts';
import { makePageExtension, runInPages } from '../rig/page-extension.ts';
import type { Figure } from './figure.ts';
import { type Cost, cost, settled } from './page-cost.ts';
import {
  boxes,
  heapMb,
  maxDifference,
  noteFirsts,
  ourElements,
  scrollThrough,
  typingMs,
} from './page-dom.ts';
import type { PageSubject } from './page-subject.ts';

export interface PageBenchOptions {
  /** Numbers of torrents, each in a client of its own. */
  readonly sizes?: readonly number[];
  /** How long each state of a page is watched. */
  readonly watchMs?: number;
}

const rounds = 3;

const href =
  'https://app.plex.tv/desktop/#!/server/0123456789abcdef0123456789abcdef01234567/details?key=%2Flibrary%2Fmetadata%2F1';
const views: readonly BadgeView[] = [
  { state: 'available', href, found: 1, expected: 1, evidence: ['same-file'], library: null },
  { state: 'available', href, found: 18, expected: 22, evidence: ['same-file'], library: null },
  { state: 'working', stage: 'verifying' },
  { state: 'attention', code: 'UNMAPPED' },
  { state: 'absent' },
];

/**
 * What our script costs a real page, with and without it in one run: all figures that matter are ratios or counts,
 * since milliseconds belong to the machine.
 */
export async function benchPage(subject: PageSubject, options: PageBenchOptions = {}): Promise<Figure[]> {
  const { sizes = [1_000], watchMs = 6_000 } = options;
  const figures: Figure[] = [];
  for (const size of sizes) {
    const client = await subject.start();
    try {
      const hashes = await addManyTorrents(client.daemon, size);
      figures.push(...(await benchOne(subject, client, hashes, watchMs)));
    } finally {
      await client.daemon.stop();
    }
  }
  return figures;
}

type State = 'idle' | 'busy' | 'scroll';

/** One page of the two, with a session of its own: two pages that share one make each other reload the whole list. */
interface Watched {
  readonly page: Page;
  readonly proxy: BusyProxy;
  readonly costs: Record<State, Cost[]>;
}

async function benchOne(
  subject: PageSubject,
  { daemon, headers }: Awaited<ReturnType<PageSubject['start']>>,
  hashes: readonly string[],
  watchMs: number,
): Promise<Figure[]> {
  const { hands } = subject;
  const extension = makePageExtension(join(builds, 'chrome-mv3'), views);
  const chrome = await launchChrome({ build: extension.folder });
  const startProxy = async (): Promise<BusyProxy> =>
    startBusyProxy({
      target: new URL('/', daemon.url).href,
      headers: await headers(),
      makeBusy: subject.makeBusy?.(hashes) ?? ((_path, body) => body),
    });
  const [plain, ours] = [await startProxy(), await startProxy()];
  await runInPages(await chrome.worker(), `${ours.url}*`);
  const open = async (proxy: BusyProxy): Promise<Watched> => {
    const page = await chrome.browser.newPage();
    await page.evaluateOnNewDocument(noteFirsts, hands.row, badgeTag);
    await page.goto(new URL(new URL(daemon.url).pathname, proxy.url).href);
    await page.waitForSelector(proxy === ours ? badgeTag : hands.row, { timeout: 300_000 });
    await settled(page);
    return { page, proxy, costs: { idle: [], busy: [], scroll: [] } };
  };
  try {
    const bare = await open(plain);
    const dressed = await open(ours);
    for (let round = 0; round < rounds; round++) {
      for (const watched of [bare, dressed]) await watch(subject, watched, hashes.length, watchMs);
    }
    return await figuresOf(subject, bare, dressed, hashes.length, watchMs);
  } finally {
    await chrome.close();
    for (const proxy of [plain, ours]) await proxy.close();
    extension.remove();
  }
}

async function figuresOf(
  { hands }: PageSubject,
  bare: Watched,
  dressed: Watched,
  size: number,
  watchMs: number,
): Promise<Figure[]> {
  const figure = (name: string, value: number, unit: string, limit: number): Figure => ({
    name: `${hands.webUi}, ${size} torrents: ${name}`,
    value,
    unit,
    limit,
  });
  const all = (watched: Watched, state: State): number => median(watched.costs[state].map((one) => one.all));
  const share = (state: State): number => median(dressed.costs[state].map((one) => one.ours / one.all));
  const ratio = (state: State): number => all(dressed, state) / all(bare, state);
  const { idle, busy, scroll } = dressed.costs;
  const ourIdle = median(idle.map((one) => one.ours)) / (watchMs / 1_000);
  const firsts = await dressed.page.evaluate(() => globalThis.marqueeFirsts);
  const shiftOf = async ({ page }: Watched): Promise<number> =>
    (await page.evaluate(() => globalThis.marqueeFirsts?.shift)) ?? Number.NaN;
  // one frame of 10,000 rows takes qBittorrent 4.5 half a second by itself
  const waited = (firsts?.badge ?? Number.NaN) - (firsts?.row ?? 0);
  const longest = Math.max(...[...busy, ...scroll].map((one) => one.longest));
  await bare.page.bringToFront();
  const [before, heapBefore, shiftBefore] = [
    await boxes(bare.page, hands),
    await heapMb(bare.page),
    await shiftOf(bare),
  ];
  await dressed.page.bringToFront();
  const moved = maxDifference(before, await boxes(dressed.page, hands));
  const [heap, shift] = [(await heapMb(dressed.page)) - heapBefore, (await shiftOf(dressed)) - shiftBefore];
  const elements = await ourElements(dressed.page);
  const typing = await typingRatio(bare.page, dressed.page, hands);
  return [
    ...(busy.length > 0
      ? [
          figure('our functions, share of the main thread, busy', 100 * share('busy'), '%', 2),
          figure('whole main thread with us ÷ without, busy', ratio('busy'), '×', 1.5),
        ]
      : []),
    figure('our functions, share of the main thread, scrolling', 100 * share('scroll'), '%', 5),
    figure('whole main thread with us ÷ without, scrolling', ratio('scroll'), '×', 1.5),
    figure('our functions, idle', ourIdle, 'ms/s', 0.1),
    figure('our longest function', longest, 'ms', 50),
    figure('our elements', elements, '', 60),
    figure('from painted rows to painted badges', waited, 'ms', size > 1_000 ? 1_500 : 300),
    figure('rows and cells moved by', moved, 'px', 1),
    figure('layout shift beyond the page’s own', Math.max(0, shift), '', 0.01),
    figure('heap beyond the page’s own', heap, 'MB', 3),
    ...(Number.isNaN(typing) ? [] : [figure('typing in the filter, with us ÷ without', typing, '×', 1.5)]),
  ];
}

/** In turns, since a machine has good and bad moments. */
async function typingRatio(bare: Page, dressed: Page, hands: PageSubject['hands']): Promise<number> {
  const times: Record<'bare' | 'dressed', number[]> = { bare: [], dressed: [] };
  for (let round = 0; round < rounds; round++) {
    for (const [name, page] of [['bare', bare] as const, ['dressed', dressed] as const]) {
      await page.bringToFront();
      times[name].push(...(await typingMs(page, hands)));
    }
  }
  return median(times.dressed) / median(times.bare);
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** A page that nothing happens in, one whose torrents change, and one that is scrolled. */
async function watch(
  { hands, makeBusy, refreshMs }: PageSubject,
  { page, proxy, costs }: Watched,
  size: number,
  watchMs: number,
): Promise<void> {
  const oneRefresh = (): Promise<void> => sleep(refreshMs + 500);
  await page.bringToFront();
  await oneRefresh();
  costs.idle.push(await cost(page, () => sleep(watchMs)));
  if (makeBusy) {
    proxy.changing = Math.min(300, Math.ceil(size / 10));
    await oneRefresh();
    costs.busy.push(await cost(page, () => sleep(watchMs)));
    proxy.changing = 0;
    await oneRefresh();
  }
  costs.scroll.push(await cost(page, () => page.evaluate(scrollThrough, hands.scroller)));
}
