import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import type { Download } from '../../lib/domain/download.ts';
import { storedSettings } from '../../lib/settings/stored-settings.ts';
import { standardSettings } from '../fakes/background.ts';
import { downloadOf } from '../fakes/download.ts';
import { type ChromeBrowser, launchChrome } from '../rig/browser.ts';
import { makeToldExtension, type Told } from '../rig/told-extension.ts';

const build = makeToldExtension();
const attic = '57a9d19c0ffee57a9d19c0ffee57a9d19c0ffee0';
let extension: ChromeBrowser;

beforeEach(async () => {
  extension = await launchChrome({ build: build.path });
});

afterEach(() => extension?.close());
afterAll(() => build.remove());

interface Api {
  readonly storage: { readonly local: { set(values: object): Promise<void> } };
  readonly notifications: {
    getAll(): Promise<Readonly<Record<string, boolean>>>;
    readonly onClicked: { dispatch(id: string): void };
  };
}
type Scope = { readonly chrome: Api; readonly told: readonly Told[] };

/** The worker dies, this happens in the store, and the next worker finds it. */
async function happen(downloads: readonly Download[], told: object): Promise<void> {
  const page = await extension.openOwnPage('options.html#about');
  await extension.killWorker();
  const stored = Object.fromEntries(downloads.map((one) => [`download:${one.id}`, one]));
  await page.evaluate((values) => (globalThis as unknown as Scope).chrome.storage.local.set(values), {
    ...stored,
    settings: storedSettings({ ...standardSettings, notifications: { ready: true, attention: true } }),
    toldNews: told,
  });
  await page.close();
  await extension.ask('settings.read', {}); // wakes it
}

/** What the browser was asked to show since this worker began, and what of it stands on the screen. */
async function shown(): Promise<{ told: readonly Told[]; standing: readonly string[] }> {
  const worker = await extension.worker();
  return worker.evaluate(async () => {
    const { chrome, told } = globalThis as unknown as Scope;
    return { told, standing: Object.keys(await chrome.notifications.getAll()).sort() };
  });
}

const arrived = (
  number: number,
  about: Partial<Download> & { readonly title: string; readonly type: 'movie' | 'episode' },
) => {
  const { title, type, ...rest } = about;
  const target = {
    machineIdentifier: attic,
    sectionKey: type === 'movie' ? '1' : '2',
    ratingKey: `${number}`,
  };
  return downloadOf(number, {
    ...rest,
    stage: 'available',
    stageSinceMs: Date.now() - 30_000,
    target: { ...target, type, title, found: 1, expected: 1 },
  });
};

it('tells a film by its title and episodes of one show together, and a click opens that item', async () => {
  await happen(
    [
      arrived(1, { name: 'Nosferatu.1922.2160p', title: 'Nosferatu', type: 'movie' }),
      ...[2, 3, 4].map((number) =>
        arrived(number, {
          name: `The.Phantom.Empire.S01E0${number}.1080p.WEB`,
          title: `Chapter ${number}`,
          type: 'episode',
        }),
      ),
    ],
    { arrivedUntilMs: Date.now() - 60_000, problems: [] },
  );
  await expect.poll(async () => (await shown()).told.length, { timeout: 30_000 }).toBe(2);
  const { told, standing } = await shown();
  expect(told.map(({ title }) => title)).toEqual(['Now in Plex', 'Now in Plex']);
  expect(told.map(({ message }) => message).sort()).toEqual(['Nosferatu', 'The Phantom Empire – 3 parts']);
  expect(standing).toEqual(told.map(({ id }) => id).sort());
  for (const { iconUrl } of told) {
    const page = await extension.openOwnPage('options.html#about');
    expect(await page.evaluate((url) => fetch(url).then(({ ok }) => ok), iconUrl)).toBe(true);
    await page.close();
  }

  await extension.ask('scan.now', {}); // looks for news again
  expect((await shown()).told).toHaveLength(2);

  const film = `item:${attic}:1`;
  expect(standing).toContain(film);
  const opened = extension.browser.waitForTarget((one) => one.url().startsWith('https://app.plex.tv/'));
  const worker = await extension.worker();
  await worker.evaluate(
    (id) => (globalThis as unknown as Scope).chrome.notifications.onClicked.dispatch(id),
    film,
  );
  const url = decodeURIComponent((await opened).url());
  expect(url).toContain(`/server/${attic}/details`);
  expect(url).toContain('/library/metadata/1');
  await expect.poll(async () => (await shown()).standing, { timeout: 10_000 }).not.toContain(film);
});

it('tells a burst of many at once, and what is stuck only when it has been for a while', async () => {
  const many = [11, 12, 13, 14, 15].map((number) =>
    arrived(number, { name: `Film.${number}.1925`, title: `Film ${number}`, type: 'movie' }),
  );
  const stuckFor = (number: number, minutes: number): Download =>
    downloadOf(number, {
      name: `Stuck ${number}`,
      stage: 'ready',
      nextAtMs: Number.MAX_SAFE_INTEGER,
      problem: { code: 'NOTHING_PLAYABLE', sinceMs: Date.now() - minutes * 60_000, retryAtMs: null },
    });
  await happen([...many, stuckFor(21, 20), stuckFor(22, 1)], {
    arrivedUntilMs: Date.now() - 60_000,
    problems: [],
  });
  const titles = async () => (await shown()).told.map(({ id, title }) => [id, title]).sort();
  await expect.poll(titles, { timeout: 30_000 }).toEqual([
    ['activity:attention', '1 download needs a look'],
    ['activity:many', '5 new in Plex'],
  ]);
  const { told } = await shown();
  expect(told.find(({ id }) => id === 'activity:attention')?.message).toBe('Stuck 21');
  const worker = await extension.worker();
  await worker.evaluate(() =>
    (globalThis as unknown as Scope).chrome.notifications.onClicked.dispatch('activity:many'),
  );
  await extension.browser.waitForTarget((one) => one.url().endsWith('/options.html#activity'));
});
