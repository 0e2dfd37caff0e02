import type { Download } from './download.ts';
import type { ErrorCode } from './errors.ts';

/** What can happen to a download, as it is told to the person. */
export const happenings = [
  'seen',
  'settled',
  'planned',
  'unplanned',
  'absent',
  'sending',
  'accepted',
  'unclear',
  'not-sent',
  'again',
  'problem',
  'went-on',
  'available',
  'ignored',
  'restarted',
] as const;

/** One thing that happened to a download. Small: two hundred times twenty of them are kept. */
export interface Happening {
  /** Epoch milliseconds. */
  readonly atMs: number;
  readonly what: (typeof happenings)[number];
  /** What went wrong. */
  readonly code?: ErrorCode;
  /** When it is tried again by itself. */
  readonly retryAtMs?: number;
  /** Title of a library, and a folder as Plex sees it. */
  readonly section?: string;
  readonly folder?: string;
  /** The how-manieth scan request it was. */
  readonly send?: number;
}

/** What happened to one download, oldest first. */
export interface JournalEntry {
  /** Id of the download. */
  readonly id: string;
  readonly events: readonly Happening[];
}

export const mostDownloads = 200;
export const mostEvents = 20;
const longestText = 300;

/** What a change of a download means, in the order it came about; nothing when nothing worth telling has changed. */
export function happeningsOf(before: Download | undefined, after: Download, nowMs: number): Happening[] {
  const told: Happening[] = [];
  const tell = (what: Happening['what'], about: Partial<Happening> = {}): void => {
    told.push({ atMs: nowMs, what, ...about });
  };
  if (!before) tell('seen');
  else if (isRestarted(before, after)) tell('restarted');
  else if (before.stage !== after.stage) {
    const what = stageTold(before, after);
    if (what) tell(what, what === 'sending' ? { ...placeOf(after), send: after.sends } : {});
  } else if (before.plan && !after.plan) tell('unplanned');
  if (before && !before.plan && after.plan) tell('planned', placeOf(after));
  if (before?.stage === 'ready' && after.stage === 'ready' && before.looks === 0 && after.looks > 0) {
    tell('absent');
  }
  const { problem } = after;
  const had = before?.problem ?? null;
  if (problem && (had?.code !== problem.code || (had.retryAtMs === null) !== (problem.retryAtMs === null))) {
    const { code, retryAtMs } = problem;
    tell('problem', { code, ...(retryAtMs !== null && { retryAtMs }) });
  } else if (had && !problem && told.length === 0) tell('went-on');
  return told;
}

/** The person starts a download over: everything that was decided is gone, also how often it was sent. */
function isRestarted(before: Download, after: Download): boolean {
  if (after.stage !== 'ready' || after.plan || after.sends > 0 || after.problem) return false;
  return before.sends > 0 || (before.stage === 'ready' && before.problem?.retryAtMs === null);
}

function stageTold(before: Download, after: Download): Happening['what'] | null {
  switch (after.stage) {
    case 'ready':
      if (before.stage === 'settling') return 'settled';
      if (before.stage === 'sending') return 'not-sent';
      return after.plan ? 'again' : 'unplanned';
    case 'verifying':
      return after.outcomeUnknown ? 'unclear' : 'accepted';
    case 'sending':
    case 'available':
    case 'ignored':
      return after.stage;
    case 'settling':
      return null;
  }
}

function placeOf({ plan }: Download): Pick<Happening, 'section' | 'folder'> {
  const [scan] = plan?.scans ?? [];
  if (!scan) return {};
  return { section: scan.sectionTitle.slice(0, longestText), folder: scan.folder.slice(0, longestText) };
}

/** With more added: its beginning stays, and the newest. */
export function withHappenings(entry: JournalEntry, more: readonly Happening[]): JournalEntry {
  const [first, ...others] = [...entry.events, ...more];
  if (!first) return entry;
  return { ...entry, events: [first, ...others.slice(-(mostEvents - 1))] };
}

/** The newest events of all downloads, newest first. */
export const newestOf = (
  entries: readonly JournalEntry[],
  most: number,
): readonly { readonly id: string; readonly event: Happening }[] =>
  entries
    .flatMap(({ id, events }) => events.map((event) => ({ id, event })))
    .sort((a, b) => b.event.atMs - a.event.atMs)
    .slice(0, most);
