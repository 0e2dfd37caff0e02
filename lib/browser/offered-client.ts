import { browser } from 'wxt/browser';
import type { NewClient } from '../messages/contract.ts';
import { requestSchemas } from '../messages/schemas.ts';

const key = 'offered-client';

/** Keeps a torrent page while the browser asks for its permission: that question may close the popup, or outlive the worker. */
export const offeredClient = {
  async read(): Promise<NewClient | null> {
    const stored: Record<string, unknown> = await browser.storage.session.get(key);
    const parsed = requestSchemas['client.offer'].safeParse({ client: stored[key] });
    return parsed.success ? parsed.data.client : null;
  },
  async write(client: NewClient | null): Promise<void> {
    if (client) await browser.storage.session.set({ [key]: client });
    else await browser.storage.session.remove(key);
  },
};
