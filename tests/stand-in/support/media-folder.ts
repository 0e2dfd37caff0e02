import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A real folder with media files (a few bytes each), gone when the test is over. */
export interface MediaFolder {
  readonly path: string;
  add(...files: string[]): Promise<void>;
  move(from: string, to: string): Promise<void>;
  remove(file: string): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function mediaFolder(...files: string[]): Promise<MediaFolder> {
  const path = await mkdtemp(join(tmpdir(), 'stand-in-'));
  const folder: MediaFolder = {
    path,
    async add(...names) {
      for (const name of names) {
        await mkdir(dirname(join(path, name)), { recursive: true });
        await writeFile(join(path, name), `bytes of ${name}`);
      }
    },
    async move(from, to) {
      await mkdir(dirname(join(path, to)), { recursive: true });
      await rename(join(path, from), join(path, to));
    },
    remove: (file) => rm(join(path, file), { recursive: true }),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
  await folder.add(...files);
  return folder;
}
