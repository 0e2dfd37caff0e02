/**
 * The match pattern for the host of an address.
 *
 * Chromium honours a port in a pattern exactly. Firefox accepts one everywhere and then matches nothing (measured in
 * ESR 153), so there the pattern covers the host and the exact origin is checked by ourselves.
 *
 * All addresses of one Plex server below `plex.direct` share a name that only its certificate has: one question covers
 * them, and those it gets when its network changes.
 */
export function matchPattern(address: string, portsWork: boolean): string {
  const url = new URL(address);
  const direct = /^[0-9a-f-]+\.([0-9a-f]{32}\.plex\.direct)$/i.exec(url.hostname);
  if (direct) return `${url.protocol}//*.${direct[1]}/*`;
  return `${url.protocol}//${portsWork ? url.host : url.hostname}/*`;
}

/** Whether this build runs where ports in match patterns work. */
export const portsWork = !import.meta.env?.FIREFOX;
