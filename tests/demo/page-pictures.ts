import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer-core';
import type { BadgeView } from '../../lib/domain/badge.ts';
import { pageSubjects } from '../bench/page-subjects.ts';
import { builds, launchChrome } from '../rig/browser.ts';
import { mediaBytes } from '../rig/media-file.ts';
import { makePageExtension, runInPages } from '../rig/page-extension.ts';
import type { TorrentDaemon } from '../rig/torrent-daemon.ts';
import { waitUntilComplete } from '../rig/torrent-daemon.ts';
import { makeTorrentOf } from '../rig/torrent-file.ts';

/**
 * `npm run pictures:pages`: every torrent page that a package brings, really running, with a badge of each kind on its
 * rows, in `artifacts/pages`: as it is, with a dark theme where it has one, in a narrow window, and in its other looks.
 */
const folder = fileURLToPath(new URL('../../artifacts/pages/', import.meta.url));

const href = 'https://app.plex.tv/desktop/#!/server/0/details?key=%2Flibrary%2Fmetadata%2F1';
const views: readonly BadgeView[] = [
  { state: 'available', href, found: 1, expected: 1, evidence: ['same-file'], library: null },
  { state: 'available', href, found: 18, expected: 22, evidence: ['same-file'], library: null },
  { state: 'choose', count: 2 },
  { state: 'working', stage: 'verifying' },
  { state: 'waiting', code: 'UNREACHABLE' },
  { state: 'attention', code: 'UNMAPPED' },
  { state: 'absent' },
];

const names = [
  'Sintel (2010)',
  'Big.Buck.Bunny.2008.1080p.BluRay.x264-GRP',
  'Night of the Living Dead (1968)',
  'Pioneer.One.S01.1080p.WEB.h264-GRP',
  '葬送のフリーレン 01-28',
  'A.Very.Long.Name.That.Goes.On.And.On.Through.Every.Tag.There.Is.2160p.UHD.BluRay.REMUX.HDR10.HEVC.TrueHD.7.1.Atmos-GROUP',
  '<b>The General</b> & "quotes" (1926)',
  'Nosferatu (1922)',
  'Elephants Dream (2006)',
  'Caminandes - Llamigos (2016)',
  'Tears of Steel (2012)',
  'Der müde Tod (1921)',
];

async function fill(daemon: TorrentDaemon): Promise<void> {
  const made = names.map((name) => {
    const data = mediaBytes(name, 20_000);
    const file = `${name.replaceAll('/', '_')}.mkv`;
    writeFileSync(join(daemon.downloadsDir, file), data);
    return makeTorrentOf(data, { name: file });
  });
  await daemon.add(
    made.map(({ torrent }) => torrent),
    { isThere: true },
  );
  for (const { infoHash } of made) await waitUntilComplete(daemon, infoHash);
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.waitForSelector('marquee-badge');
  await new Promise((resolve) => setTimeout(resolve, 1_500)); // pages fade their themes in
  await page.screenshot({ path: join(folder, `${name}.png`) });
  console.log(`${name}.png`);
}

async function shootPage(subject: (typeof pageSubjects)[number]): Promise<void> {
  const { hands } = subject;
  const { daemon } = await subject.start();
  const extension = makePageExtension(join(builds, 'chrome-mv3'), views);
  const chrome = await launchChrome({ build: extension.folder, width: 1100, height: 560 });
  try {
    await fill(daemon);
    await runInPages(await chrome.worker(), `${new URL('/', daemon.url).href}*`);
    const page = await hands.open(chrome.browser, daemon);
    await page.setViewport({ width: 1100, height: 560 });
    await shoot(page, `${hands.webUi}-light`);
    for (const [look, choose] of Object.entries(hands.looks ?? {})) {
      await choose(page);
      await shoot(page, `${hands.webUi}-${look}`);
    }
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
    await shoot(page, `${hands.webUi}-dark`);
    await page.setViewport({ width: 480, height: 560 });
    await shoot(page, `${hands.webUi}-narrow`);
  } finally {
    await chrome.close();
    await daemon.stop();
    extension.remove();
  }
}

mkdirSync(folder, { recursive: true });
const wanted = process.argv.slice(2);
for (const subject of pageSubjects) {
  if (wanted.length === 0 || wanted.includes(subject.hands.webUi)) await shootPage(subject);
}
process.exit(0);
