import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page, Protocol } from 'puppeteer-core';
import { badgeTag } from '../../lib/content/badge-style.ts';
import type { BadgeView } from '../../lib/domain/badge.ts';
import { launchChrome } from '../rig/browser.ts';
import { type Qbittorrent, startQbittorrent } from '../rig/qbittorrent.ts';
import { makeTorrentOf } from '../rig/torrent-file.ts';
import { type BusyProxy, startBusyProxy } from './busy-proxy.ts';
import { makePageExtension } from './page-extension.ts';

/** One figure of a benchmark, with the most it may be. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'share' | 'ms' | 'nodes' | 'px' | 'ms/s';
  readonly atMost: number | null;
}

export interface PageBenchOptions {
  /** Numbers of torrents, each in a qBittorrent of its own. */
  readonly sizes?: readonly number[];
  /** How long each state of a page is watched. */
  readonly watchMs?: number;
  readonly build?: string;
}

const root = new URL('../../', import.meta.url).pathname;
const list = '#torrentsTableDiv';
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
export async function benchPage(options: PageBenchOptions = {}): Promise<readonly Figure[]> {
  const { sizes = [1_000, 10_000], build = join(root, '.output/chrome-mv3') } = options;
  const figures: Figure[] = [];
  for (const size of sizes) {
    const daemon = await startQbittorrent();
    try {
      const hashes = await fill(daemon, size);
      figures.push(...(await benchOne(daemon, hashes, build, options.watchMs ?? 6_000)));
    } finally {
      await daemon.stop();
    }
  }
  return figures;
}

/** Complete torrents of 64 bytes. */
async function fill(daemon: Qbittorrent, size: number): Promise<readonly string[]> {
  mkdirSync(daemon.downloadsDir, { recursive: true });
  const made = Array.from({ length: size }, (_, at) => {
    const name = `Show.${at >> 4}.S01E${`${at % 16}`.padStart(2, '0')}.Number.${at}.1080p.WEB.h264-GROUP.mkv`;
    const data = createHash('sha512').update(name).digest();
    writeFileSync(join(daemon.downloadsDir, name), data);
    return makeTorrentOf(data, { name });
  });
  for (let at = 0; at < size; at += 200) {
    const some = made.slice(at, at + 200).map(({ torrent }) => torrent);
    await daemon.api.addTorrent(some, { savepath: daemon.downloadsDir, skipChecking: true });
  }
  while ((await daemon.api.info()).length < size) await sleep(200);
  return made.map(({ infoHash }) => infoHash);
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
): Promise<readonly Figure[]> {
  const extension = makePageExtension(build, views);
  const chrome = await launchChrome({ build: extension.folder });
  const proxies: BusyProxy[] = [];
  const open = async (withScript: boolean): Promise<Watched> => {
    const proxy = await startBusyProxy(daemon.url, await daemon.api.login(), hashes);
    proxies.push(proxy);
    if (withScript) await (await chrome.worker()).evaluate(registerScript, `${proxy.url}*`);
    const page = await chrome.browser.newPage();
    await page.evaluateOnNewDocument(noteFirsts, list, badgeTag);
    await page.goto(proxy.url);
    await page.waitForSelector(withScript ? badgeTag : `${list} tbody tr`, { timeout: 300_000 });
    await settled(page);
    return { page, proxy, costs: { idle: [], busy: [], scroll: [] } };
  };
  try {
    const bare = await open(false);
    const dressed = await open(true);
    for (let round = 0; round < rounds; round++) {
      for (const watched of [bare, dressed]) await watch(watched, hashes.length, watchMs);
    }
    return await figuresOf(bare, dressed, hashes.length, watchMs);
  } finally {
    await chrome.close();
    for (const proxy of proxies) await proxy.close();
    extension.remove();
  }
}

async function figuresOf(
  bare: Watched,
  dressed: Watched,
  size: number,
  watchMs: number,
): Promise<readonly Figure[]> {
  const figure = (name: string, value: number, unit: Figure['unit'], atMost: number | null): Figure => ({
    name: `${size} torrents: ${name}`,
    value,
    unit,
    atMost,
  });
  const all = (watched: Watched, state: keyof Watched['costs']): number =>
    median(watched.costs[state].map((cost) => cost.all));
  const share = (state: keyof Watched['costs']): number =>
    median(dressed.costs[state].map((cost) => cost.ours / cost.all));
  const firsts = await dressed.page.evaluate(() => globalThis.marqueeFirsts);
  const { idle, busy, scroll } = dressed.costs;
  const ourIdle = median(idle.map((cost) => cost.ours)) / (watchMs / 1_000);
  const longest = Math.max(...[...busy, ...scroll].map((cost) => cost.longest));
  await bare.page.bringToFront();
  const before = await boxes(bare.page);
  await dressed.page.bringToFront();
  return [
    figure('our share of the main thread, busy', share('busy'), 'share', 0.02),
    figure('our time per second, idle', ourIdle, 'ms/s', 0.1),
    figure('page with us ÷ without, busy', all(dressed, 'busy') / all(bare, 'busy'), 'share', null),
    figure('our share of the main thread, scrolling', share('scroll'), 'share', 0.05),
    figure('page with us ÷ without, scrolling', all(dressed, 'scroll') / all(bare, 'scroll'), 'share', null),
    figure('our longest task', longest, 'ms', 50),
    figure('our elements', await ourElements(dressed.page), 'nodes', 60),
    figure('from rows to badges', (firsts?.badge ?? Number.NaN) - (firsts?.row ?? 0), 'ms', 300),
    figure('rows and cells moved by', maxDifference(before, await boxes(dressed.page)), 'px', 0),
  ];
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

interface ScriptingApi {
  readonly scripting: { registerContentScripts(scripts: readonly object[]): Promise<void> };
}

/** Runs in the worker. */
async function registerScript(match: string): Promise<void> {
  const { scripting } = (globalThis as unknown as { chrome: ScriptingApi }).chrome;
  await scripting.registerContentScripts([{ id: 'page', matches: [match], js: ['torrent-page.js'] }]);
}

declare global {
  var marqueeFirsts: { row?: number; badge?: number } | undefined;
}

/** Runs in the page: when had the first row, and when the first badge, been painted? */
function noteFirsts(selector: string, tag: string): void {
  const firsts: { row?: number; badge?: number } = {};
  globalThis.marqueeFirsts = firsts;
  const look = (): void => {
    const row = document.querySelector(`${selector} tbody tr`);
    const badge = document.querySelector(tag);
    setTimeout(() => {
      if (row) firsts.row ??= performance.now();
      if (badge) firsts.badge ??= performance.now();
    });
    if (!badge && performance.now() - (firsts.row ?? performance.now()) < 5_000) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Waits until the page has had nothing to do for a while. */
async function settled(page: Page): Promise<void> {
  const session = await page.createCDPSession();
  await session.send('Performance.enable');
  for (let quiet = 0; quiet < 3; ) {
    const before = await taskMs(session);
    await sleep(1_500);
    quiet = (await taskMs(session)) - before < 300 ? quiet + 1 : 0;
  }
  await session.detach();
}

async function taskMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
}

/** Main-thread milliseconds: everything, what our script's functions took, and the longest of those. */
interface Cost {
  readonly all: number;
  readonly ours: number;
  readonly longest: number;
}

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

/** Runs in the page: a hundred frames of a finger on the wheel, and back. */
async function scrollThrough(selector: string): Promise<void> {
  const scroller = document.querySelector(selector);
  for (let frame = 0; scroller && frame < 100; frame++) {
    scroller.scrollTop += frame < 50 ? 37 : -37;
    await new Promise(requestAnimationFrame);
  }
}

interface TraceEvent {
  readonly name: string;
  readonly dur?: number;
  readonly args?: { readonly data?: { readonly url?: string } };
}

async function cost(page: Page, action: () => Promise<unknown>): Promise<Cost> {
  const session = await page.createCDPSession();
  await session.send('Performance.enable');
  await page.tracing.start({ categories: ['-*', 'devtools.timeline'] });
  const before = await taskMs(session);
  await action();
  const all = (await taskMs(session)) - before;
  const trace = await page.tracing.stop();
  await session.detach();
  const { traceEvents } = JSON.parse(Buffer.from(trace ?? []).toString('utf8')) as {
    traceEvents: readonly TraceEvent[];
  };
  const ours = traceEvents
    .filter(({ name, args }) => name === 'FunctionCall' && args?.data?.url?.endsWith('/torrent-page.js'))
    .map(({ dur = 0 }) => dur / 1000);
  return { all, ours: ours.reduce((sum, ms) => sum + ms, 0), longest: Math.max(0, ...ours) };
}

/** Where the first rows and their cells are. */
const boxes = (page: Page): Promise<readonly (readonly number[])[]> =>
  page.$$eval(`${list} tbody tr`, (rows) =>
    rows.slice(0, 30).flatMap((row) =>
      [row, ...row.children].map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return [x, y, width, height];
      }),
    ),
  );

function maxDifference(
  before: readonly (readonly number[])[],
  after: readonly (readonly number[])[],
): number {
  const differences = before.flatMap((box, at) =>
    box.map((value, side) => Math.abs(value - (after[at]?.[side] ?? Number.NaN))),
  );
  return Math.max(...differences);
}

/** Elements: our hosts and all that is in their shadow trees. */
async function ourElements(page: Page): Promise<number> {
  const session = await page.createCDPSession();
  const { root: document } = await session.send('DOM.getDocument', { depth: 0 });
  const { nodeIds } = await session.send('DOM.querySelectorAll', {
    nodeId: document.nodeId,
    selector: badgeTag,
  });
  let elements = 0;
  for (const nodeId of nodeIds) {
    const { node } = await session.send('DOM.describeNode', { nodeId, depth: -1, pierce: true });
    elements += elementsIn(node);
  }
  await session.detach();
  return elements;
}

const elementsIn = (node: Protocol.DOM.Node): number =>
  [...(node.children ?? []), ...(node.shadowRoots ?? [])].reduce(
    (sum, inside) => sum + elementsIn(inside),
    node.nodeType === 1 ? 1 : 0,
  );

if (import.meta.main) {
  const sizes = process.argv.slice(2).map(Number);
  for (const { name, value, unit, atMost } of await benchPage(sizes.length > 0 ? { sizes } : {})) {
    const verdict =
      atMost === null ? '' : value <= atMost ? `  ok, at most ${atMost}` : `  TOO MUCH, at most ${atMost}`;
    console.log(`${name}: ${value.toFixed(3)} ${unit}${verdict}`);
  }
}
