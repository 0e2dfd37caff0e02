import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { downloadStore } from '../../lib/browser/download-store.ts';
import type { Download } from '../../lib/domain/download.ts';
import { downloadOf } from '../fakes/download.ts';
import { machineIdentifier } from '../fakes/world.ts';

const { local } = fakeBrowser.storage;
const target = {
  machineIdentifier,
  sectionKey: '1',
  ratingKey: '7',
  type: 'season',
  title: 'Season 1',
  found: 2,
  expected: 3,
} as const;
const scan = { sectionKey: '1', sectionTitle: 'Films', folder: '/media/movies/Film' };
const every: readonly Download[] = [
  downloadOf(1),
  downloadOf(2, { stage: 'ready', problem: { code: 'UNMAPPED', sinceMs: 1, retryAtMs: null } }),
  downloadOf(3, {
    stage: 'verifying',
    plan: { machineIdentifier, scans: [scan], files: ['/media/movies/Film/film.mkv'] },
    sends: 2,
    sentAtMs: 5,
    looks: 9,
    outcomeUnknown: true,
    nextAtMs: Number.MAX_SAFE_INTEGER,
  }),
  downloadOf(4, { stage: 'available', target, contentPath: null, category: 'tv' }),
  downloadOf(5, { name: '\u202e<script>"\n😀'.repeat(20), savePath: 'C:\\Downloads' }),
];
const memory = {
  clientId: 'qb',
  baselineAtMs: 1,
  listedAllAtMs: 2,
  seen: new Map([
    ['aa', '1:5'],
    ['bb', '2'],
  ]),
};
const stored = (): Promise<Record<string, unknown>> => local.get(null);

describe('the store of downloads', () => {
  it('gives back what was put into it', async () => {
    await downloadStore.commit({
      put: every,
      remember: [memory, { ...memory, clientId: 'x', seen: new Map() }],
    });
    const loaded = await downloadStore.load();
    expect(loaded.downloads).toEqual(every);
    expect(loaded.memories).toEqual([memory, { ...memory, clientId: 'x', seen: new Map() }]);
    expect(loaded.broken).toBe(0);
  });

  it('is not disturbed by what else is stored', async () => {
    await local.set({ settings: 1, overview: 'x', installId: 'y', 'broken:download:z': 5 });
    expect(await downloadStore.load()).toEqual({ downloads: [], memories: [], broken: 0 });
    expect(Object.keys(await stored())).toHaveLength(4);
  });

  it('writes one change by one call, so that all of it is stored or none', async () => {
    const set = vi.spyOn(local, 'set');
    await downloadStore.commit({ put: every, remember: [memory] });
    expect(set).toHaveBeenCalledTimes(1);
    expect(Object.keys(await stored())).toHaveLength(6);
  });

  it('keeps 10,000 completions in one text', async () => {
    const seen = new Map(
      Array.from({ length: 10_000 }, (_, at) => [String(at).padStart(40, '0'), 'abc:def'] as const),
    );
    await downloadStore.commit({ remember: [{ ...memory, seen }] });
    expect(Object.values(await stored())).toMatchObject([{ seen: expect.any(String) }]);
    expect((await downloadStore.load()).memories[0]?.seen).toEqual(seen);
  });

  it('removes downloads, and all of one client without those of another with a like name', async () => {
    const others = [
      downloadOf(1, { id: 'qb2:x:1', clientId: 'qb2' }),
      downloadOf(2, { id: 'q:x:1', clientId: 'q' }),
    ];
    await downloadStore.commit({
      put: [...every, ...others],
      remember: [memory, { ...memory, clientId: 'qb2' }],
    });
    await downloadStore.removeDownloads([downloadOf(1).id]);
    expect((await downloadStore.load()).downloads).toHaveLength(6);
    await downloadStore.forgetClient('qb');
    const left = await downloadStore.load();
    expect(left.downloads.map((one) => one.clientId).sort()).toEqual(['q', 'qb2']);
    expect(left.memories.map((one) => one.clientId)).toEqual(['qb2']);
  });
});

describe('an entry that can not be read', () => {
  const bad: [string, unknown][] = [
    ['a text', 'garbage'],
    ['a list', []],
    ['nothing but an id', { id: 'qb:x:1' }],
    ['a stage that is none', { ...downloadOf(1), stage: 'lost' }],
    ['a hash that is none', { ...downloadOf(1), hash: 'xyz' }],
    ['a hash in another form', { ...downloadOf(1), hash: 'A'.repeat(40) }],
    ['a time that is a text', { ...downloadOf(1), nextAtMs: 'soon' }],
    [
      'a problem that is none of ours',
      { ...downloadOf(1), problem: { code: 'X', sinceMs: 1, retryAtMs: null } },
    ],
    ['a name of a megabyte', { ...downloadOf(1), name: 'x'.repeat(1_000_000) }],
  ];

  it.each(bad)('is set aside, and the others are there: %s', async (_, value) => {
    await downloadStore.commit({ put: every, remember: [memory] });
    await local.set({ 'download:bad': value });
    const { downloads, memories, broken } = await downloadStore.load();
    expect([downloads.length, memories.length, broken]).toEqual([5, 1, 1]);
    const after = await stored();
    const isHuge = JSON.stringify(value).length > 100_000;
    expect(after['broken:download:bad']).toEqual(isHuge ? undefined : value);
    expect(after).not.toHaveProperty('download:bad');
    expect((await downloadStore.load()).broken).toBe(0);
  });

  it.each([
    ['a text', 'aa:1;bb:2'],
    ['a list', { baselineAtMs: 1, listedAllAtMs: 1, seen: ['aa:1'] }],
    ['a time missing', { baselineAtMs: 1, seen: '' }],
  ])('costs a client its memory and so makes a new baseline, never a replay: %s', async (_, value) => {
    await local.set({ 'seen:qb': value });
    expect(await downloadStore.load()).toEqual({ downloads: [], memories: [], broken: 1 });
    expect(await stored()).toEqual({ 'broken:seen:qb': value });
  });

  it('does not keep the others from being read when there is no room to set it aside', async () => {
    await downloadStore.commit({ put: every });
    await local.set({ 'download:bad': 'garbage' });
    vi.spyOn(local, 'set').mockRejectedValue(new Error('QUOTA_BYTES quota exceeded'));
    const { downloads, broken } = await downloadStore.load();
    expect([downloads.length, broken]).toEqual([5, 1]);
    expect((await stored())['download:bad']).toBe('garbage');
  });

  it('of whatever kind never makes loading fail', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.jsonValue(),
        fc.constantFrom('download:x', 'seen:x', 'download:', 'seen:'),
        async (value, key) => {
          fakeBrowser.reset();
          await local.set({ [key]: value });
          const { downloads, memories } = await downloadStore.load();
          expect(downloads.length).toBe(0);
          expect(memories.length).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a storage that is full or fails', () => {
  it('says so, and keeps what it had', async () => {
    await downloadStore.commit({ put: [downloadOf(1)], remember: [memory] });
    const before = await stored();
    const set = vi.spyOn(local, 'set').mockRejectedValue(new Error('QUOTA_BYTES quota exceeded'));
    await expect(downloadStore.commit({ put: every })).rejects.toMatchObject({
      code: 'STORAGE_BROKEN',
      retryable: true,
    });
    set.mockRestore();
    expect(await stored()).toEqual(before);
  });

  it('says so at every call', async () => {
    for (const method of ['get', 'set', 'remove'] as const) {
      vi.spyOn(local, method).mockRejectedValue(new Error('IO error'));
    }
    const broken = { code: 'STORAGE_BROKEN', retryable: true };
    await expect(downloadStore.load()).rejects.toMatchObject(broken);
    await expect(downloadStore.commit({ put: every })).rejects.toMatchObject(broken);
    await expect(downloadStore.removeDownloads(['x'])).rejects.toMatchObject(broken);
    await expect(downloadStore.forgetClient('qb')).rejects.toMatchObject(broken);
  });
});
