import type { ClientSettings } from '../../lib/domain/settings.ts';
import { readAddress } from './address.ts';

/** A kind of torrent client, as the form needs it. */
export interface ClientKind {
  readonly id: string;
  readonly label: string;
  readonly accesses: readonly ClientSettings['access'][];
  readonly passwordAlone?: boolean;
  readonly usualAddress: RegExp;
}

/** The kind that an address looks like, or the first: a suggestion that the person can change. */
export function likelyKind(address: string, kinds: readonly ClientKind[]): ClientKind | undefined {
  const place = readAddress(address)?.replace(/^https?:\/\//, '') ?? '';
  return kinds.find(({ usualAddress }) => usualAddress.test(place)) ?? kinds[0];
}
