import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Upper limits in kB (1,000 bytes) of the gzipped scripts that a page or the worker has to load. */
const limits = { 'content script': 12, worker: 45, popup: 90 } as const;

const output = new URL('../../.output/', import.meta.url).pathname;

/** The script a page starts with, and every chunk it imports. */
function scriptsOf(entry: string, folder: string): Set<string> {
  const files = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, name] of text.matchAll(
      /(?:from|import)\s*\(?["'`]\.{0,2}\/?(?:[^"'`]*\/)?([\w.-]+\.js)["'`]/g,
    )) {
      const found = globSync(`${folder}/**/${name}`)[0];
      if (found) visit(found);
    }
  };
  visit(entry);
  return files;
}

export function measure(folder: string): Record<keyof typeof limits, number> {
  const kB = (files: Iterable<string>): number =>
    [...files].reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0) / 1000;
  const page = readFileSync(`${folder}/popup.html`, 'utf8');
  const popup = [...page.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map((match) => `${folder}/${match[1]}`);
  return {
    'content script': kB([`${folder}/content-scripts/torrent-page.js`]),
    worker: kB(scriptsOf(`${folder}/background.js`, folder)),
    popup: kB(new Set(popup.flatMap((file) => [...scriptsOf(file, folder)]))),
  };
}

let over = false;
for (const folder of globSync(`${output}{chrome,firefox}-mv3`)) {
  for (const [name, kB] of Object.entries(measure(folder))) {
    const limit = limits[name as keyof typeof limits];
    if (kB > limit) over = true;
    console.log(
      `${basename(folder)}: ${name} ${kB.toFixed(1)} kB gzip (limit ${limit})${kB > limit ? '  TOO LARGE' : ''}`,
    );
  }
}
if (over) process.exitCode = 1;
