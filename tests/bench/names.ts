import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readBare, readOurs } from './name-readers.ts';
import { fields, readNames, type Score, scoreNames } from './names-score.ts';

/** How many labelled names our wrapper and the bare parser read right: `node tests/bench/names.ts [folder]`. */
const standard = fileURLToPath(new URL('../../../shared/corpus/names', import.meta.url));
const folder = process.argv[2] ?? standard;
if (!existsSync(folder)) {
  console.error(`The labelled names are not here: they need ${folder}, which is no part of the project.`);
  process.exit(2);
}

const cell = ({ right, of }: Score[keyof Score]): string =>
  of === 0 ? '-' : `${((100 * right) / of).toFixed(1)} (${right}/${of})`;

console.log(`| corpus | reader | ${fields.join(' | ')} |`);
console.log(`|---|---|${fields.map(() => '--:').join('|')}|`);
for (const [corpus, names] of readNames(folder)) {
  for (const [reader, read] of Object.entries({ ours: readOurs, bare: readBare })) {
    const score = scoreNames(names, read);
    console.log(`| ${corpus} | ${reader} | ${fields.map((field) => cell(score[field])).join(' | ')} |`);
  }
}
