import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StoreHands } from '../rig/store-hands.ts';
import { openStorePage, type StorePage } from '../rig/store-page.ts';

/** Runs in the page. */
const hands = (): StoreHands => (globalThis as unknown as { storeHands: StoreHands }).storeHands;

let opened: StorePage;
beforeAll(async () => {
  opened = await openStorePage();
  await opened.page.evaluate(`globalThis.hands = ${String(hands)}`);
});
afterAll(() => opened.close());
beforeEach(async () => {
  await opened.page.evaluate(async () => {
    for (const server of ['a', 'b', 'ab']) await hands().store.remove(server);
  });
});

describe('the store of libraries, in a real browser', () => {
  it('keeps typed arrays as they are, for each server its own, until it is removed', async () => {
    const found = await opened.page.evaluate(async () => {
      const { store } = hands();
      await store.save('a', { column: Uint32Array.of(1, 2, 4_000_000_000), text: 'x', list: [{ y: null }] });
      await store.save('b', { other: true });
      await store.save('a', { column: Uint32Array.of(7, 4_000_000_000), text: 'x', list: [{ y: null }] });
      const first = (await store.load('a')) as { column: Uint32Array };
      const kept = [first.column instanceof Uint32Array, [...first.column], await store.load('b')];
      await store.remove('a');
      return [...kept, await store.load('a'), await store.load('b'), await store.load('ab')];
    });
    expect(found).toEqual([true, [7, 4_000_000_000], { other: true }, null, { other: true }, null]);
  });

  it('gives pages back in the order they were put, past the tenth and the hundredth', async () => {
    const keys = await opened.page.evaluate(async () => {
      const { store } = hands();
      for (let at = 0; at < 105; at++) {
        await store.putPage('a', `page ${at}`, { titles: [], files: [] });
        if (at % 50 === 0) await store.putPage('ab', `other ${at}`, { titles: [], files: [] });
      }
      const found: string[] = [];
      for await (const { key } of store.loadPages('a')) found.push(key);
      return found;
    });
    expect(keys).toEqual(Array.from({ length: 105 }, (_, at) => `page ${at}`));
  });

  it('drops the pages of a server with what is saved, and those of no other', async () => {
    const left = await opened.page.evaluate(async () => {
      const { store } = hands();
      const page = { titles: [], files: [] };
      const keysOf = async (server: string): Promise<string> => {
        const keys: string[] = [];
        for await (const { key } of store.loadPages(server)) keys.push(key);
        return keys.join();
      };
      for (const server of ['a', 'b', 'ab']) await store.putPage(server, server, page);
      const before = await keysOf('a');
      await store.save('a', {});
      await store.dropPages('ab');
      await store.putPage('a', 'again', page);
      return [before, await keysOf('a'), await keysOf('b'), await keysOf('ab')];
    });
    expect(left).toEqual(['a', 'again', 'b', '']);
  });

  it('passes over what can not be read back', async () => {
    const keys = await opened.page.evaluate(async () => {
      const { store } = hands();
      await store.putPage('a', 'good', { titles: [], files: [] });
      for (const bad of [7, {}, { titles: [] }, { titles: 1, files: [] }, null]) {
        await store.putPage('a', 'bad', bad as unknown as { titles: []; files: [] });
      }
      const found: string[] = [];
      for await (const { key } of store.loadPages('a')) found.push(key);
      return found;
    });
    expect(keys).toEqual(['good']);
  });

  it('says STORAGE_BROKEN when it is, whatever was wanted, and keeps what it had', async () => {
    const told = await opened.page.evaluate(async () => {
      const { store } = hands();
      await store.save('a', { old: true });
      const codeOf = (work: Promise<unknown>): Promise<string> =>
        work.then(
          () => 'nothing',
          (error: { code?: string; operation?: string }) => `${error.code} ${error.operation}`,
        );
      const codes = [await codeOf(store.save('a', { notData: () => undefined }))];
      const kept = await store.load('a');
      const open = indexedDB.open;
      indexedDB.open = () => {
        throw new DOMException('no', 'SecurityError');
      };
      codes.push(
        await codeOf(store.load('a')),
        await codeOf(store.putPage('a', 'x', { titles: [], files: [] })),
        await codeOf(store.loadPages('a')[Symbol.asyncIterator]().next()),
        await codeOf(store.dropPages('a')),
        await codeOf(store.remove('a')),
      );
      indexedDB.open = open;
      return { codes, kept };
    });
    expect(told.kept).toEqual({ old: true });
    expect(told.codes).toEqual([
      'STORAGE_BROKEN libraries.save',
      'STORAGE_BROKEN libraries.load',
      'STORAGE_BROKEN libraries.putPage',
      'STORAGE_BROKEN libraries.pages',
      'STORAGE_BROKEN libraries.dropPages',
      'STORAGE_BROKEN libraries.remove',
    ]);
  });
});
