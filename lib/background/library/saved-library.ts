import type { FileEntry, TitleEntry } from '../../domain/library-entry.ts';
import type { Segment } from '../../matching/segment.ts';

/** Libraries that share a segment: together they are read anew. */
export interface LibraryPart {
  readonly sections: readonly string[];
  readonly segment: Segment;
}

/** What is remembered of a library beside its items. */
export interface SectionMark {
  readonly key: string;
  /** Up to which time, of the server's clock, everything is known that was added or changed. */
  readonly seenMs: number;
  /** Items with files. */
  readonly count: number;
  /** Whether its length, when it is this, tells that nothing is missing and nothing gone. */
  readonly isSure: boolean;
  /** When the reading began that it is known from. */
  readonly readAtMs: number;
}

/** Something told after the reading, and when. */
export interface Told<T> {
  readonly entry: T;
  readonly atMs: number;
}

/** One record of a database. */
export interface SavedLibrary {
  readonly version: 1;
  readonly kind: 'read';
  readonly readAtMs: number;
  readonly marks: readonly SectionMark[];
  readonly parts: readonly LibraryPart[];
  readonly titles: readonly Told<TitleEntry>[];
  readonly files: readonly Told<FileEntry>[];
  /** Keys of items that are gone, and since when. */
  readonly gone: readonly (readonly [string, number])[];
}

/** In place of a library that holds more than an index may. */
export interface SavedExcess {
  readonly version: 1;
  readonly kind: 'too-large';
  readonly items: number;
  readonly atMs: number;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Columns that every segment of this version has; one that lacks any would be read as empty. */
function isPart(value: unknown): boolean {
  if (!isObject(value) || !Array.isArray(value.sections) || !isObject(value.segment)) return false;
  const { files, groups, folders, titles, spellings, ids, orders, text, sections } = value.segment;
  const tables = [files, groups, folders, titles, spellings, ids, orders];
  return tables.every(isTable) && typeof text === 'string' && Array.isArray(sections);
}

const isTable = (value: unknown): boolean =>
  isObject(value) && Object.values(value).length > 0 && Object.values(value).every(ArrayBuffer.isView);

/** What was saved, if this version can read it. It was written by ourselves; only its version is in question. */
export function readSaved(saved: unknown): SavedLibrary | SavedExcess | null {
  if (!isObject(saved) || saved.version !== 1) return null;
  if (saved.kind === 'too-large') return isExcess(saved) ? saved : null;
  return isLibrary(saved) ? saved : null;
}

const isExcess = (saved: object): saved is SavedExcess =>
  'items' in saved && typeof saved.items === 'number' && 'atMs' in saved && typeof saved.atMs === 'number';

function isLibrary(
  saved: Readonly<Record<string, unknown>>,
): saved is Readonly<Record<string, unknown>> & SavedLibrary {
  const { kind, readAtMs, marks, parts, titles, files, gone } = saved;
  const lists = [marks, titles, files, gone].every(Array.isArray);
  return (
    kind === 'read' && typeof readAtMs === 'number' && lists && Array.isArray(parts) && parts.every(isPart)
  );
}
