import { browser } from 'wxt/browser';
import { matchPattern, portsWork } from './match-pattern.ts';

/**
 * Asks the person for access to the host of an address. Call it first in a click handler and await nothing before:
 * browsers refuse it outside a gesture. `false` when it was declined or the address is not one.
 */
export async function requestHost(address: string): Promise<boolean> {
  const origins = patternOf(address);
  return origins ? browser.permissions.request({ origins }) : false;
}

export async function hasHost(address: string): Promise<boolean> {
  const origins = patternOf(address);
  return origins ? browser.permissions.contains({ origins }) : false;
}

/** Gives the access back. Others that use the same host lose it too: the caller checks that there are none. */
export async function removeHost(address: string): Promise<void> {
  const origins = patternOf(address);
  if (origins) await browser.permissions.remove({ origins });
}

function patternOf(address: string): [string] | undefined {
  const url = URL.parse(address);
  return url && /^https?:$/.test(url.protocol) ? [matchPattern(address, portsWork)] : undefined;
}
