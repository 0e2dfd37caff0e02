import type { StoreHands } from '../rig/store-hands.ts';
import { openStorePage } from '../rig/store-page.ts';
import type { Figure } from './figure.ts';

const rounds = 7;

/** What it costs in a real browser to save the index of a large library, and to have it back. */
export async function benchLibraryStore(): Promise<readonly Figure[]> {
  const { page, close } = await openStorePage();
  try {
    const { saved, loaded, files } = await page.evaluate(async (count) => {
      const { store, bigIndex, fileCount } = (globalThis as unknown as { storeHands: StoreHands }).storeHands;
      const index = bigIndex();
      const took = { saved: [] as number[], loaded: [] as number[], files: 0 };
      for (let round = 0; round < count; round++) {
        const start = performance.now();
        await store.save('server', index);
        const middle = performance.now();
        took.files = fileCount(await store.load('server'));
        took.saved.push(middle - start);
        took.loaded.push(performance.now() - middle);
      }
      return took;
    }, rounds);
    if (files !== 120_000) throw new Error(`Only ${files} files came back.`);
    // The quickest of some: what it costs without its neighbours on the machine.
    return [
      {
        name: 'index of 120,000 files, saved in the browser',
        value: Math.min(...saved),
        unit: 'ms',
        limit: 50,
      },
      {
        name: 'index of 120,000 files, loaded in the browser',
        value: Math.min(...loaded),
        unit: 'ms',
        limit: 50,
      },
    ];
  } finally {
    await close();
  }
}
