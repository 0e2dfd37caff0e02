import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WebWorker } from 'puppeteer-core';
import type { BadgeView } from '../../lib/domain/badge.ts';
import type { TorrentDetails } from '../../lib/domain/torrent-details.ts';

/** An unpacked extension on disk. */
export interface PageExtension {
  readonly folder: string;
  remove(): void;
}

/** The worker's only job: every torrent in view gets the badge that its info hash picks, and all the same details. */
const background = (views: readonly (BadgeView | null)[], details: TorrentDetails | null): string => `
const views = ${JSON.stringify(views)};
const details = ${JSON.stringify(details)};
const badge = (hash) => views[parseInt(hash.slice(0, 4), 16) % views.length];

/** As Transmission's API tells it. */
async function torrentsBehind(page, ids) {
  const body = JSON.stringify({
    method: 'torrent-get',
    arguments: { ids, fields: ['id', 'hashString', 'name', 'addedDate'] },
  });
  const ask = (session) =>
    fetch(new URL('../rpc', page), { method: 'POST', headers: { 'X-Transmission-Session-Id': session }, body });
  const first = await ask('');
  const answer = first.status === 409 ? await ask(first.headers.get('X-Transmission-Session-Id')) : first;
  const { torrents } = (await answer.json()).arguments;
  return torrents.map(({ id, hashString, name, addedDate }) => (
    { sessionId: id, hash: hashString, name, addedAtMs: addedDate * 1000 }
  ));
}

chrome.runtime.onConnect.addListener((port) => port.onMessage.addListener(async (message) => {
  const { sender } = port;
  if (message.type === 'watch') {
    const badges = Object.fromEntries(message.hashes.map((hash) => [hash, badge(hash)]));
    port.postMessage({ type: 'badges', badges });
  } else if (message.type === 'details') {
    port.postMessage({ type: 'details', hash: message.hash, details });
  } else if (message.type === 'needs-reader') {
    const target = { tabId: sender.tab.id };
    await chrome.scripting.executeScript({ target, files: ['page-reader.js'], world: 'MAIN' });
  } else if (message.type === 'identify') {
    port.postMessage({ type: 'torrents', torrents: await torrentsBehind(sender.url, message.sessionIds) });
  }
}));`;

/**
 * The built page script, unchanged, with a background that answers at once: what a page costs is then the page
 * script's doing alone. Chromium only; the script is registered by the test, so that a page can be had without it.
 */
export function makePageExtension(
  build: string,
  views: readonly (BadgeView | null)[],
  details: TorrentDetails | null = null,
): PageExtension {
  const script = join(build, 'content-scripts/torrent-page.js');
  if (!existsSync(script)) throw new Error(`There is no build in ${build}: npm run build:chrome`);
  const folder = mkdtempSync(join(tmpdir(), 'marquee-page-'));
  cpSync(script, join(folder, 'torrent-page.js'));
  cpSync(join(build, 'page-reader.js'), join(folder, 'page-reader.js'));
  cpSync(join(build, '_locales'), join(folder, '_locales'), { recursive: true });
  writeFileSync(join(folder, 'background.js'), background(views, details));
  const manifest = {
    manifest_version: 3,
    name: 'Marquee in the page',
    version: '1',
    default_locale: 'en',
    permissions: ['scripting'],
    host_permissions: ['http://127.0.0.1/*'],
    background: { service_worker: 'background.js' },
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

interface ScriptingApi {
  readonly scripting: { registerContentScripts(scripts: readonly object[]): Promise<void> };
}

/** Has the page script run in pages that match from now on. Ask for the worker early: it sleeps after half a minute. */
export async function runInPages(worker: WebWorker, match: string): Promise<void> {
  await worker.evaluate(async (pattern) => {
    const { scripting } = (globalThis as unknown as { chrome: ScriptingApi }).chrome;
    await scripting.registerContentScripts([{ id: 'page', matches: [pattern], js: ['torrent-page.js'] }]);
  }, match);
}
