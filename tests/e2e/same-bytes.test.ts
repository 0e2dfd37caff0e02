import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readZip } from '../rig/read-zip.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'marquee-bytes-'));
/** As a developer has it. */
const checkout = join(folder, 'checkout');
/** As a reviewer has it: the sources zip, unpacked elsewhere, with another clock, language and depth. */
const reviewers = join(folder, 'a reviewer', 'somewhere', 'else');
const elsewhere = { TZ: 'Asia/Kathmandu', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' };

/** The zips of a tree by name, as the SHA-256 of each. */
type Hashes = Readonly<Record<string, string>>;

const packages = (tree: string): void =>
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'), 'junction');

async function zip(tree: string, browser: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  const wxt = join(root, 'node_modules', 'wxt', 'bin', 'wxt.mjs');
  const { NODE_ENV: _test, VITEST: _vitest, ...own } = process.env; // what is built must not know of the test
  await promisify(execFile)(process.execPath, [wxt, 'zip', ...browser], {
    cwd: tree,
    env: { ...own, ...env },
  });
}

const chrome = ['-b', 'chrome'];
const firefox = ['-b', 'firefox', '--mv3'];

function copyCheckout(): void {
  const left = new Set(['node_modules', '.git', '.output', '.wxt', 'artifacts']);
  cpSync(root, checkout, { recursive: true, filter: (source) => !left.has(basename(source)) });
  packages(checkout);
}

/** @returns what is in it by name */
function unpackSources(): readonly string[] {
  const [sources = ''] = globSync(join(checkout, '.output/*-sources.zip'));
  const files = readZip(readFileSync(sources));
  for (const [name, content] of files) {
    mkdirSync(dirname(join(reviewers, name)), { recursive: true });
    writeFileSync(join(reviewers, name), content);
  }
  packages(reviewers);
  return [...files.keys()];
}

const hashes = (tree: string): Hashes =>
  Object.fromEntries(
    globSync(join(tree, '.output/*.zip'))
      .sort()
      .map((file) => [basename(file), createHash('sha256').update(readFileSync(file)).digest('hex')]),
  );

let sources: readonly string[];

beforeAll(async () => {
  copyCheckout();
  writeFileSync(join(checkout, 'stray.log'), 'a token that somebody left here');
  await zip(checkout, firefox);
  sources = unpackSources();
  const again = async (): Promise<void> => {
    await zip(reviewers, chrome, elsewhere);
    await zip(reviewers, firefox, elsewhere);
  };
  await Promise.all([zip(checkout, chrome), again()]);
}, 300_000); // four builds: a quarter of a minute, and many times that on a computer with more to do

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what is sent to the stores', () => {
  it('is the same to the byte, built by us and built from our sources zip in another folder', () => {
    const ours = hashes(checkout);
    expect(Object.keys(ours)).toEqual([
      expect.stringMatching(/-chrome\.zip$/),
      expect.stringMatching(/-firefox\.zip$/),
      expect.stringMatching(/-sources\.zip$/),
    ]);
    expect(hashes(reviewers)).toEqual(ours);
  });

  it('names no folder of the machine that built it', () => {
    for (const file of globSync(join(checkout, '.output/*-{chrome,firefox}.zip'))) {
      for (const [name, content] of readZip(readFileSync(file))) {
        for (const place of [folder, root])
          expect(content.includes(place), `${place} in ${name}`).toBe(false);
      }
    }
  });

  it('has in its sources what is needed to build, and nothing that lay about', () => {
    expect(sources).toEqual(
      expect.arrayContaining(['package-lock.json', 'wxt.config.ts', 'README.md', 'LICENSE']),
    );
    expect(sources.filter((name) => /\.log$|^\.|node_modules/.test(name))).toEqual([]);
  });
});
