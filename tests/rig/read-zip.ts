import { inflateRawSync } from 'node:zlib';

const endOfDirectory = 0x06054b50;

/**
 * The files in a zip by their names, as far as extensions are zipped: no encryption, no parts, less than 4 GB.
 * @see PKWARE's APPNOTE.TXT, 4.3 and 4.4
 */
export function readZip(zip: Buffer): Map<string, Buffer> {
  let end = zip.length - 22;
  while (end >= 0 && zip.readUInt32LE(end) !== endOfDirectory) end--;
  if (end < 0) throw new Error('This is no zip.');
  const files = new Map<string, Buffer>();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    files.set(name, contentOf(zip, at));
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return files;
}

/** The content that an entry of the directory tells of; the lengths of the names before it are told there anew. */
function contentOf(zip: Buffer, entry: number): Buffer {
  const start = zip.readUInt32LE(entry + 42);
  const from = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28);
  const packed = zip.subarray(from, from + zip.readUInt32LE(entry + 20));
  return zip.readUInt16LE(entry + 10) === 0 ? packed : inflateRawSync(packed);
}
