import { isOpenToAll, readWebAddress } from '../../lib/domain/web-address.ts';

/**
 * A web address as somebody typed or copied it, without what does not belong in one (a page, a query with a token in
 * it, a fragment); `null` if it is none. The background reads it again and decides; here it says which host to ask
 * the browser for, at once, since that question may wait for nothing.
 */
export function readAddress(typed: string): string | null {
  const url = readWebAddress(typed);
  return url && `${url.origin}${url.pathname}`;
}

/** Whether what is sent there could be read on its way through the internet: http, and not in a home network. */
export function isSentInTheOpen(typed: string): boolean {
  const address = readAddress(typed);
  const url = address === null ? null : URL.parse(address);
  return url !== null && isOpenToAll(url);
}

/** `nas:8080`: enough to tell one place from another. */
export const hostOf = (address: string): string => URL.parse(address)?.host ?? address;
