import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ChromeBrowser, launchChrome } from '../rig/browser.ts';
import { type HeardRequest, type PlexTvFront, startPlexTvFront } from '../rig/plex-tv-front.ts';
import { storedTexts } from '../rig/stored-texts.ts';
import { workerLog } from '../rig/worker-log.ts';
import { type StandIn, startStandIn } from '../stand-in/index.ts';

const patience = { timeout: 60_000 };
const cabin = 'cab1e7cab1e7cab1e7cab1e7cab1e7cab1e7cab1';

let plex: StandIn;
let front: PlexTvFront;
let extension: ChromeBrowser;
let options: Page;
let log: () => Promise<string>;
const heard: HeardRequest[] = [];
/** Every token the owner ever had: a sign-in with a key of this browser has a new one now and then. */
const owners = new Set<string>();
/** Who clicks on plex.tv's page for signing in; nobody named: the owner. */
let guest: StandIn['plexTv']['owner'] | undefined;

beforeAll(async () => {
  const locations = [{ diskPath: '/nowhere' }];
  plex = await startStandIn({
    name: 'Attic',
    sections: [
      { type: 'movie', title: 'Films', locations },
      { type: 'show', title: 'Series', locations },
      { type: 'artist', title: 'Records', locations },
    ],
  });
  const sections = () => plex.sections;
  plex.plexTv.addServer({ name: 'Cabin', machineIdentifier: cabin, connections: [], sections });
  front = await startPlexTvFront(plex, { who: () => guest, heard: hear });
  extension = await launchChrome({ names: front.names });
  log = await workerLog(extension);
  for (const address of ['https://plex.tv', 'https://clients.plex.tv']) await extension.grant(address);
  await signInAsOwner();
  await beFriends('earlier@example.org', 'earlier');
  options = await extension.openOwnPage('options.html#people');
});

afterAll(async () => {
  await extension?.close();
  await front?.close();
  await plex?.close();
});

function hear(request: HeardRequest): void {
  heard.push(request);
  for (const token of plex.plexTv.owner.tokens) owners.add(token);
}

async function signInAsOwner(): Promise<void> {
  await extension.ask('account.start', {});
  const target = await extension.browser.waitForTarget((one) => one.url().startsWith('https://app.plex.tv'));
  const page = await target.page();
  await page?.click('#agree');
  await vi.waitFor(async () => {
    expect((await extension.ask('account.read', {})).account?.servers).toHaveLength(2);
  }, patience);
}

/** Somebody who has had a library for long, by other means. */
async function beFriends(email: string, username: string): Promise<void> {
  const { token } = plex.plexTv.addAccount({ username, email });
  const send = (path: string, as: string, body: unknown): Promise<Response> =>
    fetch(`${plex.plexTvUrl}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'x-plex-token': as,
        'x-plex-client-identifier': 'other-program',
      },
      body: JSON.stringify(body),
    });
  const made = await send('/api/v2/shared_servers', plex.token, {
    machineIdentifier: plex.machineIdentifier,
    librarySectionIds: [libraryId(plex.machineIdentifier, 'Records')],
    invitedEmail: email,
    settings: { allowSync: true, filterMovies: 'label=kids' },
  });
  const { id } = (await made.json()) as { id: number };
  await send(`/api/v2/shared_servers/${id}/accept`, token, {});
}

function libraryId(server: string, title: string): number {
  const key = plex.sections.find((section) => section.title === title)?.key ?? '';
  return plex.plexTv.libraryId(server, key) ?? 0;
}

const says = (page: Page, text: RegExp): Promise<unknown> =>
  page.waitForFunction((source) => new RegExp(source).test(document.body.innerText), patience, text.source);

/** Presses what has this name; a list is drawn anew while one looks for it. */
async function press(name: string): Promise<void> {
  await options.bringToFront();
  await options.waitForFunction(
    (wanted) => {
      const all = [...document.querySelectorAll<HTMLElement>('button, label')];
      const found = all.find((one) => one.checkVisibility() && one.innerText.trim() === wanted);
      found?.click();
      return found !== undefined;
    },
    patience,
    name,
  );
}

/** Ticks a library of a server in the editor. */
const tick = (server: string, title: string): Promise<unknown> =>
  options.waitForFunction(
    (wanted, library) => {
      const group = [...document.querySelectorAll('fieldset')].find(
        (one) => one.checkVisibility() && one.querySelector('legend')?.innerText === wanted,
      );
      const label = [...(group?.querySelectorAll('label') ?? [])].find((one) => one.innerText === library);
      label?.click();
      return label !== undefined;
    },
    patience,
    server,
    title,
  );

async function prepareInvitation(name: string): Promise<void> {
  await press('Invitations');
  await press('New invitation');
  await options.waitForSelector('form [name=name]');
  await options.type('form [name=name]', name);
  await tick('Attic', 'Films');
  await tick('Attic', 'Series');
  await tick('Cabin', 'Films');
  await press('Save the invitation');
  await says(options, /Invite by link/);
}

/** The guest, in a browser session of their own, at the address they were sent. */
async function signInByLink(email: string, username: string): Promise<void> {
  await press('Invite by link');
  await options.waitForSelector('::-p-text(Copy the link)', patience);
  const url = await options.$$eval(
    'bdi',
    (all) => all.map((one) => one.innerText).find((text) => text.startsWith('https://app.plex.tv/')) ?? '',
  );
  expect(plex.plexTv.pins.list.length).toBeGreaterThan(0);
  for (const { id } of plex.plexTv.pins.list) expect(url).not.toContain(String(id));
  guest = plex.plexTv.addAccount({ username, email }).account;
  const elsewhere = await extension.browser.createBrowserContext();
  const page = await elsewhere.newPage();
  await page.goto(url);
  await page.click('#agree');
  await says(page, /You are signed in/);
  await elsewhere.close();
  await says(options, new RegExp(`${username} has signed in`));
}

const sharesWith = (email: string) => {
  const id = plex.plexTv.accounts.find((account) => account.email === email)?.id;
  return plex.plexTv.shares
    .filter(({ invitedId }) => invitedId === id)
    .map(({ machineIdentifier, sectionIds, accepted }) => ({
      machineIdentifier,
      libraries: [...sectionIds].sort(),
      accepted,
    }));
};

/** Everything about the friend from before that could have been touched. */
const earlier = (): string => {
  const id = plex.plexTv.accounts.find(({ username }) => username === 'earlier')?.id ?? 0;
  const shares = plex.plexTv.shares.filter(({ invitedId }) => invitedId === id);
  return JSON.stringify([shares, plex.plexTv.friends.has(id)]);
};

const latest = async () => {
  const journal = await extension.ask('people.journal', {});
  return journal.ok ? journal.value.redemptions[0] : undefined;
};

describe('inviting by link', () => {
  it('shares exactly the chosen libraries of both servers, accepted, once the owner says so', async () => {
    await says(options, /1 person/);
    const before = earlier();
    await prepareInvitation('Film night');
    await signInByLink('bo@example.org', 'bo');
    expect(sharesWith('bo@example.org')).toEqual([]);
    await press('Share');
    await expect.poll(async () => (await latest())?.stage, patience).toBe('done');
    const { machineIdentifier: attic } = plex;
    expect(sharesWith('bo@example.org')).toEqual([
      {
        machineIdentifier: attic,
        libraries: [libraryId(attic, 'Films'), libraryId(attic, 'Series')].sort(),
        accepted: true,
      },
      { machineIdentifier: cabin, libraries: [libraryId(cabin, 'Films')], accepted: true },
    ]);
    expect(earlier()).toBe(before);
    await press('Journal');
    await says(options, /Agree to Cabin done/);
    await press('Who has access');
    await says(options, /bo@example\.org[\s\S]*Attic 2 libraries[\s\S]*Cabin 1 library/);
  });

  it('shares nothing anywhere when the second server fails, and says so', async () => {
    const before = earlier();
    await press('Invitations');
    await press('Remove');
    await options.waitForSelector('dialog[open]');
    await options.click('dialog[open] button:last-child');
    await says(options, /No invitation is prepared yet/);
    await prepareInvitation('Cabin weekend');
    await signInByLink('eve@example.org', 'eve');
    const path = `/api/servers/${cabin}/shared_servers`;
    plex.faults.add({
      kind: 'server-error',
      match: ({ method, path: asked }) => method === 'POST' && asked === path,
    });
    await press('Share');
    await expect.poll(async () => (await latest())?.stage, patience).toBe('failed');
    expect(plex.requests.filter((one) => one.path === path && one.status === 500)).toHaveLength(1);
    expect(sharesWith('eve@example.org')).toEqual([]);
    expect(earlier()).toBe(before);
    expect(sharesWith('bo@example.org')).toHaveLength(2);
    await press('Journal');
    await says(options, /Not shared, everything was taken back/);
    await says(options, /Share Attic taken back/);
    const invitation = await extension.ask('people.journal', {});
    expect(invitation.ok && invitation.value.invitations[0]?.used).toBe(0);
  });
});

describe('whatever happened', () => {
  it('never was an empty list of libraries sent, nor a token in an address', () => {
    const lists = heard.flatMap(({ body }) => [
      ...body.matchAll(/"library_?section_?ids":\s*(\[[^\]]*\])/gi),
    ]);
    expect(lists.length).toBeGreaterThan(2);
    expect(lists.filter(([, list]) => list === '[]')).toEqual([]);
    const tokens = new Set(heard.flatMap(({ token }) => token ?? []));
    expect(tokens.size).toBeGreaterThanOrEqual(3);
    for (const { url } of heard) for (const token of tokens) expect(url).not.toContain(token);
  });

  it('no token of a guest is left in storage, or good for anything', async () => {
    const guests = [...new Set(heard.flatMap(({ token }) => token ?? []))].filter((one) => !owners.has(one));
    expect(guests.length).toBe(2);
    const stored = await storedTexts(extension);
    expect(stored).toContain('Film night'); // the stores were really read
    for (const token of guests) {
      expect(stored).not.toContain(token);
      expect(plex.plexTv.accounts.some((account) => account.tokens.has(token))).toBe(false);
    }
  });

  it('no address of a person and no token is in the log of the background', async () => {
    const text = await log();
    expect(text).toContain('people.redeem.done');
    expect(text).toContain('people.redeem.failed');
    expect(text).not.toMatch(/@|%40/);
    for (const { token } of heard) if (token) expect(text).not.toContain(token);
  });
});
