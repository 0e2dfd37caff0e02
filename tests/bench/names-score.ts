import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One labelled name; a key that is missing is not labelled. */
export interface LabelledName {
  readonly name: string;
  readonly kind: string | null;
  readonly title?: string;
  readonly titles?: readonly string[];
  readonly year?: number | null;
  readonly season?: number | null;
  readonly seasons?: readonly number[];
  readonly episodes?: readonly number[];
  readonly absolute?: readonly number[];
  readonly date?: string | null;
}

/** What a reader makes of a name. */
export interface Reading {
  readonly kind: string;
  readonly title: string;
  readonly year: number | null;
  readonly seasons: readonly number[];
  readonly episodes: readonly number[];
  readonly date: string | null;
}

export const fields = ['kind', 'title', 'year', 'season', 'episodes', 'date', 'identity'] as const;
export type Field = (typeof fields)[number];
export type Score = Record<Field, { right: number; of: number }>;

/** The labelled names of one folder, by file. */
export function readNames(folder: string): ReadonlyMap<string, readonly LabelledName[]> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.jsonl'));
  const read = (file: string) =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line): LabelledName => JSON.parse(line));
  return new Map(files.sort().map((file) => [file.replace('.jsonl', ''), read(file)]));
}

/** Compared after decomposition, without accents, `&` as "and", letters and digits only. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('&', 'and')
    .replace(/[^\p{L}\p{N}]+/gu, '');

const sameList = (a: readonly number[], b: readonly number[]): boolean => {
  const [x, y] = [new Set(a), new Set(b)];
  return x.size === y.size && [...x].every((value) => y.has(value));
};
const kindFits = (label: string, kind: string): boolean =>
  label === kind || (label === 'tv' && ['episode', 'season', 'show'].includes(kind));

/** Which labelled fields a reading has right. */
export function judge(label: LabelledName, reading: Reading): Partial<Record<Field, boolean>> {
  const verdict: Partial<Record<Field, boolean>> = {};
  const titles = [label.title, ...(label.titles ?? [])].filter((title) => title !== undefined);
  if (label.title !== undefined)
    verdict.title = titles.some((title) => plain(title) === plain(reading.title));
  if (label.year !== undefined) verdict.year = label.year === reading.year;
  if (label.seasons) verdict.season = sameList(label.seasons, reading.seasons);
  else if (label.season !== undefined) verdict.season = label.season === (reading.seasons[0] ?? null);
  const numbers = label.episodes ?? label.absolute;
  if (numbers) verdict.episodes = sameList(numbers, reading.episodes);
  if (label.date !== undefined) verdict.date = label.date === reading.date;
  const identity = Object.values(verdict);
  if (identity.length > 0) verdict.identity = identity.every(Boolean);
  if (label.kind !== null) verdict.kind = kindFits(label.kind, reading.kind);
  return verdict;
}

/** How often each field is right. */
export function scoreNames(names: readonly LabelledName[], read: (name: string) => Reading): Score {
  const score = Object.fromEntries(fields.map((field) => [field, { right: 0, of: 0 }])) as Score;
  for (const label of names) {
    const verdict = judge(label, read(label.name));
    for (const field of fields) {
      if (verdict[field] === undefined) continue;
      score[field].of++;
      if (verdict[field]) score[field].right++;
    }
  }
  return score;
}
