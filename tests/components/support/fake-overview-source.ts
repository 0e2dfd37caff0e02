import type { OverviewSource } from '../../../components/overview-source.ts';
import type { Overview } from '../../../lib/domain/overview.ts';

export interface FakeOverviewSource extends OverviewSource {
  /** Stores a new overview, as the background does. */
  store(overview: Overview): void;
}

export function createOverviewSource(first: Overview): FakeOverviewSource {
  let current = first;
  const listeners = new Set<() => void>();
  return {
    current: () => current,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    store: (overview) => {
      current = overview;
      for (const listener of listeners) listener();
    },
  };
}
