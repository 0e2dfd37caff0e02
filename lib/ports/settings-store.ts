import type { Settings } from '../domain/settings.ts';

export interface SettingsStore {
  read(): Promise<Settings>;
  /** Read, change and write in one turn; turns wait for each other. */
  update(change: (settings: Settings) => Settings): Promise<Settings>;
}
