import { browser } from 'wxt/browser';
import * as z from 'zod/mini';
import { emptyOverview, type Overview } from '../domain/overview.ts';
import type { OverviewStore } from '../ports/overview-store.ts';

export const overviewKey = 'overview';

const Count = z.number();
/** One that this version does not know is left out. */
const Library = z.catch(
  z.optional(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal(['unread', 'stopped']) }),
      z.object({ kind: z.literal('reading'), done: Count, total: z.nullable(Count) }),
      z.object({ kind: z.literal('ready'), items: Count, readAtMs: Count }),
      z.object({ kind: z.literal('too-large'), items: Count }),
      z.object({ kind: z.literal('failed'), code: z.string() }),
    ]),
  ),
  undefined,
);

/** Only its outline is checked: it is made anew all the time, and an odd one is simply dropped. */
const Outline = z.looseObject({
  takenAtMs: z.number(),
  servers: z.array(
    z.looseObject({ machineIdentifier: z.string(), recent: z.array(z.unknown()), library: Library }),
  ),
  clients: z.array(z.looseObject({ id: z.string() })),
  downloads: z.array(z.looseObject({ id: z.string(), name: z.string() })),
});

export async function readOverview(): Promise<Overview> {
  const stored: Record<string, unknown> = await browser.storage.local.get(overviewKey);
  const parsed = Outline.safeParse(stored[overviewKey]);
  return parsed.success ? { ...emptyOverview, ...(parsed.data as unknown as Overview) } : emptyOverview;
}

/** The last overview, so that the popup can be drawn before anybody answers. Derived: losing it costs nothing. */
export const overviewStore: OverviewStore = {
  read: readOverview,
  write: async (overview) => {
    await browser.storage.local.set({ [overviewKey]: overview });
  },
};
