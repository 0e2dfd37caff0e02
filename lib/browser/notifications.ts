import { browser } from 'wxt/browser';
import * as z from 'zod/mini';
import type { ToldNews } from '../domain/news.ts';

const key = 'toldNews';
const permissions: ['notifications'] = ['notifications'];

const Told = z.object({ arrivedUntilMs: z.number(), problems: z.array(z.string()) });

/** What was told before; `null` for nothing, and for what can't be read. */
export async function readTold(): Promise<ToldNews | null> {
  const stored: Record<string, unknown> = await browser.storage.local.get(key);
  const parsed = Told.safeParse(stored[key]);
  return parsed.success ? parsed.data : null;
}

export const writeTold = (told: ToldNews | null): Promise<void> =>
  told ? browser.storage.local.set({ [key]: told }) : browser.storage.local.remove(key);

export const mayNotify = (): Promise<boolean> => browser.permissions.contains({ permissions });

/** Asks for the permission. Has to be the first thing awaited in a click. */
export const requestNotifications = (): Promise<boolean> => browser.permissions.request({ permissions });

/** `id` comes back with the click. One of the same id takes the place of the one before. */
export async function notify(id: string, title: string, message: string): Promise<void> {
  const iconUrl = browser.runtime.getURL('/icons/128.png' as '/');
  await browser.notifications.create(id, { type: 'basic', iconUrl, title, message });
}

/**
 * Hears clicks on notifications, also those of an earlier worker. Call in the first turn of the background, and again
 * when the permission is given: before that, browsers have nothing to listen to.
 */
export function hearNotificationClicks(clicked: (id: string) => void): void {
  if (!browser.notifications || isHeard) return;
  isHeard = true;
  browser.notifications.onClicked.addListener((id) => {
    void browser.notifications.clear(id);
    clicked(id);
  });
}

let isHeard = false;
