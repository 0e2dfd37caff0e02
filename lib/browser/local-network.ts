import { isInHomeNetwork } from '../domain/web-address.ts';

/**
 * Who keeps this browser from reaching an address of the home network, as far as that can be told; `null` when nobody
 * is known to. Chromium has asked people for this since version 142, under one name and then under two; its background
 * pages are exempt so far. On a Mac the system asks too, once for each program, and tells nobody of the answer.
 */
export async function blockedBy(address: string): Promise<'chromium' | 'firefox' | 'mac' | null> {
  const url = URL.parse(address);
  if (!url || !isInHomeNetwork(url)) return null;
  for (const name of ['local-network-access', 'local-network', 'loopback-network']) {
    const status = await navigator.permissions?.query({ name: name as PermissionName }).catch(() => null);
    if (status?.state === 'denied') return navigator.userAgent.includes('Firefox/') ? 'firefox' : 'chromium';
  }
  return navigator.userAgent.includes('Macintosh') ? 'mac' : null;
}
