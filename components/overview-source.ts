import { useSyncExternalStore } from 'react';
import type { Overview } from '../lib/domain/overview.ts';

/** The stored overview: there at once, and told of changes. */
export interface OverviewSource {
  /** The same object until it changes. */
  current(): Overview;
  /** Returns what ends the subscription. */
  subscribe(listener: () => void): () => void;
}

export const useStoredOverview = (source: OverviewSource): Overview =>
  useSyncExternalStore(source.subscribe, source.current);
