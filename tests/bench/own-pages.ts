import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settingsKey } from '../../lib/browser/settings-key.ts';
import type { Overview } from '../../lib/domain/overview.ts';
import { storedSettings } from '../../lib/settings/stored-settings.ts';
import { client, download, overview, server, settings } from '../components/support/samples.ts';
import { builds, type ChromeBrowser, launchChrome } from '../rig/browser.ts';
import type { Figure } from './figure.ts';

const rounds = 15;
const known = 10_000;
/** So many downloads an overview holds at most. */
const shown = 200;

/** What a page of ours is measured against: same browser, same moment, nothing in it. */
const emptyPage = '<!doctype html><meta charset="utf-8"><title>-</title><p>-</p>';

/** Milliseconds since the navigation began. */
interface Times {
  /** First contentful paint. */
  readonly paint: number;
  /** What there is to press is drawn, and a press would be answered at once. */
  readonly usable: number;
}

interface Subject {
  readonly path: string;
  /** Is there when the page can be used. */
  readonly ready: string;
}

const subjects = {
  empty: { path: 'empty.html', ready: 'p' },
  popup: { path: 'popup.html', ready: '#root footer button' },
  options: { path: 'options.html', ready: '#root main section' },
} as const satisfies Record<string, Subject>;
type Name = keyof typeof subjects;

/** Our own pages, over what somebody has after years of torrents. One after the other, so that all share the weather. */
export async function benchOwnPages(): Promise<readonly Figure[]> {
  const build = mkdtempSync(join(tmpdir(), 'marquee-bench-'));
  cpSync(join(builds, 'chrome-mv3'), build, { recursive: true });
  writeFileSync(join(build, 'empty.html'), emptyPage);
  const extension = await launchChrome({ build });
  try {
    await fillProfile(extension);
    const times: Record<Name, Times[]> = { empty: [], popup: [], options: [] };
    for (let round = 0; round <= rounds; round++) {
      for (const name of Object.keys(subjects) as Name[]) {
        const seen = await timesOf(extension, subjects[name]);
        if (round > 0) times[name].push(seen); // the first one fills the browser's caches
      }
    }
    return figuresOf(times);
  } finally {
    await extension.close();
    rmSync(build, { recursive: true, force: true });
  }
}

function figuresOf(times: Readonly<Record<Name, readonly Times[]>>): readonly Figure[] {
  const of = (name: Name, what: keyof Times): number => median(times[name].map((one) => one[what]));
  const figure = (name: Name, what: keyof Times, limit: number): Figure[] => [
    {
      name: `${name}: ${what} (median of ${rounds}, ${known} torrents)`,
      value: of(name, what),
      unit: 'ms',
      limit,
    },
    {
      name: `${name}: ${what}, times an empty page of the extension in the same run`,
      value: of(name, what) / of('empty', what),
      unit: '×',
      limit: limit / 40,
    },
  ];
  return [
    {
      name: `empty page of the extension: paint (median of ${rounds})`,
      value: of('empty', 'paint'),
      unit: 'ms',
      limit: 100,
    },
    ...figure('popup', 'paint', 100),
    ...figure('popup', 'usable', 250),
    ...figure('options', 'usable', 300),
  ];
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function timesOf(extension: ChromeBrowser, { path, ready }: Subject): Promise<Times> {
  const page = await extension.browser.newPage();
  try {
    await page.evaluateOnNewDocument(watchUntil, ready);
    await page.goto(extension.pageUrl(path));
    const isOver = (): boolean =>
      'usableAt' in globalThis && performance.getEntriesByName('first-contentful-paint').length > 0;
    await page.waitForFunction(isOver, { polling: 20, timeout: 20_000 });
    return await page.evaluate(() => ({
      paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
      usable: (globalThis as unknown as { usableAt: number }).usableAt,
    }));
  } finally {
    await page.close();
  }
}

/** Runs in the page before anything else: notes when the frame with this in it was drawn and the thread is free. */
function watchUntil(selector: string): void {
  const look = (): void => {
    if (!document.querySelector(selector)) return;
    observer.disconnect();
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        (globalThis as unknown as { usableAt: number }).usableAt = performance.now();
      };
      port2.postMessage(null);
    });
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { childList: true, subtree: true });
}

/** Puts into the extension's storage what years would leave there. */
async function fillProfile(extension: ChromeBrowser): Promise<void> {
  const stages = ['settling', 'ready', 'verifying', 'available'] as const;
  const full: Overview = {
    ...overview,
    downloads: Array.from({ length: shown }, (_, at) =>
      download(`qb:${at}`, { name: `A.Trip.to.the.Moon.1902.${at}`, stage: stages[at % 4] ?? 'ready' }),
    ),
  };
  const seen = Array.from(
    { length: known },
    (_, at) => `${at.toString(16).padStart(40, '0')}:${1_700_000_000 + at}`,
  );
  const { secrets: _, ...set } = settings;
  const stored = {
    [settingsKey]: storedSettings({ ...set, servers: [server], clients: [client] }),
    overview: full,
    [`seen:${client.id}`]: { baselineAtMs: 1, listedAllAtMs: 1, seen: seen.join(';') },
  };
  const page = await extension.openOwnPage('empty.html');
  await page.evaluate(
    (values) =>
      (globalThis as unknown as { chrome: { storage: { local: Storage } } }).chrome.storage.local.set(values),
    stored,
  );
  await page.close();
}

interface Storage {
  set(values: object): Promise<void>;
}
