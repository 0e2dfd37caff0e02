import { createCipheriv, createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Bytes that look like compressed video: incompressible, and always the same for one seed. */
export function mediaBytes(seed: string, sizeBytes: number): Buffer {
  const key = createHash('sha256').update(seed).digest();
  const cipher = createCipheriv('aes-128-ctr', key.subarray(0, 16), key.subarray(16));
  return cipher.update(Buffer.alloc(sizeBytes));
}

/** A single file of that many bytes, or a folder of files: path below it (with `/`) to size in bytes. */
export type Contents = number | Readonly<Record<string, number>>;

/** Writes a file or folder called `name` into `folder` and gives its path. */
export function writeMedia(folder: string, name: string, contents: Contents, seed = name): string {
  const path = join(folder, name);
  const write = (file: string, sizeBytes: number): void => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, mediaBytes(`${seed}/${file.slice(path.length)}`, sizeBytes));
  };
  if (typeof contents === 'number') write(path, contents);
  else for (const [file, sizeBytes] of Object.entries(contents)) write(join(path, file), sizeBytes);
  return path;
}

/**
 * The same for much content beside open connections. While it is made, which may take a second on a busy computer,
 * nothing else is done; the pauses let a request go out before and a closed connection be noticed afterwards.
 */
export async function writeLargeMedia(...args: Parameters<typeof writeMedia>): Promise<string> {
  await sleep(20);
  const path = writeMedia(...args);
  await sleep(20);
  return path;
}
