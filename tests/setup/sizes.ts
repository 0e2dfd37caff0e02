import { globSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Figure } from '../bench/figure.ts';

/**
 * Upper limits in kB (1,000 bytes) of the gzipped scripts that a page, the worker or the popup has to load. A third of
 * the worker is what reads release names: the parser's hundreds of patterns, which a worker can't load when it needs them.
 */
const limits = { 'content script': 16, 'page reader': 2, worker: 155, popup: 95 } as const;
/** A quarter of it is React, a sixth the texts of four languages. */
const zipLimit = 430;

const output = fileURLToPath(new URL('../../.output/', import.meta.url));

/** The script a page starts with, and every chunk it imports. */
function scriptsOf(entry: string, folder: string): Set<string> {
  const files = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    const imports = /(?:from|import)\s*\(?["'`]\.{0,2}\/?(?:[^"'`]*\/)?([\w.-]+\.js)["'`]/g;
    for (const [, name] of readFileSync(file, 'utf8').matchAll(imports)) {
      const found = globSync(`${folder}/**/${name}`)[0];
      if (found) visit(found);
    }
  };
  visit(entry);
  return files;
}

const gzipped = (files: Iterable<string>): number =>
  [...files].reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0) / 1000;

function loadedBy(folder: string): Record<keyof typeof limits, Iterable<string>> {
  const page = readFileSync(`${folder}/popup.html`, 'utf8');
  const popup = [...page.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map((match) => `${folder}/${match[1]}`);
  return {
    'content script': [`${folder}/content-scripts/torrent-page.js`],
    'page reader': [`${folder}/page-reader.js`],
    worker: scriptsOf(`${folder}/background.js`, folder),
    popup: new Set(popup.flatMap((file) => [...scriptsOf(file, folder)])),
  };
}

/** Sizes of every build that is there, and of the zips. */
export function sizes(): Figure[] {
  const builds = globSync(`${output}{chrome,firefox}-mv3`).flatMap((folder) =>
    Object.entries(loadedBy(folder)).map(
      ([name, files]): Figure => ({
        name: `${basename(folder)} ${name}`,
        value: gzipped(files),
        unit: 'kB gzip',
        limit: limits[name as keyof typeof limits],
      }),
    ),
  );
  const zips = globSync(`${output}*-{chrome,firefox}.zip`).map(
    (file): Figure => ({
      name: basename(file),
      value: statSync(file).size / 1000,
      unit: 'kB',
      limit: zipLimit,
    }),
  );
  return [...builds, ...zips];
}
