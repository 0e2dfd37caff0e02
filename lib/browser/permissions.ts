import { browser } from 'wxt/browser';
import { matchPattern, portsWork } from './match-pattern.ts';

/**
 * Asks the person for access to the host of an address. Call it first in a click handler and await nothing before:
 * browsers refuse it outside a gesture. `false` when it was declined or the address is not one.
 */
export const requestHost = (address: string): Promise<boolean> => requestHosts([address]);

/** The same for several at once, in one question. */
export async function requestHosts(addresses: readonly string[]): Promise<boolean> {
  const origins = [...new Set(addresses.flatMap((address) => patternOf(address) ?? []))];
  return origins.length > 0 ? browser.permissions.request({ origins }) : false;
}

/** What was granted, as patterns: `http://nas:8080/*`. */
export async function grantedHosts(): Promise<readonly string[]> {
  return (await browser.permissions.getAll()).origins ?? [];
}

/** Tells of every grant and every withdrawal; returns what ends that. */
export function onHostsChange(listener: () => void): () => void {
  const { onAdded, onRemoved } = browser.permissions;
  onAdded.addListener(listener);
  onRemoved.addListener(listener);
  return () => {
    onAdded.removeListener(listener);
    onRemoved.removeListener(listener);
  };
}

export async function removePattern(pattern: string): Promise<void> {
  await browser.permissions.remove({ origins: [pattern] });
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
