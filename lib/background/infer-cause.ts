import type { ErrorCode } from '../domain/errors.ts';
import { numberInName } from '../domain/web-address.ts';

export type Knock = (url: URL) => Promise<'answered' | 'refused' | 'silent'>;

/**
 * Why nothing answered at an address. Browsers tell one error for a name that is not known, a certificate that does
 * not fit and a connection that is refused, so it is inferred, and holds only probably:
 *
 * - over http the same port answers: the secure connection is what failed
 * - a name of plex.direct fails, and the IP address written in it answers: the name is what failed
 * - another name fails at once there and at the usual ports of the web: nobody knows that name
 */
export async function inferCause(address: string, knock: Knock): Promise<ErrorCode> {
  const url = URL.parse(address);
  if (!url) return 'URL_INVALID';
  if (url.protocol === 'https:' && (await knock(changed(url, 'http:'))) === 'answered') return 'TLS';
  const number = numberInName(url.hostname);
  if (number) {
    const direct = changed(url, 'http:');
    direct.hostname = number;
    return (await knock(direct)) === 'answered' ? 'DNS' : 'UNREACHABLE';
  }
  if (isNumber(url.hostname) || url.hostname === 'localhost') return 'UNREACHABLE';
  const elsewhere = [new URL(`http://${url.hostname}/`), new URL(`https://${url.hostname}/`)];
  const knocked = await Promise.all([url, ...elsewhere].map((one) => knock(one)));
  return knocked.every((one) => one === 'refused') ? 'DNS' : 'UNREACHABLE';
}

/** The same place with another scheme; a usual port that was left out stays the one it was. */
function changed(url: URL, protocol: 'http:'): URL {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return new URL(`${protocol}//${url.hostname}:${port}${url.pathname}`);
}

const isNumber = (host: string): boolean => /^[0-9.]+$/.test(host) || host.startsWith('[');
