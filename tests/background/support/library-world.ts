import { expect, vi } from 'vitest';
import { LibraryKeeper } from '../../../lib/background/library-keeper.ts';
import { ServerWatch } from '../../../lib/background/server-watch.ts';
import type { LibraryState } from '../../../lib/domain/library-state.ts';
import type { ServerSettings } from '../../../lib/domain/settings.ts';
import type { LibraryIndex } from '../../../lib/matching/library-index.ts';
import type { ListWindow } from '../../../lib/ports/plex-server.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { MemoryLibraryStore } from '../../fakes/library-store.ts';
import { type FakeItem, FakePlexLibrary } from '../../fakes/plex-library.ts';
import { FakeWorld, machineIdentifier } from '../../fakes/world.ts';

export const server: ServerSettings = {
  machineIdentifier,
  name: 'Attic',
  address: 'http://plex.test:32400',
  version: '1.41.0',
};
export const never = new AbortController().signal;

/** A Plex with libraries, and workers that keep an index of them; each may die, and what was stored stays. */
export class LibraryWorld {
  readonly plex = new FakePlexLibrary();
  readonly store = new MemoryLibraryStore();
  readonly clock = new FakeClock();
  readonly logged: string[] = [];
  awake = 0;
  changes = 0;
  /** Libraries that the server was asked for by key. */
  sectionsAsked = 0;

  /** A worker that has just started. What an earlier one still does counts for nothing that a test looks at. */
  start(): LibraryKeeper {
    this.clock.dropTimers();
    const world = new FakeWorld();
    const plex = {
      ...world.server,
      listLibrary: (section: string, window: ListWindow) => this.plex.listLibrary(section, window),
      sections: async () => {
        this.sectionsAsked++;
        return this.plex.sections;
      },
    };
    const connections = { client: () => world.client, server: () => plex, allowed: async () => true };
    return new LibraryKeeper({
      servers: new ServerWatch(connections, this.clock.now),
      store: this.store,
      now: this.clock.now,
      later: (run, delayMs) => {
        if (delayMs > 0) return this.clock.later(run, delayMs);
        const timer = setImmediate(run);
        return () => clearImmediate(timer);
      },
      keepAwake: () => this.awake++,
      changed: () => this.changes++,
      log: (event) => this.logged.push(event),
    });
  }

  /** A worker whose index is there. */
  async read(keeper = this.start()): Promise<LibraryKeeper> {
    await keeper.index(server);
    await this.until(keeper, 'ready');
    return keeper;
  }

  async until(keeper: LibraryKeeper, kind: LibraryState['kind']): Promise<void> {
    await vi.waitFor(() => expect(keeper.stateOf(machineIdentifier).kind).toBe(kind), {
      timeout: 10_000,
      interval: 1,
    });
  }

  refresh(keeper: LibraryKeeper, ...keys: readonly string[]): Promise<LibraryIndex | null> {
    const sections = this.plex.sections.filter(({ key }) => keys.length === 0 || keys.includes(key));
    return keeper.refresh(server, sections, never);
  }

  /** Lets both clocks go on. */
  async pass(ms: number): Promise<void> {
    this.plex.seconds += Math.floor(ms / 1000);
    await this.clock.pass(ms);
  }
}

/** Sizes of the files that the index knows of an item. */
export function sizesOf(index: LibraryIndex | null, { key, kind, parent }: FakeItem): readonly number[] {
  const group = kind === 'movie' ? key : (parent?.key ?? key);
  const files = index?.filesIn(String(group)).filter(({ ratingKey }) => ratingKey === String(key)) ?? [];
  return files.map(({ sizeBytes }) => sizeBytes).sort((a, b) => a - b);
}

/** The index tells of just the items that Plex has, of these. */
export function expectTruth(
  index: LibraryIndex | null,
  plex: FakePlexLibrary,
  everSeen: readonly FakeItem[],
): void {
  expect(index).not.toBeNull();
  const there = new Set(plex.items);
  const wrong = everSeen.flatMap((item) => {
    const real = there.has(item) ? item.files.map(({ size }) => size).sort((a, b) => a - b) : [];
    const told = sizesOf(index, item);
    const hasTitle = item.kind === 'movie' || item.kind === 'show';
    const title = hasTitle && there.has(item) ? item.title : undefined;
    const toldTitle = hasTitle ? index?.title(String(item.key))?.title : undefined;
    const isRight = told.join() === real.join() && title === toldTitle;
    return isRight ? [] : [{ kind: item.kind, key: item.key, real, told, title, toldTitle }];
  });
  expect(wrong).toEqual([]);
}
