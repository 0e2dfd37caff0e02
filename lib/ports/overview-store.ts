import type { Overview } from '../domain/overview.ts';

export interface OverviewStore {
  read(): Promise<Overview>;
  write(overview: Overview): Promise<void>;
}
