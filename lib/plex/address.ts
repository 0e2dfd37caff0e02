import { OperationError } from '../domain/errors.ts';

/** The address as the root of all requests: path prefix kept, ending in `/`, without query or fragment. */
export function plexAddress(address: string, operation: string): URL {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) {
    throw new OperationError('URL_INVALID', { operation });
  }
  const path = url.pathname.replace(/\/*$/, '/');
  return new URL(path, url.origin);
}

/**
 * The key of an item or library as a part of a path. Keys come from stored values and messages too, and `all` in place
 * of a key would scan every library.
 */
export function keyPart(key: string, operation: string, server: string): string {
  if (!/^\d{1,20}$/.test(key)) throw new OperationError('NOT_FOUND', { operation, server });
  return key;
}
