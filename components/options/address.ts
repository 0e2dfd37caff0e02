import { readWebAddress } from '../../lib/domain/web-address.ts';

/**
 * A web address as somebody typed or copied it, without what does not belong in one (a page, a query with a token in
 * it, a fragment); `null` if it is none. The background reads it again and decides; here it says which host to ask
 * the browser for, at once, since that question may wait for nothing.
 */
export function readAddress(typed: string): string | null {
  const url = readWebAddress(typed);
  return url && `${url.origin}${url.pathname}`;
}

const privateNames = /(?:^|\.)(?:localhost|local|lan|home|internal|localdomain|home\.arpa)$/;
const privateNumbers =
  /^(?:127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/;
const privateIpv6 = /^\[(?:::1\]|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/;

/** Whether what is sent there could be read on its way through the internet: http, and not in a home network. */
export function isSentInTheOpen(typed: string): boolean {
  const address = readAddress(typed);
  const url = address === null ? null : URL.parse(address);
  if (url?.protocol !== 'http:') return false;
  const host = url.hostname.toLowerCase().replace(/\.$/, '');
  if (/^[0-9.]+$/.test(host)) return !privateNumbers.test(host);
  if (host.startsWith('[')) return !privateIpv6.test(host);
  return host.includes('.') && !privateNames.test(host);
}

/** `nas:8080`: enough to tell one place from another. */
export const hostOf = (address: string): string => URL.parse(address)?.host ?? address;
