import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builds } from './browser.ts';

/** Something that the browser was asked to show. */
export interface Told {
  readonly id: string;
  readonly title: string;
  readonly message: string;
  readonly iconUrl: string;
}

const spy = `
const { create } = chrome.notifications;
globalThis.told = [];
chrome.notifications.create = (id, { title, message, iconUrl }) => {
  globalThis.told.push({ id, title, message, iconUrl });
  return create.call(chrome.notifications, id, { type: 'basic', title, message, iconUrl });
};
`;

/**
 * The built extension, notifications allowed from the start: no machine can answer the browser's question, nor read a
 * notification that it shows. Lines before the background's own take down what is said, and pass it on.
 */
export function makeToldExtension(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'marquee-told-'));
  cpSync(join(builds, 'chrome-mv3'), path, { recursive: true });
  const file = join(path, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as {
    permissions: string[];
    optional_permissions?: string[];
  };
  delete manifest.optional_permissions;
  manifest.permissions.push('notifications');
  writeFileSync(file, JSON.stringify(manifest));
  const background = join(path, 'background.js');
  writeFileSync(background, spy + readFileSync(background, 'utf8'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
