import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** A small PNG whose two colours come from `seed`: every item looks different, and always the same. */
export function poster(seed: string, width: number, height: number): Buffer {
  const hash = createHash('sha1').update(seed).digest();
  const colour = (offset: number): number[] => [0, 1, 2].map((at) => 40 + ((hash[offset + at] ?? 0) % 170));
  const palette = Buffer.from([...colour(0), ...colour(3)]);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isSecond = x * height + y * width > width * height * (0.7 + (hash[6] ?? 0) / 850);
      rows[y * (width + 1) + 1 + x] = isSecond ? 1 : 0;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits per pixel, indexed colours
  header.writeUInt8(8, 8);
  header.writeUInt8(3, 9);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
