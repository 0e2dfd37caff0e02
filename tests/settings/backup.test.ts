import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptySettings, type Settings, type SettingsPart } from '../../lib/domain/settings.ts';
import { type BackupProblem, readBackup, writeBackup } from '../../lib/settings/backup.ts';
import { differencesOf } from '../../lib/settings/differences.ts';
import { planImport } from '../../lib/settings/import-plan.ts';
import { currentSchema } from '../../lib/settings/migrations/index.ts';
import { readStoredSettings } from '../../lib/settings/stored-settings.ts';
import { anySettings } from './any-settings.ts';

const known = (kind: string): boolean => ['qbittorrent', 'deluge'].includes(kind);
const newId = () => 'new-id';
const fixture = (version: number): Record<string, unknown> =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../fixtures/settings/${version}.json`), 'utf8'));
const stored = readStoredSettings(fixture(2));
const full = stored.kind === 'settings' ? stored.settings : emptySettings;
const [attic] = full.servers;
const [qb] = full.clients;
const withoutRefusals = (settings: Settings): Settings => ({
  ...settings,
  clients: settings.clients.map((client) => ({ ...client, refusal: null })),
});

/** The settings of a file that can be read. */
function settingsIn(text: string): Settings {
  const file = readBackup(text, known);
  if (!file.ok) throw new Error(JSON.stringify(file.problem));
  return file.settings;
}

describe('a backup', () => {
  it('is an envelope that says what it is', () => {
    const file = JSON.parse(writeBackup(full, Date.UTC(2026, 4, 1)));
    expect(file).toMatchObject({
      app: 'marquee',
      schema: currentSchema,
      exportedAt: '2026-05-01T00:00:00.000Z',
    });
    expect(Object.keys(file)).toEqual(['app', 'schema', 'exportedAt', 'settings']);
  });

  it('holds nothing but what is named, wherever something else has come in', () => {
    const dirty = JSON.parse(JSON.stringify(full), (_, value) =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? { ...value, token: 'canary', password: 'canary' }
        : value,
    );
    expect(writeBackup(dirty, 0)).not.toContain('canary');
    expect(writeBackup(dirty, 0)).toBe(writeBackup(full, 0));
  });

  it('leaves out what belongs to a torrent page that is gone, so that it can be read again', () => {
    const loose = {
      ...full,
      mappings: [{ clientId: 'gone', from: '/a', to: '/b' }, ...full.mappings],
      rules: full.rules.map((rule) => ({ ...rule, clientId: 'gone' })),
    };
    expect(settingsIn(writeBackup(loose, 0))).toMatchObject({ mappings: full.mappings, rules: [] });
  });

  it('of an empty profile or a full one, read by an empty one, makes the same settings', () => {
    fc.assert(
      fc.property(anySettings, fc.constantFrom('merge' as const, 'replace' as const), (settings, mode) => {
        const file = settingsIn(writeBackup(settings, 0));
        const plan = planImport(emptySettings, file, mode, newId);
        expect(file).toEqual(withoutRefusals(settings));
        if (mode === 'replace' || settings.mappings.length < 2) expect(plan.settings).toEqual(file);
        expect(plan.forget).toEqual({ servers: [], clients: [] });
        expect(writeBackup(plan.settings, 0)).toBe(
          writeBackup({ ...settings, mappings: plan.settings.mappings }, 0),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('of version 1 is read too', () => {
    const { schema, ...settings } = fixture(1);
    const file = settingsIn(JSON.stringify({ app: 'marquee', schema, settings }));
    expect(file).toMatchObject({ openIn: 'server', theme: 'auto', servers: settings.servers });
    expect(file.clients.every(({ refusal }) => refusal === null)).toBe(true);
  });

  it('may begin with the mark that editors on Windows leave', () => {
    expect(settingsIn(`\ufeff${writeBackup(full, 0)}`)).toEqual(withoutRefusals(full));
  });
});

/** The file with a part of its settings changed. */
const changed = (part: object): string => {
  const file = JSON.parse(writeBackup(full, 0));
  return JSON.stringify({ ...file, settings: { ...file.settings, ...part } });
};
const enveloped = (part: object): string => JSON.stringify({ ...JSON.parse(writeBackup(full, 0)), ...part });
const damaged = (part: SettingsPart | null): BackupProblem => ({ kind: 'damaged', part });

describe('a file that is no backup', () => {
  it.each<[string, string, BackupProblem]>([
    ['nothing', '', { kind: 'not-json' }],
    ['half of one', writeBackup(full, 0).slice(0, 200), { kind: 'not-json' }],
    ['another format', '<xml/>', { kind: 'not-json' }],
    ['a list', '[]', { kind: 'foreign' }],
    ['null', 'null', { kind: 'foreign' }],
    ['of another program', '{"app":"other","schema":1,"settings":{}}', { kind: 'foreign' }],
    ['of a newer version', enveloped({ schema: currentSchema + 1 }), { kind: 'newer' }],
    ['without a version', enveloped({ schema: null }), damaged(null)],
    ['without settings', enveloped({ settings: 7 }), damaged(null)],
    ['far too large', `"${'x'.repeat(1_000_001)}"`, { kind: 'too-large' }],
    ['with a server without a name', changed({ servers: [{ ...attic, name: null }] }), damaged('servers')],
    ['with a server twice', changed({ servers: [attic, attic] }), damaged('servers')],
    ['with no web address', changed({ servers: [{ ...attic, address: 'file:///etc' }] }), damaged('servers')],
    [
      'with a password in it',
      changed({ servers: [{ ...attic, address: 'http://u:p@h:1' }] }),
      damaged('servers'),
    ],
    [
      'with a script',
      changed({ clients: [{ ...qb, address: 'javascript:alert(1)//' }] }),
      damaged('clients'),
    ],
    [
      'with half an address',
      changed({ clients: [{ ...qb, address: 'http://nas:8080' }] }),
      damaged('clients'),
    ],
    ['with a client that is a text', changed({ clients: ['qb'] }), damaged('clients')],
    [
      'with a program nobody knows',
      changed({ clients: [{ ...qb, kind: 'x' }] }),
      { kind: 'unknown-client', clientKind: 'x' },
    ],
    [
      'with half a path',
      changed({ mappings: [{ clientId: null, from: 'a', to: '/b' }] }),
      damaged('mappings'),
    ],
    [
      'with a mapping of nobody',
      changed({ mappings: [{ clientId: 'x', from: '/a', to: '/b' }] }),
      damaged('mappings'),
    ],
    [
      'with a rule of nobody',
      changed({ rules: full.rules.map((one) => ({ ...one, clientId: 'x' })) }),
      damaged('rules'),
    ],
    [
      'with a rule for a month',
      changed({ rules: [{ ...full.rules[0], delayMinutes: 50_000 }] }),
      damaged('rules'),
    ],
    [
      'with hours of no length',
      changed({ quietHours: { fromMinute: 5, toMinute: 5 } }),
      damaged('quietHours'),
    ],
    ['with a colour of its own', changed({ theme: 'pink' }), damaged('theme')],
    ['with a language we lack', changed({ language: 'xx' }), damaged('language')],
  ])('is refused: %s', (_, text, problem) => {
    expect(readBackup(text, known)).toEqual({ ok: false, problem });
  });

  it('is refused or read whatever it holds, and never thrown at', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(readBackup(text, known).ok).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

describe('an address in a file', () => {
  /** What no page of ours may ever open, ask or be sent to. */
  const schemes = ['javascript', 'data', 'vbscript', 'file', 'plex', 'ftp', 'ws', 'blob', 'about', 'magnet'];
  const schemed = fc
    .tuple(
      fc.constantFrom(
        ...schemes,
        ...schemes.map((one) => one.toUpperCase()),
        'moz-extension',
        'chrome-extension',
      ),
      fc.constantFrom(':', '://', ':///', ':\\\\', ':alert(1)//', '://nas:32400/%0aalert(1)//'),
      fc.string({ unit: 'grapheme-ascii', maxLength: 20 }),
    )
    .map((parts) => parts.join(''));
  const disguised = fc
    .tuple(fc.constantFrom('', ' ', '\n', '\t', '\0', '\u200b', 'java\tscript:', '\u0001'), schemed)
    .map((parts) => parts.join(''));
  const secretive = fc.constantFrom(
    'http://me:secret@nas:32400',
    'https://token@nas:32400',
    'http://nas:32400/?X-Plex-Token=abc',
    'http://nas:32400/#secret',
    'http://',
    'http://nas:99999',
    'http://[::1',
    'http://nas:32400/../..',
    '//nas:32400',
    'nas:32400',
    'http:nas',
    'http://n\u0430s:32400', // a Cyrillic letter: not as we write it
    'HTTP://NAS:32400',
  );
  const odd = fc.oneof(schemed, disguised, secretive, fc.webUrl({ validSchemes: ['ftp', 'gopher', 'plex'] }));
  const refusedIn = (part: object, name: SettingsPart): void => {
    expect(readBackup(changed(part), known), JSON.stringify(part)).toEqual({
      ok: false,
      problem: damaged(name),
    });
  };

  it('that is none of ours, or not as we write them, is refused, and the file with it', () => {
    fc.assert(
      fc.property(odd, (address) => {
        refusedIn({ servers: [{ ...attic, address }] }, 'servers');
        refusedIn({ clients: [{ ...qb, address }] }, 'clients');
      }),
      { numRuns: 500 },
    );
  });

  it('of the person\u2019s own is held to the same', () => {
    fc.assert(
      fc.property(odd, (ownAddress) => {
        refusedIn({ servers: [{ ...attic, ownAddress }] }, 'servers');
      }),
      { numRuns: 300 },
    );
  });

  it('that is read leads to the web, whatever the file says', () => {
    fc.assert(
      fc.property(fc.oneof(odd, fc.webUrl(), fc.string()), (address) => {
        const file = readBackup(changed({ servers: [{ ...attic, address, ownAddress: address }] }), known);
        if (!file.ok) return;
        for (const { address: kept, ownAddress = kept } of file.settings.servers) {
          for (const one of [kept, ownAddress]) expect(new URL(one).protocol).toMatch(/^https?:$/);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('an import', () => {
  const import_ = (before: Settings, file: Settings, mode: 'merge' | 'replace') =>
    planImport(before, file, mode, newId);
  const server = { machineIdentifier: 'b', name: 'B', address: 'http://b:32400', version: '1' };

  it('that merges keeps what the file does not know, and one that replaces does not', () => {
    const file = { ...emptySettings, servers: [server] };
    const merged = import_(full, file, 'merge');
    expect(merged.settings.servers).toEqual([...full.servers, server]);
    expect(merged.settings.rules).toEqual(full.rules);
    expect(merged.forget).toEqual({ servers: [], clients: [] });
    const replaced = import_(full, file, 'replace');
    expect(replaced.settings).toEqual(file);
    expect(replaced.forget).toEqual({ servers: [attic?.machineIdentifier], clients: [qb?.id] });
  });

  it('leaves no secret where the file leads elsewhere', () => {
    const evil = (about: object) => ({ ...full, servers: full.servers.map((one) => ({ ...one, ...about })) });
    const forgotten = (about: object) => import_(full, evil(about), 'merge').forget.servers.length;
    expect(forgotten({ name: 'Other', version: '2', colour: 1 })).toBe(0);
    expect(forgotten({ address: 'http://evil:32400' })).toBe(1);
    expect(forgotten({ address: 'https://192.168.1.20:32400' })).toBe(1);
    expect(forgotten({ ownAddress: 'https://evil.example' })).toBe(1);
    const strict = { ...full, servers: full.servers.map((one) => ({ ...one, allowHttp: false })) };
    expect(import_(strict, full, 'merge').forget.servers).toHaveLength(1);
  });

  it('leaves no password where the sign-in is another, and forgets no refusal where it is the same', () => {
    const refused = { code: 'CLIENT_BANNED', untilMs: null } as const;
    const before = { ...full, clients: full.clients.map((one) => ({ ...one, refusal: refused })) };
    const other = (about: object) =>
      import_(before, { ...full, clients: full.clients.map((one) => ({ ...one, ...about })) }, 'merge');
    expect(other({}).settings.clients[0]?.refusal).toEqual(refused);
    expect(other({}).forget.clients).toEqual([]);
    for (const about of [{ address: 'http://evil:8080/' }, { username: 'eve' }, { access: 'password' }]) {
      expect(other(about).forget.clients).toEqual([qb?.id]);
      expect(other(about).settings.clients[0]?.refusal).toBeNull();
    }
  });

  it('does not end a pause, nor begin one', () => {
    for (const mode of ['merge', 'replace'] as const) {
      expect(import_({ ...full, isPaused: true }, emptySettings, mode).settings.isPaused).toBe(true);
      const file = settingsIn(changed({ isPaused: true }));
      expect(import_(full, file, mode).settings.isPaused).toBeUndefined();
    }
  });

  it('knows a torrent page by its address, and gives what the file says of it to the one that is here', () => {
    const here = {
      ...full,
      clients: full.clients.map((one) => ({ ...one, id: 'here' })),
      rules: [],
      mappings: [],
    };
    const { settings, forget } = import_(here, full, 'merge');
    expect(settings.clients.map(({ id }) => id)).toEqual(['here']);
    expect(settings.rules.map(({ clientId }) => clientId)).toEqual(['here', null]);
    expect(forget.clients).toEqual([]);
  });

  it('never gives two torrent pages one id', () => {
    const client = (id: string, host: string) => ({
      ...{ id, kind: 'deluge', address: `http://${host}/`, username: null, refusal: null },
      access: 'browser-session' as const,
    });
    const before = { ...emptySettings, clients: [client('y', 'a'), client('x', 'c')] };
    const file = { ...emptySettings, clients: [client('x', 'a'), client('y', 'b')] };
    const { settings } = import_(before, file, 'merge');
    expect(settings.clients.map(({ id, address }) => [id, address])).toEqual([
      ['y', 'http://a/'],
      ['x', 'http://c/'],
      ['new-id', 'http://b/'],
    ]);
  });

  it('changes nothing the second time, and says so before', () => {
    fc.assert(
      fc.property(
        anySettings,
        anySettings,
        fc.constantFrom('merge' as const, 'replace' as const),
        (before, file, mode) => {
          const once = planImport(before, file, mode, () => 'fresh');
          const twice = planImport(once.settings, file, mode, () => 'fresh');
          expect(differencesOf(once.settings, twice.settings)).toEqual([]);
          expect(twice.forget).toEqual({ servers: [], clients: [] });
          expect(new Set(once.settings.clients.map(({ id }) => id)).size).toBe(once.settings.clients.length);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('what would change', () => {
  it('is nothing between the same settings, whatever a client has refused and in which order the fields stand', () => {
    const turned = JSON.parse(JSON.stringify(full), (_, value) =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    );
    expect(differencesOf(full, turned)).toEqual([]);
    expect(differencesOf(full, withoutRefusals(full))).toEqual([]);
  });

  it('is told with what it is about and where it leads', () => {
    const after: Settings = {
      ...full,
      servers: full.servers.map((one) => ({ ...one, address: 'http://10.0.0.9:32400' })),
      clients: [],
      mappings: [...full.mappings, { clientId: null, from: '/new', to: '/media/new' }],
      rules: full.rules.slice(1),
      theme: 'light',
      quietHours: null,
    };
    expect(differencesOf(full, after)).toEqual([
      {
        part: 'servers',
        kind: 'changed',
        name: 'Attic',
        before: attic?.address,
        after: 'http://10.0.0.9:32400',
      },
      { part: 'clients', kind: 'removed', name: qb?.address, before: qb?.address, after: null },
      { part: 'mappings', kind: 'added', name: '/new', before: null, after: '/media/new' },
      { part: 'rules', kind: 'removed', name: 'serien', before: null, after: null },
      { part: 'theme', kind: 'changed', name: null, before: null, after: null },
      { part: 'quietHours', kind: 'changed', name: null, before: null, after: null },
    ]);
  });

  it('is exactly the part that was changed', () => {
    const parts = fc.constantFrom<SettingsPart>('openIn', 'theme', 'language', 'quietHours', 'notifications');
    fc.assert(
      fc.property(anySettings, anySettings, parts, (before, other, part) => {
        const found = differencesOf(before, { ...before, [part]: other[part] });
        const isSame = JSON.stringify(before[part]) === JSON.stringify(other[part]);
        expect(found.map((one) => one.part)).toEqual(isSame ? [] : [part]);
      }),
      { numRuns: 200 },
    );
  });
});
