import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChromeBrowser, launchChrome } from '../../rig/browser.ts';
import { downloadFilm } from '../../rig/download-film.ts';
import { type PlexTvFront, startPlexTvFront } from '../../rig/plex-tv-front.ts';
import { storedTexts } from '../../rig/stored-texts.ts';
import { openTorrentPage } from '../../rig/torrent-page.ts';
import { setUp, startWorld, type World } from '../../rig/world.ts';
import {
  everythingInReach,
  extensionStorage,
  optionsSections,
  ownPageTexts,
  wholeDocument,
} from './page-reach.ts';
import { listenToWorker, type WorkerTalk } from './worker-talk.ts';

const ownPages = [
  'popup.html',
  'welcome.html',
  ...optionsSections.map((section) => `options.html#${section}`),
];

let world: World;
let front: PlexTvFront;
let extension: ChromeBrowser;
let page: Page;
let talk: WorkerTalk;
const consoles: string[] = [];
/** What this sign-in is made of: with id and client identifier together whoever has them fetches its token. */
let pin: { readonly id: string; readonly code: string; readonly client: string };

beforeAll(async () => {
  world = await startWorld();
  front = await startPlexTvFront(world.plex);
  extension = await launchChrome({ names: front.names });
  talk = await listenToWorker(extension);
  page = await openTorrentPage(extension.browser, world.swarm.client);
  page.on('console', (message) => consoles.push(message.text()));
  await setUp(extension, world);
  for (const address of ['https://plex.tv', 'https://clients.plex.tv']) await extension.grant(address);
  await page.bringToFront();
  const hash = await downloadFilm(world, 'Sintel (2010)');
  await page.waitForSelector(`tr[data-row-id="${hash}"] marquee-badge`, { timeout: 60_000 });
}, 180_000);
afterAll(async () => {
  await extension?.close();
  await front?.close();
  await world?.stop();
});

/** Everything a page or a pasted text could hold. */
async function everything(): Promise<Record<string, string>> {
  await page.bringToFront();
  const found: Record<string, string> = {
    'the torrent page': await wholeDocument(page),
    'globals and stores of the torrent page': await everythingInReach(page),
    'exported settings': JSON.stringify(await extension.ask('settings.export', {})),
    'the report': JSON.stringify(await extension.ask('report.read', {})),
  };
  for (const path of ownPages) {
    const own = await extension.openOwnPage(path);
    own.on('console', (message) => consoles.push(message.text()));
    const code = path === 'options.html#plex' && (await isUnderWay()) ? pin.code : '';
    await own.waitForFunction(
      (wanted) => document.body.innerText.length > 20 && document.body.innerText.includes(wanted),
      {},
      code,
    );
    found[path] = (await wholeDocument(own)) + (await ownPageTexts(own));
    if (path === 'popup.html') found['storage of the extension'] = await extensionStorage(own);
    await own.close();
  }
  return found;
}

const isUnderWay = async (): Promise<boolean> =>
  (await extension.ask('account.read', {})).state.kind === 'waiting';

const where = (found: Record<string, string>, secret: string): readonly string[] =>
  Object.keys(found).filter((place) => found[place]?.includes(secret));

describe('a sign-in with Plex', () => {
  it('under way shows its code where the person compares it, and its id nowhere', async () => {
    await extension.ask('account.start', {});
    const target = await extension.browser.waitForTarget((one) =>
      one.url().startsWith('https://app.plex.tv/auth'),
    );
    const { id = 0, code = '', clientIdentifier = '' } = world.plex.plexTv.pins.list.at(-1) ?? {};
    pin = { id: `${id}`, code, client: clientIdentifier };
    expect([id > 1_000_000, code.length > 20, clientIdentifier.length]).toEqual([true, true, 36]);

    const found = await everything();
    // popup and welcome show it, too, as long as there is no server
    expect(where(found, pin.code)).toEqual(['options.html#plex']);
    expect(where(found, pin.id)).toEqual([]);
    expect(where(found, pin.client)).toEqual(['storage of the extension']); // it names this installation
    expect(await storedTexts(extension)).toContain(pin.id); // in the vault, so the search does find it

    const address = new URL(target.url());
    expect(address.search).toBe(''); // what follows # stays in the browser: no server is sent it, no Referer has it
    const given = new URLSearchParams(address.hash.replace(/^#\?/, ''));
    expect([...given.keys()].sort()).toEqual(['clientID', 'code', 'context[device][product]']);
    expect(address.href).not.toContain(pin.id);
  }, 120_000);

  it('that was agreed to leaves no token anywhere but in the vault, and nothing of its code', async () => {
    const signIn = (await extension.browser.pages()).find((one) =>
      one.url().startsWith('https://app.plex.tv'),
    );
    await signIn?.bringToFront();
    await signIn?.click('#agree');
    await expect
      .poll(async () => (await extension.ask('account.read', {})).account?.servers.length ?? 0, {
        timeout: 60_000,
      })
      .toBe(1);
    const tokens = [...world.plex.plexTv.owner.tokens].filter((token) => token !== world.plex.token);
    expect(tokens.length).toBeGreaterThan(0);

    const found = await everything();
    for (const secret of [pin.id, pin.code, ...tokens]) expect(where(found, secret)).toEqual([]);
    const stored = await storedTexts(extension);
    expect(tokens.filter((token) => stored.includes(token)).length).toBeGreaterThan(0);
    expect([pin.code, `"${pin.id}"`].filter((secret) => stored.includes(secret))).toEqual([]);
  }, 120_000);

  it('went to plex.tv alone: its token in a header, its id in the one address that asks for it', () => {
    const tokens = [...world.plex.plexTv.owner.tokens].filter((token) => token !== world.plex.token);
    const carried = world.plex.requests.filter(({ headers }) =>
      tokens.includes(`${headers['x-plex-token']}`),
    );
    expect(carried.length).toBeGreaterThan(0);
    expect([...new Set(carried.map(({ server }) => server))]).toEqual(['plex.tv']);
    for (const { url } of world.plex.requests) {
      expect(tokens.filter((token) => url.includes(token))).toEqual([]);
      if (url.includes(pin.id)) expect(url).toBe(`/api/v2/pins/${pin.id}`);
    }
    const heard = talk.sent.filter((url) => url.includes(pin.id) || url.includes(pin.code));
    expect([...new Set(heard)]).toEqual([`https://plex.tv/api/v2/pins/${pin.id}`]);
    const said = [...talk.logs, ...consoles];
    expect(
      said.filter((text) => [pin.id, pin.code, pin.client, ...tokens].some((one) => text.includes(one))),
    ).toEqual([]);
  });
});
