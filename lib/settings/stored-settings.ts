import { emptySettings, type Settings } from '../domain/settings.ts';
import { currentSchema, migrations } from './migrations/index.ts';
import type { OldSettings } from './migrations/migration.ts';
import { settingsSchema, versioned } from './schemas.ts';

/** What the storage holds: settings (those of a fresh installation when there is nothing), or something we can't read. */
export type StoredSettings =
  | { readonly kind: 'settings'; readonly settings: Settings }
  /** Written by a newer version of Marquee. */
  | { readonly kind: 'newer' }
  | { readonly kind: 'unreadable' };

/** Settings of any version in the form of today; the schema has to judge them yet. */
export const broughtUpToDate = (settings: OldSettings, schema: number): OldSettings =>
  migrations.slice(schema - 1).reduce((before, migrate) => migrate(before), settings);

/** Reads what was stored by this version or an older one. Nothing that is there is ever taken for nothing. */
export function readStoredSettings(raw: unknown): StoredSettings {
  if (raw === undefined) return { kind: 'settings', settings: emptySettings };
  const stored = versioned.safeParse(raw);
  if (!stored.success) return { kind: 'unreadable' };
  const { schema, ...settings } = stored.data;
  if (schema > currentSchema) return { kind: 'newer' };
  const parsed = settingsSchema.safeParse(broughtUpToDate(settings, schema));
  return parsed.success ? { kind: 'settings', settings: parsed.data } : { kind: 'unreadable' };
}

/** As they are stored: with their version, and without anything that is no setting. Throws on settings that make no sense. */
export const storedSettings = (settings: Settings): object => ({
  schema: currentSchema,
  ...settingsSchema.parse(settings),
});
