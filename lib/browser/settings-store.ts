import { browser } from 'wxt/browser';
import * as z from 'zod/mini';
import { errorCodes, OperationError } from '../domain/errors.ts';
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

/** The stored value as it is; only a browser whose storage fails makes this fail. */
async function load(): Promise<unknown> {
  const stored: Record<string, unknown> = await browser.storage.local.get(key).catch(broken('settings.read'));
  return stored[key];
}

function parse(raw: unknown): Settings | undefined {
  if (raw === undefined) return emptySettings;
  const parsed = Stored.safeParse(raw);
  if (!parsed.success) return undefined;
  const { servers, clients, mappings, openIn } = parsed.data;
  return { servers, clients, mappings, openIn };
}

/** What we can't read may still be all that somebody has: it is kept under another key before it is written over. */
const setAside = (raw: unknown): Promise<void> =>
  browser.storage.local.set({ [`broken:${key}`]: raw }).catch(broken('settings.set-aside'));

const broken =
  (operation: string) =>
  (cause: unknown): never => {
    throw new OperationError('STORAGE_BROKEN', { operation, retryable: true, cause });
  };

/** Settings in extension storage. Turns wait for each other: a read-change-write is never overtaken by another. */
export function createSettingsStore(): SettingsStore {
  let turn: Promise<unknown> = Promise.resolve();
  return {
    read: async () => parse(await load()) ?? emptySettings,
    update(change) {
      const next = turn.then(async () => {
        const raw = await load();
        const before = parse(raw);
        if (!before) await setAside(raw);
        const changed = change(before ?? emptySettings);
        const value = Stored.parse({ schema, ...changed });
        await browser.storage.local.set({ [key]: value }).catch(broken('settings.write'));
        return changed;
      });
      turn = next.catch(() => undefined);
      return next;
    },
  };
}
