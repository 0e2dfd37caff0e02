import { describe, expect, it } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { journalStore } from '../../lib/browser/journal-store.ts';
import type { JournalEntry } from '../../lib/domain/journal.ts';

const { local } = fakeBrowser.storage;
const entry = (id: string): JournalEntry => ({
  id,
  events: [
    { atMs: 1, what: 'seen' },
    { atMs: 2, what: 'problem', code: 'UNMAPPED' },
  ],
});
const mapOf = (...ids: readonly string[]) => new Map(ids.map((id) => [id, entry(id)]));
const ids = async () => (await journalStore.load()).map(({ id }) => id).sort();

describe('the stored journal', () => {
  it('comes back as it was written', async () => {
    await journalStore.save(mapOf('a', 'b', 'c'), new Set(['a', 'b', 'c']));
    expect((await journalStore.load()).find(({ id }) => id === 'b')).toEqual(entry('b'));
    expect(await ids()).toEqual(['a', 'b', 'c']);
  });

  it('drops what is gone, and leaves alone what did not change', async () => {
    await journalStore.save(mapOf('a', 'b', 'i'), new Set(['a', 'b', 'i']));
    await journalStore.save(mapOf('b', 'i'), new Set(['a'])); // `a` and `i` lie together
    expect(await ids()).toEqual(['b', 'i']);
  });

  it('leaves out what can not be read', async () => {
    await local.set({
      'journal:0': 'garbage',
      'journal:1': [entry('x'), { id: 'y', events: [{ what: 'hacked' }] }, 7],
    });
    expect(await ids()).toEqual(['x']);
  });
});
