import type { Activities, Activity } from './activities.ts';
import type { Clock } from './clock.ts';
import { type FoundFile, filesIn } from './disk.ts';
import type { Item } from './items.ts';
import type { Delays } from './options.ts';
import { foldersToScan, type ScanFolder, type Section } from './section.ts';
import type { Timers } from './timers.ts';

/** One refresh that was asked for: what was wanted, what was really scanned, and what came of it. */
export interface ScanRecord {
  /** Epoch milliseconds by the machine's clock. */
  readonly at: number;
  readonly sectionKey: string;
  readonly method: string;
  /** The decoded `path`, or `null` for the whole library. */
  readonly path: string | null;
  /** The folders Plex looked into, as Plex names them. */
  readonly folders: readonly string[];
  /** `false`: the path lay outside every location and was put under the first one, where nothing is found. */
  readonly insideLocation: boolean;
  readonly force: boolean;
  state: 'queued' | 'running' | 'done' | 'cancelled';
  /** Rating keys. */
  added: readonly string[];
  removed: readonly string[];
}

export interface ScanRequest {
  readonly path: string | null;
  readonly force: boolean;
  readonly method: string;
}

interface ScanParts {
  readonly clock: Clock;
  readonly delays: () => Delays;
  readonly timers: Timers;
  readonly activities: Activities;
  /** Takes in what was found; resolves when everything that follows (matching) is on its way. */
  readonly takeIn: (section: Section, folder: ScanFolder, files: readonly FoundFile[]) => Changes;
  readonly onScanned: (section: Section, changes: Changes) => void;
}

export interface Changes {
  readonly added: readonly Item[];
  readonly removed: readonly Item[];
}

export interface Scans {
  readonly records: ScanRecord[];
  /** Queues a scan and returns at once, as Plex does. */
  request(section: Section, request: ScanRequest): ScanRecord;
  /** Cancels the waiting and the running scans of a section, or of all. */
  cancel(section?: Section): void;
}

const keysOf = (items: readonly Item[]): string[] => items.map((item) => String(item.ratingKey));

async function show(
  parts: ScanParts,
  activity: Activity,
  section: Section,
  stop: AbortSignal,
): Promise<boolean> {
  const { scanMs, contextMs } = parts.delays();
  const named = Math.min(contextMs, scanMs);
  if (!(await parts.timers.wait(named, stop))) return false;
  activity.sectionKey = section.key;
  activity.progress = 50;
  parts.activities.update(activity);
  return parts.timers.wait(scanMs - named, stop);
}

async function look(folders: readonly ScanFolder[], section: Section): Promise<[ScanFolder, FoundFile[]][]> {
  const found: [ScanFolder, FoundFile[]][] = [];
  for (const folder of folders.filter((entry) => entry.insideLocation)) {
    const files = await filesIn(folder, section);
    if (files) found.push([folder, files]);
  }
  return found;
}

export function createScans(parts: ScanParts): Scans {
  const records: ScanRecord[] = [];
  const stops = new Map<ScanRecord, { readonly section: Section; readonly stop: AbortController }>();
  let queue: Promise<void> = Promise.resolve();

  async function run(
    record: ScanRecord,
    section: Section,
    folders: readonly ScanFolder[],
    stop: AbortSignal,
  ) {
    if (stop.aborted) return;
    record.state = 'running';
    const activity = parts.activities.start({
      type: 'library.update.section',
      title: `Scanning ${section.title}`,
      subtitle: folders[0]?.parts.at(-1) ?? '',
      cancellable: true,
      userID: 1,
      progress: -1,
      sectionKey: undefined,
      cancel: () => stops.get(record)?.stop.abort(),
    });
    const found = await look(folders, section);
    const finished = await show(parts, activity, section, stop);
    activity.sectionKey = section.key;
    activity.progress = finished ? 100 : activity.progress;
    section.scans -= 1;
    record.state = finished ? 'done' : 'cancelled';
    if (finished) section.scannedAt = parts.clock.seconds();
    parts.activities.end(activity);
    if (finished) parts.timers.track(appear(record, section, found));
  }

  async function appear(record: ScanRecord, section: Section, found: [ScanFolder, FoundFile[]][]) {
    // Without its record the scan was forgotten in the meantime.
    if (!(await parts.timers.wait(parts.delays().appearMs)) || !records.includes(record)) return;
    const changes = found.map(([folder, files]) => parts.takeIn(section, folder, files));
    const added = changes.flatMap((change) => change.added);
    const removed = changes.flatMap((change) => change.removed);
    record.added = keysOf(added);
    record.removed = keysOf(removed);
    parts.onScanned(section, { added, removed });
  }

  return {
    records,
    request(section, { path, force, method }) {
      const folders = foldersToScan(section, path);
      const record: ScanRecord = {
        at: Date.now(),
        sectionKey: section.key,
        method,
        path,
        folders: folders.map((folder) => folder.plexPath),
        insideLocation: folders.every((folder) => folder.insideLocation),
        force,
        state: 'queued',
        added: [],
        removed: [],
      };
      records.push(record);
      section.scans += 1;
      const stop = new AbortController();
      stops.set(record, { section, stop });
      queue = queue
        .then(() => run(record, section, folders, stop.signal))
        .finally(() => stops.delete(record));
      parts.timers.track(queue);
      return record;
    },
    cancel(section) {
      for (const [record, entry] of stops) {
        if (section && entry.section !== section) continue;
        if (record.state === 'queued') {
          record.state = 'cancelled';
          entry.section.scans -= 1;
        }
        entry.stop.abort();
      }
    },
  };
}
