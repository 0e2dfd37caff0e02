import type { Settings } from '../domain/settings.ts';

export interface SettingsStore {
  /** Fails with `STORAGE_BROKEN` where what is stored can't be read: it is never taken for nothing. */
  read(): Promise<Settings>;
  /** Read, change and write in one turn; turns wait for each other. Writes nothing over what it can't read. */
  update(change: (settings: Settings) => Settings): Promise<Settings>;
  /** `newer`: a newer version of Marquee has written them. */
  condition(): Promise<'fine' | 'newer' | 'unreadable'>;
  /** Sets aside what can't be read and begins with nothing; changes nothing while the settings can be read. */
  startAfresh(): Promise<Settings>;
}
