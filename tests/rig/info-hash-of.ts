import { createHash } from 'node:crypto';

const letter = (text: string): number => text.charCodeAt(0);

/** Where the bencoded value that begins here ends. */
function endOf(bytes: Uint8Array, at: number): number {
  const kind = bytes[at];
  if (kind === letter('i')) return bytes.indexOf(letter('e'), at) + 1;
  if (kind === letter('l') || kind === letter('d')) {
    let next = at + 1;
    while (bytes[next] !== letter('e')) next = endOf(bytes, next);
    return next + 1;
  }
  const colon = bytes.indexOf(letter(':'), at);
  const length = Number(Buffer.from(bytes.subarray(at, colon)).toString('latin1'));
  if (colon === -1 || !Number.isInteger(length)) throw new Error(`not bencoded at byte ${at}`);
  return colon + 1 + length;
}

/**
 * Info hash of a .torrent as torrent clients call it, in lower case: the first 40 digits of the v2 hash if there is
 * one and the client knows v2, else the v1 hash.
 */
export function infoHashOf(torrent: Uint8Array, knowsV2 = true): string {
  let at = 1;
  while (torrent[at] !== letter('e')) {
    const value = endOf(torrent, at);
    const key = Buffer.from(torrent.subarray(at, value)).toString('latin1');
    at = endOf(torrent, value);
    if (key !== '4:info') continue;
    const info = torrent.subarray(value, at);
    const isV2 = knowsV2 && Buffer.from(info).includes('12:meta versioni2e');
    return createHash(isV2 ? 'sha256' : 'sha1')
      .update(info)
      .digest('hex')
      .slice(0, 40);
  }
  throw new Error('a .torrent without info');
}
