import { describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { openOverviewSource } from '../../lib/browser/overview-source.ts';
import { overviewStore } from '../../lib/browser/overview-store.ts';
import { emptyOverview, type Overview } from '../../lib/domain/overview.ts';

const { local } = fakeBrowser.storage;
const overview: Overview = {
  ...emptyOverview,
  takenAtMs: 5,
  clients: [
    { id: 'qb', label: 'qBittorrent', address: 'http://nas/', state: 'online', code: null, sinceMs: 1 },
  ],
};

describe('the stored overview', () => {
  it('comes back as it was written', async () => {
    await overviewStore.write(overview);
    expect(await overviewStore.read()).toEqual(overview);
  });

  it.each([undefined, 'garbage', 7, [], {}, { takenAtMs: 1, servers: 'x', clients: [], downloads: [] }])(
    'is empty when there is none that can be read: %j',
    async (raw) => {
      if (raw !== undefined) await local.set({ overview: raw });
      expect(await overviewStore.read()).toEqual(emptyOverview);
    },
  );

  it('is empty when its questions are not what they should be', async () => {
    const held = [{ clientId: 'qb', count: 62, sinceMs: 1, untilMs: 2 }];
    await local.set({ overview: { ...overview, held } });
    expect((await overviewStore.read()).held).toEqual(held);
    await local.set({ overview: { ...overview, held: [{ ...held[0], count: '62' }] } });
    expect(await overviewStore.read()).toEqual(emptyOverview);
  });

  it('of an older version has what is new since then empty', async () => {
    const { storageBroken: _new, ...older } = overview;
    await local.set({ overview: older });
    expect((await overviewStore.read()).storageBroken).toBe(false);
  });
});

describe('what is stored of the libraries', () => {
  const server = {
    machineIdentifier: 'attic',
    name: 'Attic',
    version: '1.41',
    state: 'online',
    sinceMs: 1,
    code: null,
    activities: [],
    recent: [],
  } as const;
  const stored = async (library: unknown): Promise<Overview['servers']> => {
    await local.set({ overview: { ...overview, servers: [{ ...server, library }] } });
    return (await overviewStore.read()).servers;
  };

  it.each([
    { kind: 'unread' },
    { kind: 'reading', done: 35_000, total: null },
    { kind: 'reading', done: 35_000, total: 120_000 },
    { kind: 'ready', items: 120_000, readAtMs: 5 },
    { kind: 'stopped' },
    { kind: 'too-large', items: 900_000 },
    { kind: 'failed', code: 'UNREACHABLE' },
  ])('comes back: %j', async (library) => {
    expect(await stored(library)).toEqual([{ ...server, library }]);
  });

  it.each([undefined, null, 'ready', { kind: 'dreaming' }, { kind: 'reading', done: 'many' }])(
    'is left out, and nothing else, when it is none that we know: %j',
    async (library) => {
      const [read] = await stored(library);
      expect(read).toMatchObject(server);
      expect(read?.library).toBeUndefined();
    },
  );
});

describe('the overview for our own pages', () => {
  const changed = async (next: Overview): Promise<void> => {
    await overviewStore.write(next);
    await new Promise((resolve) => setImmediate(resolve));
  };

  it('is there at once, follows changes, and tells those who listen', async () => {
    await overviewStore.write(overview);
    const source = await openOverviewSource();
    expect(source.current()).toEqual(overview);
    let told = 0;
    const stop = source.subscribe(() => told++);
    await changed({ ...overview, takenAtMs: 6 });
    expect([source.current().takenAtMs, told]).toEqual([6, 1]);
    await local.set({ settings: 1 });
    stop();
    await changed({ ...overview, takenAtMs: 7 });
    expect([source.current().takenAtMs, told]).toEqual([7, 1]);
  });

  it('stays the same object until it changes', async () => {
    const source = await openOverviewSource();
    expect(source.current()).toBe(source.current());
  });

  it('stays when the next one can not be read', async () => {
    const source = await openOverviewSource();
    await changed(overview);
    const get = vi.spyOn(local, 'get').mockRejectedValue(new Error('IO error'));
    await changed({ ...overview, takenAtMs: 6 });
    expect(source.current().takenAtMs).toBe(5);
    get.mockRestore();
    await changed({ ...overview, takenAtMs: 7 });
    expect(source.current().takenAtMs).toBe(7);
  });
});
