/** A torrent's info hash in the one form used inside Marquee: 40 lower-case hex digits. */
export type InfoHash = string & { readonly __brand: 'InfoHash' };

/**
 * Reads an info hash as any client or page writes it.
 *
 * Clients differ in case, and a v2 hash has 64 digits; qBittorrent identifies such a torrent by the first 40
 * (`TorrentID` in its source), so that is the common form. Anything else gives `undefined`.
 */
export function parseInfoHash(text: unknown): InfoHash | undefined {
  if (typeof text !== 'string') return undefined;
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(text)) return undefined;
  return text.slice(0, 40).toLowerCase() as InfoHash;
}
