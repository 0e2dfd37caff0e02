import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ReportSources, writeReport } from '../../lib/background/report.ts';
import { emptyOverview } from '../../lib/domain/overview.ts';
import { standardSettings } from '../fakes/background.ts';
import { downloadOf } from '../fakes/download.ts';

const canary = 'canary-8421';
const machineIdentifier = canary;

/** Everything that a person could have written or named holds the canary. */
const sources = (text = canary): ReportSources => ({
  version: '0.1.0',
  browser: 'Chrome 156',
  nowMs: 1_800_000_000_000,
  settings: {
    ...standardSettings,
    servers: [
      {
        machineIdentifier,
        name: text,
        address: `https://${canary}.example.com:32400/${canary}`,
        version: `1.41.0-${text}`,
      },
    ],
    clients: standardSettings.clients.map((one) => ({
      ...one,
      kind: text,
      username: text,
      address: `http://${canary}/`,
    })),
    mappings: [{ clientId: null, from: `/${text}`, to: `/${text}` }],
    rules: [{ clientId: null, label: text, ignore: true, delayMinutes: 0, library: null }],
  },
  overview: {
    ...emptyOverview,
    servers: [
      {
        machineIdentifier,
        name: text,
        version: text,
        state: 'offline',
        sinceMs: 1,
        code: 'UNREACHABLE',
        activities: [{ id: text, title: text, subtitle: text, progress: null }],
        recent: [],
      },
    ],
  },
  downloads: [
    downloadOf(1, {
      name: text,
      category: text,
      savePath: `/${text}`,
      contentPath: `/${text}`,
      stage: 'ready',
      problem: { code: 'UNMAPPED', sinceMs: 5, retryAtMs: null },
    }),
  ],
  journal: [
    {
      id: `${text}:1:2`,
      events: [
        { atMs: 1_799_000_000_000, what: 'planned', section: text, folder: `/${text}` },
        { atMs: 1_799_000_001_000, what: 'sending', send: 1, section: text, folder: `/${text}` },
        { atMs: 1_799_000_002_000, what: 'problem', code: 'NOT_APPEARED' },
      ],
    },
  ],
  grants: { origins: [`http://${canary}/*`, 'https://*/*'], permissions: ['storage', 'notifications'] },
});

describe('the report', () => {
  it('holds what helps', () => {
    const text = writeReport(sources());
    for (const wanted of [
      'Marquee 0.1.0',
      'Browser: Chrome 156',
      'Allowed hosts: http://one, https://all',
      'Permissions: storage, notifications',
      'Plex 1: 1.41.0, offline (UNREACHABLE)',
      'https, outside',
      'Downloads: ready 1',
      'Problems: UNMAPPED 1',
      '#1 problem NOT_APPEARED waits for the person',
      '#1 sending request 1',
    ]) {
      expect(text).toContain(wanted);
    }
  });

  it('holds no name, path, address or id', () => {
    expect(writeReport(sources())).not.toContain(canary);
  });

  it('holds nothing that others have named, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 0, maxLength: 60, unit: 'grapheme' }), (noise) => {
        expect(writeReport(sources(`§${noise}§`))).not.toContain('§');
      }),
      { numRuns: 200 },
    );
  });

  it('is short, however much has happened', () => {
    const events = Array.from(
      { length: 20 },
      (_, at) => ({ atMs: at, what: 'problem', code: 'CLIENT_ORIGIN_REFUSED', retryAtMs: 5 }) as const,
    );
    const journal = Array.from({ length: 200 }, (_, at) => ({ id: `d${at}`, events }));
    const text = writeReport({ ...sources(), journal });
    expect(text.length).toBeLessThan(20_000);
    expect(text.match(/#\d+ problem/g)).toHaveLength(50);
  });
});
