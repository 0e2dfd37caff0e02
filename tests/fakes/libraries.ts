import type { Libraries } from '../../lib/background/libraries.ts';
import type { LibraryState } from '../../lib/domain/library-state.ts';
import type { ServerSettings } from '../../lib/domain/settings.ts';
import type { LibraryIndex } from '../../lib/matching/library-index.ts';

/** Libraries that know what they are given, and otherwise are in the state they are told. */
export class FakeLibraries implements Libraries {
  indexes = new Map<string, LibraryIndex>();
  states = new Map<string, LibraryState>();
  /** What was asked for, in order. */
  asked: string[] = [];
  /** Called before each answer of `index`; may throw. */
  onIndex: (server: ServerSettings) => void = () => undefined;

  stateOf(machineIdentifier: string): LibraryState {
    const known = this.indexes.get(machineIdentifier);
    const ready = known && ({ kind: 'ready', items: known.fileCount, readAtMs: 0 } as const);
    return this.states.get(machineIdentifier) ?? ready ?? { kind: 'unread' };
  }

  async index(server: ServerSettings): Promise<LibraryIndex | null> {
    this.asked.push(`index ${server.name}`);
    this.onIndex(server);
    return this.indexes.get(server.machineIdentifier) ?? null;
  }

  async refresh(server: ServerSettings): Promise<LibraryIndex | null> {
    this.asked.push(`refresh ${server.name}`);
    return this.indexes.get(server.machineIdentifier) ?? null;
  }

  async drop(machineIdentifier: string, ratingKeys: readonly string[]): Promise<void> {
    this.asked.push(`drop ${ratingKeys.join(' ')}`);
    const index = this.indexes.get(machineIdentifier);
    if (index) this.indexes.set(machineIdentifier, index.without(ratingKeys));
  }

  heard(machineIdentifier: string): void {
    this.asked.push(`heard ${machineIdentifier}`);
  }

  async read(server: ServerSettings): Promise<void> {
    this.asked.push(`read ${server.name}`);
    this.states.set(server.machineIdentifier, { kind: 'reading', done: 0, total: null });
  }

  async stop(machineIdentifier: string): Promise<void> {
    this.asked.push(`stop ${machineIdentifier}`);
    this.states.set(machineIdentifier, { kind: 'stopped' });
  }

  async forget(machineIdentifier: string): Promise<void> {
    this.indexes.delete(machineIdentifier);
    this.states.delete(machineIdentifier);
  }
}
