/** Chromium takes nearly anything for a host name and writes spaces as `%20`. */
const hostName = /^(?:[a-z0-9_.-]+|\[[0-9a-f:.]+\])$/i;

/**
 * The address that somebody typed or copied, `http://` added where it was left out; `null` if it is no web address, or
 * if it holds a user name or password (which browsers refuse to fetch, and which would be stored in the open).
 */
export function readWebAddress(typed: string): URL | null {
  const text = typed.trim();
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (!url || !/^https?:$/.test(url.protocol) || !hostName.test(url.hostname)) return null;
  return url.username === '' && url.password === '' ? url : null;
}

const privateNames = /(?:^|\.)(?:localhost|local|lan|home|internal|localdomain|home\.arpa)$/;
const privateNumbers =
  /^(?:127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/;
const privateIpv6 = /^\[(?:::1\]|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/;

/** Whether what is sent there could be read on its way through the internet: http, and not in a home network. */
export const isOpenToAll = (url: URL): boolean => url.protocol === 'http:' && !isInHomeNetwork(url);

/** As far as the address itself tells. */
export function isInHomeNetwork({ hostname }: URL): boolean {
  const host = numberInName(hostname) ?? hostname.toLowerCase().replace(/\.$/, '');
  if (/^[0-9.]+$/.test(host)) return privateNumbers.test(host);
  if (host.startsWith('[')) return privateIpv6.test(host);
  return !host.includes('.') || privateNames.test(host);
}

/** The IPv4 address that a name of plex.direct stands for: `192-168-1-20.….plex.direct`. */
export function numberInName(hostname: string): string | null {
  const [, number] = /^(\d{1,3}(?:-\d{1,3}){3})\.[0-9a-f]+\.plex\.direct\.?$/i.exec(hostname) ?? [];
  return number?.replaceAll('-', '.') ?? null;
}
