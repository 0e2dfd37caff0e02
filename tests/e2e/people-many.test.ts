import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type ChromeBrowser, launchChrome } from '../rig/browser.ts';
import { type PlexTvFront, startPlexTvFront } from '../rig/plex-tv-front.ts';
import { type StandIn, startStandIn } from '../stand-in/index.ts';

/** A large account: what the issue asks of it is in milliseconds, from the last answer and for each key. */
const people = 1_000;
const listMs = 2_000;
const keyMs = 50;
const patience = { timeout: 120_000 };
const others = ['b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0', 'c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0'];

let plex: StandIn;
let front: PlexTvFront;
let extension: ChromeBrowser;
let options: Page;
let lastAnswerMs = 0;

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
  for (const machineIdentifier of others) {
    plex.plexTv.addServer({
      name: machineIdentifier.slice(0, 4),
      machineIdentifier,
      connections: [],
      sections,
    });
  }
  for (let at = 0; at < people; at++) await shareWithOneMore(at);
  front = await startPlexTvFront(plex, {
    answered: () => {
      lastAnswerMs = Date.now();
    },
  });
  extension = await launchChrome({ names: front.names });
  for (const address of ['https://plex.tv', 'https://clients.plex.tv']) await extension.grant(address);
  await extension.ask('account.start', {});
  const target = await extension.browser.waitForTarget((one) => one.url().startsWith('https://app.plex.tv'));
  await (await target.page())?.click('#agree');
  await vi.waitFor(async () => {
    expect((await extension.ask('account.read', {})).account?.servers).toHaveLength(3);
  }, patience);
}, 300_000);

afterAll(async () => {
  await extension?.close();
  await front?.close();
  await plex?.close();
});

async function shareWithOneMore(at: number): Promise<void> {
  const email = `person.${at}@example.org`;
  plex.plexTv.addAccount({ username: `Person ${at}`, email });
  for (const { machineIdentifier } of plex.plexTv.servers) {
    await fetch(`${plex.plexTvUrl}/api/v2/shared_servers`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'x-plex-token': plex.token,
        'x-plex-client-identifier': 'other-program',
      },
      body: JSON.stringify({
        machineIdentifier,
        librarySectionIds: plex.sections.map(({ key }) => plex.plexTv.libraryId(machineIdentifier, key)),
        invitedEmail: email,
        settings: {},
      }),
    });
  }
}

it('lists a thousand people on three servers within 2 s of the last answer', async () => {
  options = await extension.openOwnPage('options.html#about');
  await options.bringToFront();
  const asked = plex.requests.length;
  await options.evaluate(() => {
    location.hash = 'people';
  });
  await options.waitForFunction(() => /1000 people/.test(document.body.innerText), {
    ...patience,
    polling: 'raf',
  });
  const tookMs = Date.now() - lastAnswerMs;
  console.log(`listed ${tookMs} ms after the last of ${plex.requests.length - asked} answers`);
  expect(tookMs).toBeLessThan(listMs);
  expect(plex.requests.length - asked).toBeLessThan(10);
});

it('takes less than 50 ms for a key while a thousand people are searched', async () => {
  await options.focus('input[name=search]');
  const words = 'person 77 ';
  const took: number[] = [];
  for (const key of [...words, ...Array.from(words, () => 'Backspace' as const)]) {
    await options.evaluate(() => {
      const scope = globalThis as unknown as { key?: Promise<number> };
      scope.key = new Promise((resolve) => {
        addEventListener(
          'keydown',
          () => {
            const startedMs = performance.now();
            // after the frame that shows the letter
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - startedMs)));
          },
          { capture: true, once: true },
        );
      });
    });
    await options.keyboard.press(key as 'a');
    took.push(await options.evaluate(() => (globalThis as unknown as { key: Promise<number> }).key));
  }
  const sorted = took.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  console.log(`keys: median ${median.toFixed(1)} ms, slowest ${sorted.at(-1)?.toFixed(1)} ms`);
  // the median: a machine that is busy with something else delays single frames of any page
  expect(median).toBeLessThan(keyMs);
});
