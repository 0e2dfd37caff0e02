import { browser } from 'wxt/browser';

const key = 'people:followedAt';

/** When libraries that came later were last looked for, for those who were given all of them. */
export const followedAt = {
  async read(): Promise<number> {
    const { [key]: value } = await browser.storage.local.get(key);
    return typeof value === 'number' && Number.isFinite(value) ? value : 0;
  },
  write: (atMs: number): Promise<void> => browser.storage.local.set({ [key]: atMs }),
};
