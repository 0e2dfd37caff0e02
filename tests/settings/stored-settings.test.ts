import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptySettings } from '../../lib/domain/settings.ts';
import { currentSchema, migrations } from '../../lib/settings/migrations/index.ts';
import { readStoredSettings, storedSettings } from '../../lib/settings/stored-settings.ts';
import { anySettings } from './any-settings.ts';

const folder = join(import.meta.dirname, '../fixtures/settings');
const fixtures = globSync('*.json', { cwd: folder }).sort();
const read = (file: string): Record<string, unknown> => JSON.parse(readFileSync(join(folder, file), 'utf8'));
const settingsOf = (raw: unknown) => {
  const stored = readStoredSettings(raw);
  if (stored.kind !== 'settings') throw new Error(stored.kind);
  return stored.settings;
};

describe('settings of an older version', () => {
  it('have a fixture for each version there was, and a step from each to the next', () => {
    expect(fixtures.map((file) => Number(basename(file, '.json')))).toEqual(
      Array.from({ length: currentSchema }, (_, at) => at + 1),
    );
    expect(migrations).toHaveLength(currentSchema - 1);
    const files = globSync('lib/settings/migrations/*-to-*.ts').map((file) => basename(file, '.ts'));
    expect(files.sort()).toEqual(migrations.map((_, at) => `${at + 1}-to-${at + 2}`));
  });

  it.each(fixtures)('are read with all that is in them, and again after they were stored: %s', (file) => {
    const { schema, ...before } = read(file);
    expect(`${schema}.json`).toBe(file);
    const settings = settingsOf(read(file));
    expect(settings).toMatchObject(before);
    expect(settingsOf(structuredClone(storedSettings(settings)))).toEqual(settings);
    expect(storedSettings(settings)).toMatchObject({ schema: currentSchema });
  });

  it('of version 1 do as they did: no rule, no quiet hour, the language and theme of the browser', () => {
    expect(settingsOf(read('1.json'))).toMatchObject({
      theme: 'auto',
      language: 'browser',
      rules: [],
      quietHours: null,
      waitWhileWatched: false,
      notifications: { ready: false, attention: false },
    });
  });
});

describe('stored settings', () => {
  it('are those of a fresh installation only where nothing is stored at all', () => {
    expect(settingsOf(undefined)).toEqual(emptySettings);
    for (const raw of [null, '', 0, false, [], {}, { schema: 0 }, { schema: '1' }, { schema: 1 }]) {
      expect(readStoredSettings(raw), JSON.stringify(raw)).toEqual({ kind: 'unreadable' });
    }
  });

  it('of a newer version are known as such, whatever they hold', () => {
    expect(readStoredSettings({ schema: currentSchema + 1 })).toEqual({ kind: 'newer' });
    expect(readStoredSettings({ ...read('2.json'), schema: 99 })).toEqual({ kind: 'newer' });
  });

  it('come back as they went', () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        expect(settingsOf(JSON.parse(JSON.stringify(storedSettings(settings))))).toEqual(settings);
      }),
      { numRuns: 200 },
    );
  });

  it('with one value replaced by junk are read or refused, and never thrown at', () => {
    const junk = fc.constantFrom(null, undefined, -1, 'x', [], {}, [null], Number.NaN);
    const key = fc.constantFrom(...Object.keys(read('2.json')));
    fc.assert(
      fc.property(key, junk, (name, value) => {
        const { kind } = readStoredSettings({ ...read('2.json'), [name]: value });
        expect(['settings', 'unreadable', 'newer']).toContain(kind);
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.anything(), (value) => {
        if (value !== undefined) expect(readStoredSettings(value).kind).not.toBe('settings');
      }),
      { numRuns: 300 },
    );
  });
});
