/**
 * The match pattern for the host of an address.
 *
 * Chromium honours a port in a pattern exactly. Firefox accepts one everywhere and then matches nothing (measured in
 * ESR 153), so there the pattern covers the host and the exact origin is checked by ourselves.
 */
export function matchPattern(address: string, portsWork: boolean): string {
  const url = new URL(address);
  return `${url.protocol}//${portsWork ? url.host : url.hostname}/*`;
}

/** Whether this build runs where ports in match patterns work. */
export const portsWork = !import.meta.env?.FIREFOX;
