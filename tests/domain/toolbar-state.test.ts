import { describe, expect, it } from 'vitest';
import { emptyOverview, type Overview } from '../../lib/domain/overview.ts';
import { toolbarState } from '../../lib/domain/toolbar-state.ts';

const nowMs = new Date(2026, 4, 6, 15).getTime();
const minute = 60_000;
const server = {
  machineIdentifier: 'attic',
  name: 'Attic',
  version: '1',
  state: 'online',
  sinceMs: nowMs - 60 * minute,
  code: null,
  activities: [],
  recent: [],
} as const;
const client = {
  id: 'qb',
  label: 'qBittorrent',
  address: 'http://nas/',
  state: 'online',
  code: null,
  sinceMs: 1,
} as const;
const download = {
  id: 'd',
  name: 'Film',
  stage: 'ready',
  stageSinceMs: 1,
  problem: null,
  path: '/d',
  sectionTitle: null,
  folder: null,
  href: null,
} as const;
const stuck = { ...download, problem: { code: 'UNMAPPED', sinceMs: 1, retryAtMs: null } } as const;
const well: Overview = { ...emptyOverview, servers: [server], clients: [client] };
const added = (atMs: number) =>
  ({
    ratingKey: '1',
    type: 'movie',
    title: 'Film',
    parentTitle: null,
    grandparentTitle: null,
    year: null,
    addedAtMs: atMs,
    thumb: null,
    sectionTitle: null,
  }) as const;

const away = { ...server, state: 'offline', code: 'UNREACHABLE', sinceMs: nowMs - 6 * minute } as const;
const many = Array.from({ length: 130 }, (_, at) => ({ ...stuck, id: `d${at}` }));

describe('the toolbar', () => {
  const cases: readonly [string, Overview, string, string, string, object][] = [
    ['nothing set up', emptyOverview, '…', 'grey', 'dim', { key: 'setUp' }],
    ['only half set up', { ...well, clients: [] }, '…', 'grey', 'dim', { key: 'setUp' }],
    [
      'one question about many downloads, which counts as one thing',
      { ...well, held: [{ clientId: 'qb', count: 62, sinceMs: 1, untilMs: 1 }] },
      '1',
      'amber',
      'ring',
      { key: 'attention', count: 1 },
    ],
    ['all well', well, '', 'grey', 'plain', { key: 'idle', count: 0 }],
    [
      'news of today, and none of yesterday',
      { ...well, servers: [{ ...server, recent: [added(nowMs - minute), added(nowMs - 24 * 60 * minute)] }] },
      '',
      'grey',
      'plain',
      { key: 'idle', count: 1 },
    ],
    ['work', { ...well, downloads: [download] }, '', 'grey', 'plain', { key: 'working', count: 1 }],
    [
      'one that is stuck',
      { ...well, downloads: [stuck] },
      '1',
      'amber',
      'ring',
      { key: 'attention', count: 1 },
    ],
    ['very many', { ...well, downloads: many }, '99+', 'amber', 'ring', { key: 'attention', count: 130 }],
    [
      'a client in trouble',
      { ...well, clients: [{ ...client, state: 'trouble', code: 'CLIENT_LOGIN' }] },
      '1',
      'amber',
      'ring',
      { key: 'attention', count: 1 },
    ],
    [
      'a permission taken back',
      { ...well, servers: [{ ...server, state: 'no-permission', code: 'PERMISSION_MISSING' }] },
      '1',
      'amber',
      'ring',
      { key: 'attention', count: 1 },
    ],
    [
      'Plex away for six minutes',
      { ...well, servers: [away], downloads: [download] },
      'off',
      'grey',
      'slash',
      { key: 'offline', sinceMs: away.sinceMs, count: 1 },
    ],
    [
      'Plex away for a moment',
      { ...well, servers: [{ ...away, sinceMs: nowMs - minute }] },
      '',
      'grey',
      'plain',
      { key: 'idle', count: 0 },
    ],
    [
      'a sign-in that is dead, before all else',
      { ...well, isPaused: true, servers: [{ ...server, state: 'needs-sign-in' }], downloads: [stuck] },
      '!',
      'red',
      'ring',
      { key: 'signIn' },
    ],
    ['the account lost', { ...well, signIn: 'lost' }, '!', 'red', 'ring', { key: 'signIn' }],
    ['a pause', { ...well, isPaused: true, downloads: [stuck] }, 'II', 'grey', 'dim', { key: 'paused' }],
  ];

  it.each(cases)('shows %s', (_, overview, badge, colour, shape, title) => {
    expect(toolbarState(overview, nowMs)).toEqual({ badge, colour, shape, title });
    expect(badge.length).toBeLessThanOrEqual(4);
  });

  it('never tells two states apart by colour alone', () => {
    const looks = new Map<string, Set<string>>();
    for (const [, overview] of cases) {
      const { badge, colour, shape } = toolbarState(overview, nowMs);
      const key = `${/^\d/.test(badge) ? 'n' : badge} ${shape}`;
      looks.set(key, (looks.get(key) ?? new Set()).add(colour));
    }
    expect([...looks.values()].every((colours) => colours.size === 1)).toBe(true);
  });
});
