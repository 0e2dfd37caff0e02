import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';

/** What bencode (BEP 3) can hold. Strings are UTF-8; anything else is given as bytes. */
export type Bencodable =
  | number
  | string
  | Uint8Array
  | readonly Bencodable[]
  | { readonly [key: string]: Bencodable };

const bytesOf = (text: string | Uint8Array): Buffer => Buffer.from(text as string);
const isList = (value: Bencodable): value is readonly Bencodable[] => Array.isArray(value);

/** Keys are sorted as raw bytes, which is what makes an info hash reproducible. */
export function bencode(value: Bencodable): Buffer {
  if (typeof value === 'number') return Buffer.from(`i${value}e`);
  if (typeof value === 'string' || value instanceof Uint8Array) {
    const bytes = bytesOf(value);
    return Buffer.concat([Buffer.from(`${bytes.length}:`), bytes]);
  }
  if (isList(value)) return Buffer.concat([Buffer.from('l'), ...value.map(bencode), Buffer.from('e')]);
  const entries = Object.entries(value)
    .map(([key, item]) => [Buffer.from(key), item] as const)
    .sort(([a], [b]) => Buffer.compare(a, b));
  return Buffer.concat([
    Buffer.from('d'),
    ...entries.flatMap(([key, item]) => [bencode(key), bencode(item)]),
    Buffer.from('e'),
  ]);
}

/** One file of a torrent: where it is below the torrent's folder, and its bytes. */
export interface ContentFile {
  readonly path: readonly string[];
  readonly data: Buffer;
}

export interface TorrentOptions {
  /** Bytes are taken as they are, also when they are not UTF-8. */
  readonly name?: string | Uint8Array;
  /** Address of a tracker; without one the torrent finds nobody. */
  readonly announce?: string;
  readonly pieceLength?: number;
  /** `v2` and `hybrid` are made for a single file of at most one piece only. */
  readonly kind?: 'v1' | 'v2' | 'hybrid';
}

export interface MadeTorrent {
  readonly torrent: Buffer;
  /** What qBittorrent calls the torrent: the first 40 digits of the v2 hash if there is one, else the v1 hash. */
  readonly infoHash: string;
  readonly infoHashV2: string | null;
}

const sha1 = (data: Uint8Array): Buffer => createHash('sha1').update(data).digest();
const sha256 = (data: Uint8Array): Buffer => createHash('sha256').update(data).digest();

function pieceHashes(data: Buffer, pieceLength: number): Buffer {
  const hashes: Buffer[] = [];
  for (let at = 0; at < data.length; at += pieceLength)
    hashes.push(sha1(data.subarray(at, at + pieceLength)));
  return Buffer.concat(hashes);
}

/** BEP 52: the root of a tree over 16 KiB blocks, filled up with zero hashes to a power of two. */
function merkleRoot(data: Buffer): Buffer {
  let layer: Buffer[] = [];
  for (let at = 0; at < data.length; at += 16_384) layer.push(sha256(data.subarray(at, at + 16_384)));
  while (layer.length === 0 || (layer.length & (layer.length - 1)) !== 0) layer.push(Buffer.alloc(32));
  while (layer.length > 1) {
    layer = Array.from({ length: layer.length / 2 }, (_, pair) =>
      sha256(Buffer.concat(layer.slice(2 * pair, 2 * pair + 2))),
    );
  }
  return layer[0] ?? Buffer.alloc(32);
}

/** A .torrent for content in memory: a buffer is a single-file torrent, a list is a folder. */
export function makeTorrentOf(
  content: Buffer | readonly ContentFile[],
  options: TorrentOptions = {},
): MadeTorrent {
  const { name = 'content', announce, pieceLength = 16_384, kind = 'v1' } = options;
  const info: Record<string, Bencodable> = { name, 'piece length': pieceLength };
  const single = Buffer.isBuffer(content);
  if (kind !== 'v2') {
    const whole = single ? content : Buffer.concat(content.map((file) => file.data));
    info.pieces = pieceHashes(whole, pieceLength);
    if (single) info.length = content.length;
    else info.files = content.map((file) => ({ length: file.data.length, path: file.path }));
  }
  if (kind !== 'v1') {
    if (!single || content.length > pieceLength || typeof name !== 'string')
      throw new Error(`a ${kind} torrent is made for one file of at most one piece only`);
    info['meta version'] = 2;
    info['file tree'] = { [name]: { '': { length: content.length, 'pieces root': merkleRoot(content) } } };
  }
  const encoded = bencode(info);
  const v2 = kind === 'v1' ? null : sha256(encoded).toString('hex');
  const outer: Record<string, Bencodable> = { info };
  if (announce !== undefined) outer.announce = announce;
  if (kind !== 'v1') outer['piece layers'] = {};
  const infoHash = v2?.slice(0, 40) ?? sha1(encoded).toString('hex');
  return { torrent: bencode(outer), infoHash, infoHashV2: v2 };
}

/** A .torrent for a file or folder on disk, named after it unless told otherwise. */
export function makeTorrent(path: string, options: TorrentOptions = {}): MadeTorrent {
  const named = { name: basename(path), ...options };
  if (statSync(path).isFile()) return makeTorrentOf(readFileSync(path), named);
  const files = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return makeTorrentOf(
    files.map((file) => ({ path: relative(path, file).split(sep), data: readFileSync(file) })),
    named,
  );
}
