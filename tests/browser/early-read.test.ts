import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { earlyAppearance } from '../../lib/browser/appearance.ts';
import { readEarly, storedEarly } from '../../lib/browser/early-read.ts';
import { openOverviewSource } from '../../lib/browser/overview-source.ts';
import { overviewStore } from '../../lib/browser/overview-store.ts';
import { emptyOverview } from '../../lib/domain/overview.ts';

const { local } = fakeBrowser.storage;
const taken = (takenAtMs: number) => ({ ...emptyOverview, takenAtMs });

/** Each page begins without it. */
afterEach(() => {
  delete (globalThis as { marqueeStored?: unknown }).marqueeStored;
});

describe('what a page is drawn from', () => {
  it('is asked for once, in its head, and there when its scripts are', async () => {
    await overviewStore.write(taken(5));
    await local.set({ settings: { theme: 'dark', language: 'fr' } });
    const get = vi.spyOn(local, 'get');
    readEarly();
    await storedEarly();
    expect(get).toHaveBeenCalledTimes(1);
    expect(await earlyAppearance()).toEqual({ theme: 'dark', language: 'fr' });
    expect(get).toHaveBeenCalledTimes(1);
    expect((await openOverviewSource()).current()).toEqual(taken(5));
  });

  it('is read by the page itself where nobody asked early, or storage failed then', async () => {
    await overviewStore.write(taken(5));
    expect((await openOverviewSource()).current()).toEqual(taken(5));
    vi.spyOn(local, 'get').mockRejectedValueOnce(new Error('IO error'));
    readEarly();
    expect(await storedEarly()).toBeUndefined();
    expect((await openOverviewSource()).current()).toEqual(taken(5));
  });

  it('is brought up to date when it changed while the page was loading, and told of no second time when not', async () => {
    await overviewStore.write(taken(5));
    readEarly();
    await storedEarly();
    await overviewStore.write(taken(6));
    const source = await openOverviewSource();
    const heard = vi.fn();
    source.subscribe(heard);
    expect(source.current()).toEqual(taken(5));
    await vi.waitFor(() => expect(source.current()).toEqual(taken(6)));
    expect(heard).toHaveBeenCalledTimes(1);
    readEarly();
    const calm = await openOverviewSource();
    calm.subscribe(heard);
    await new Promise((resolve) => setImmediate(resolve));
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it('is nothing at all of a store that holds rubbish', async () => {
    await local.set({ overview: { servers: 7 }, settings: 'x' });
    readEarly();
    expect((await openOverviewSource()).current()).toEqual(emptyOverview);
    expect(await earlyAppearance()).toEqual({ theme: 'auto', language: 'browser' });
  });
});
