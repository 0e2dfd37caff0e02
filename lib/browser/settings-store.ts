import { browser } from 'wxt/browser';
import { OperationError } from '../domain/errors.ts';
import { oneAtATime } from '../domain/one-at-a-time.ts';
import { emptySettings, type Settings } from '../domain/settings.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import { readStoredSettings, storedSettings } from '../settings/stored-settings.ts';
import { settingsKey } from './settings-key.ts';

/** The stored value as it is; only a browser whose storage fails makes this fail. */
async function load(): Promise<unknown> {
  const stored: Record<string, unknown> = await browser.storage.local
    .get(settingsKey)
    .catch(broken('settings.read'));
  return stored[settingsKey];
}

function parse(raw: unknown): Settings {
  const stored = readStoredSettings(raw);
  if (stored.kind !== 'settings') throw new OperationError('STORAGE_BROKEN', { operation: 'settings.parse' });
  return stored.settings;
}

/** In one call, and each under a key of its own: what was set aside earlier stays. */
async function setAside(raw: unknown): Promise<void> {
  const all: Record<string, unknown> = await browser.storage.local.get(null).catch(broken('settings.read'));
  let number = 1;
  while (`broken:${settingsKey}:${number}` in all) number++;
  await write({ [`broken:${settingsKey}:${number}`]: raw, [settingsKey]: storedSettings(emptySettings) });
}

const write = (items: Record<string, unknown>): Promise<void> =>
  browser.storage.local.set(items).catch(broken('settings.write'));

const broken =
  (operation: string) =>
  (cause: unknown): never => {
    throw new OperationError('STORAGE_BROKEN', { operation, retryable: true, cause });
  };

/** Settings in extension storage. Turns wait for each other: a read-change-write is never overtaken by another. */
export function createSettingsStore(): SettingsStore {
  const inTurn = oneAtATime();
  return {
    read: async () => parse(await load()),
    update: (change) =>
      inTurn(async () => {
        const changed = change(parse(await load()));
        await write({ [settingsKey]: storedSettings(changed) });
        return changed;
      }),
    condition: async () => {
      const { kind } = readStoredSettings(await load());
      return kind === 'settings' ? 'fine' : kind;
    },
    startAfresh: () =>
      inTurn(async () => {
        const raw = await load();
        const stored = readStoredSettings(raw);
        if (stored.kind === 'settings') return stored.settings;
        await setAside(raw);
        return emptySettings;
      }),
  };
}
