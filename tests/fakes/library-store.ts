import { OperationError } from '../../lib/domain/errors.ts';
import type { LibraryStore, StoredPage } from '../../lib/ports/library-store.ts';

/** A store of libraries in memory that can be looked into, fail, and be left by a worker that dies. */
export class MemoryLibraryStore implements LibraryStore {
  indexes = new Map<string, unknown>();
  pages = new Map<string, { key: string; page: StoredPage }[]>();
  /** Called before each write, with what is written; may throw, or never end as when the worker dies there. */
  beforeWrite: (what: 'save' | 'page' | 'drop' | 'remove') => Promise<void> = async () => undefined;
  saves = 0;
  pagesPut = 0;

  async load(machineIdentifier: string): Promise<unknown> {
    return structuredClone(this.indexes.get(machineIdentifier) ?? null);
  }

  async save(machineIdentifier: string, index: unknown): Promise<void> {
    await this.beforeWrite('save');
    this.indexes.set(machineIdentifier, structuredClone(index));
    this.pages.delete(machineIdentifier);
    this.saves++;
  }

  async *loadPages(machineIdentifier: string): AsyncGenerator<{ key: string; page: StoredPage }> {
    for (const kept of [...(this.pages.get(machineIdentifier) ?? [])]) yield structuredClone(kept);
  }

  async putPage(machineIdentifier: string, key: string, page: StoredPage): Promise<void> {
    await this.beforeWrite('page');
    const kept = this.pages.get(machineIdentifier) ?? [];
    this.pages.set(machineIdentifier, [...kept, structuredClone({ key, page })]);
    this.pagesPut++;
  }

  async dropPages(machineIdentifier: string): Promise<void> {
    await this.beforeWrite('drop');
    this.pages.delete(machineIdentifier);
  }

  async remove(machineIdentifier: string): Promise<void> {
    await this.beforeWrite('remove');
    this.indexes.delete(machineIdentifier);
    this.pages.delete(machineIdentifier);
  }

  get isEmpty(): boolean {
    return this.indexes.size === 0 && this.pages.size === 0;
  }
}

export const storageBroken = async (): Promise<never> => {
  throw new OperationError('STORAGE_BROKEN', { operation: 'test' });
};
