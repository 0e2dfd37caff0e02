import { browser } from 'wxt/browser';

/**
 * Tells the browser that the worker is at work. It ends a worker half a minute after the last event or call of its
 * own; requests that are under way don't count as such.
 */
export function keepAwake(): void {
  browser.runtime.getPlatformInfo().catch(() => undefined); // asked for its effect
}
