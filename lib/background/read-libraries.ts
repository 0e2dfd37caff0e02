import { type Failure, failureOf, OperationError } from '../domain/errors.ts';
import type { LibrarySection } from '../domain/library-section.ts';
import type { ServerSettings } from '../domain/settings.ts';
import type { LibraryIndex } from '../matching/library-index.ts';
import type { Libraries } from './libraries.ts';
import type { ServerWatch } from './server-watch.ts';

/** A small library is read in a few seconds: worth the wait. A large one is told as being read. */
const patienceMs = 10_000;
const pauseMs = 500;
const smallItems = 20_000;

export interface LibraryAccess {
  readonly servers: ServerWatch;
  readonly libraries: Libraries;
  /** `setTimeout`; given so that tests own the clock. */
  readonly later: (run: () => void, delayMs: number) => unknown;
}

export interface KnownLibrary {
  readonly sections: readonly LibrarySection[];
  /** `null` while it is read, and when it is not read at all: stopped, or too large. */
  readonly index: LibraryIndex | null;
}

export interface KnownLibraries {
  /** In the order of the settings; servers that can't tell are left out. */
  readonly known: readonly KnownLibrary[];
  /** Items read and to be read in all servers together; `null` when none is being read. */
  readonly reading: { readonly done: number; readonly total: number | null } | null;
  readonly failures: readonly Failure[];
}

/** What is known of every server's libraries, after a short wait for those that are just being read. Never throws. */
export async function readLibraries(
  access: LibraryAccess,
  servers: readonly ServerSettings[],
  signal: AbortSignal,
): Promise<KnownLibraries> {
  const failures: Failure[] = [];
  const asked = servers.map(async (server): Promise<readonly KnownLibrary[]> => {
    try {
      const sections = await access.servers.sections(server, signal);
      return [{ sections, index: await indexOf(access, server, signal) }];
    } catch (error) {
      failures.push({ ...failureOf(error, 'library'), server: server.name });
      return [];
    }
  });
  const known = (await Promise.all(asked)).flat();
  return { known, failures, reading: readingOf(access.libraries, servers, known) };
}

async function indexOf(
  { libraries, later }: LibraryAccess,
  server: ServerSettings,
  signal: AbortSignal,
): Promise<LibraryIndex | null> {
  for (let waitedMs = 0; ; waitedMs += pauseMs) {
    const index = await libraries.index(server);
    if (index) return index;
    const state = libraries.stateOf(server.machineIdentifier);
    // asking begins to read again what has failed before, so the first answer may be of then
    if (state.kind === 'failed' && waitedMs > 0) {
      throw new OperationError(state.code, { operation: 'library', server: server.name });
    }
    const isEnd = state.kind === 'stopped' || state.kind === 'too-large';
    const isFar = state.kind === 'reading' && (state.total ?? 0) - state.done > smallItems;
    if (isEnd || isFar || waitedMs >= patienceMs || signal.aborted) return null;
    await new Promise<void>((resolve) => void later(resolve, pauseMs));
  }
}

function readingOf(
  libraries: Libraries,
  servers: readonly ServerSettings[],
  known: readonly KnownLibrary[],
): KnownLibraries['reading'] {
  if (known.every(({ index }) => index !== null)) return null;
  const states = servers
    .map(({ machineIdentifier }) => libraries.stateOf(machineIdentifier))
    .filter((state) => state.kind === 'reading' || state.kind === 'unread')
    .map((state) => (state.kind === 'reading' ? state : { done: 0, total: null }));
  if (states.length === 0) return null;
  const total = states.reduce<number | null>(
    (sum, one) => (sum === null || one.total === null ? null : sum + one.total),
    0,
  );
  return { done: states.reduce((sum, { done }) => sum + done, 0), total };
}
