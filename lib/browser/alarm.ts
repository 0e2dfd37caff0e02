import { browser } from 'wxt/browser';

const name = 'tick';
const periodInMinutes = 0.5; // the shortest that browsers promise

/**
 * Makes sure the alarm exists, without resetting one that does: an extension update clears alarms in Chromium, a
 * restart in Firefox, so this runs at every start of the background.
 */
export async function ensureAlarm(): Promise<void> {
  const alarm = await browser.alarms.get(name);
  if (alarm?.periodInMinutes !== periodInMinutes) await browser.alarms.create(name, { periodInMinutes });
}

/** Call in the first turn of the background, or the event that woke it is lost. */
export function onAlarm(tick: () => Promise<void>): void {
  browser.alarms.onAlarm.addListener((alarm) => (alarm.name === name ? tick() : undefined));
}
