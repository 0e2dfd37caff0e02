import { browser } from 'wxt/browser';
import * as z from 'zod/mini';
import { errorCodes } from '../domain/errors.ts';
import { emptySettings, type Settings } from '../domain/settings.ts';
import type { SettingsStore } from '../ports/settings-store.ts';

const key = 'settings';
const schema = 1;

const Text = z.string().check(z.maxLength(4096));
const Stored = z.object({
  schema: z.literal(schema),
  servers: z.array(z.object({ machineIdentifier: Text, name: Text, address: Text, version: Text })),
  clients: z.array(
    z.object({
      id: Text,
      kind: Text,
      address: Text,
      access: z.enum(['browser-session', 'password', 'api-key']),
      username: z.nullable(Text),
      refusal: z.nullable(z.object({ code: z.enum(errorCodes), untilMs: z.nullable(z.number()) })),
    }),
  ),
  mappings: z.array(z.object({ clientId: z.nullable(Text), from: Text, to: Text })),
  openIn: z.enum(['hosted', 'server']),
});

async function read(): Promise<Settings> {
  const stored: Record<string, unknown> = await browser.storage.local.get(key);
  const raw = stored[key];
  if (raw === undefined) return emptySettings;
  const parsed = Stored.safeParse(raw);
  if (!parsed.success) {
    // Kept, never overwritten: what we can't read may still be all that somebody has.
    await browser.storage.local.set({ [`broken:${key}`]: raw });
    return emptySettings;
  }
  const { servers, clients, mappings, openIn } = parsed.data;
  return { servers, clients, mappings, openIn };
}

/** Settings in extension storage. Turns wait for each other: a read-change-write is never overtaken by another. */
export function createSettingsStore(): SettingsStore {
  let turn: Promise<unknown> = Promise.resolve();
  return {
    read,
    update(change) {
      const next = turn.then(async () => {
        const changed = change(await read());
        await browser.storage.local.set({ [key]: Stored.parse({ schema, ...changed }) });
        return changed;
      });
      turn = next.catch(() => undefined);
      return next;
    },
  };
}
