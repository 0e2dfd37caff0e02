import { browser } from 'wxt/browser';
import * as z from 'zod/mini';
import type { SeenCompletions } from '../domain/completion.ts';
import type { Download } from '../domain/download.ts';
import { errorCodes, OperationError } from '../domain/errors.ts';
import type { InfoHash } from '../domain/info-hash.ts';
import type { ClientMemory, DownloadStore, StoreChange } from '../ports/download-store.ts';

const downloadPrefix = 'download:';
const seenPrefix = 'seen:';
const brokenPrefix = 'broken:';
/** So many entries that can't be read are kept, and none that is longer than this. */
const mostKept = 20;
const mostKeptLength = 100_000;

const Text = z.string().check(z.maxLength(65_536));
const Time = z.number();
const StoredDownload = z.object({
  id: Text,
  clientId: Text,
  hash: z.custom<InfoHash>((value) => typeof value === 'string' && /^[0-9a-f]{40}$/.test(value)),
  name: Text,
  category: z.nullable(Text),
  tags: z.exactOptional(z.array(Text)),
  completedAtMs: Time,
  wantedBytes: z.number(),
  savePath: Text,
  contentPath: z.nullable(Text),
  detectedAtMs: Time,
  stage: z.enum(['settling', 'ready', 'sending', 'verifying', 'available', 'ignored']),
  stageSinceMs: Time,
  nextAtMs: Time,
  sends: z.number(),
  sentAtMs: z.nullable(Time),
  looks: z.number(),
  outcomeUnknown: z.boolean(),
  plan: z.nullable(
    z.object({
      machineIdentifier: Text,
      scans: z.array(z.object({ sectionKey: Text, sectionTitle: Text, folder: Text })),
      files: z.array(Text),
      archives: z.optional(z.number()),
    }),
  ),
  target: z.nullable(
    z.object({
      machineIdentifier: Text,
      sectionKey: Text,
      ratingKey: Text,
      type: z.enum(['movie', 'show', 'season', 'episode', 'artist', 'album', 'track', 'clip']),
      title: Text,
      found: z.nullable(z.number()),
      expected: z.number(),
      evidence: z.optional(z.array(Text)),
    }),
  ),
  problem: z.nullable(z.object({ code: z.enum(errorCodes), sinceMs: Time, retryAtMs: z.nullable(Time) })),
});
const Mark = z.optional(z.literal(true));
const StoredMemory = z.object({
  baselineAtMs: Time,
  listedAllAtMs: Time,
  seen: z.string(),
  listedCount: z.optional(z.number()),
  isThin: Mark,
  isProvisional: Mark,
  isBehind: Mark,
  massStampMs: z.optional(Time),
});

/** One packed string per client: 10,000 entries as a JSON map took ten times as long to store. */
const pack = (seen: SeenCompletions): string => {
  const parts: string[] = [];
  for (const [hash, completion] of seen) parts.push(`${hash}:${completion}`);
  return parts.join(';');
};

function unpack(packed: string): SeenCompletions {
  const seen = new Map<string, string>();
  for (const part of packed.split(';')) {
    const at = part.indexOf(':');
    if (at > 0) seen.set(part.slice(0, at), part.slice(at + 1));
  }
  return seen;
}

async function load(): ReturnType<DownloadStore['load']> {
  const all: Record<string, unknown> = await browser.storage.local.get(null).catch(broken('store.load'));
  const downloads: Download[] = [];
  const memories: ClientMemory[] = [];
  const unreadable: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(all)) {
    if (key.startsWith(downloadPrefix)) {
      const parsed = StoredDownload.safeParse(value);
      if (parsed.success) downloads.push(parsed.data as Download);
      else unreadable[key] = value;
    } else if (key.startsWith(seenPrefix)) {
      const parsed = StoredMemory.safeParse(value);
      if (parsed.success) {
        const { seen, ...times } = parsed.data;
        memories.push({
          clientId: key.slice(seenPrefix.length),
          ...times,
          seen: unpack(seen),
        } as ClientMemory);
      } else unreadable[key] = value;
    }
  }
  const keptAside = Object.keys(all).filter((key) => key.startsWith(brokenPrefix));
  await setAside(unreadable, keptAside.length);
  return { downloads, memories, broken: Object.keys(unreadable).length };
}

/**
 * What can't be read is kept under another key. A client without its memory gets a new baseline: never a replay. When
 * there is no room for that it stays where it is; not to be able to tidy up must not keep the rest from being read.
 * Only so much is kept, since it is for somebody to look at and not to be used again.
 */
async function setAside(unreadable: Record<string, unknown>, keptCount: number): Promise<void> {
  const keys = Object.keys(unreadable);
  if (keys.length === 0) return;
  const kept = keys
    .filter((key) => (JSON.stringify(unreadable[key]) ?? '').length <= mostKeptLength)
    .slice(0, Math.max(0, mostKept - keptCount));
  const moved = Object.fromEntries(kept.map((key) => [brokenPrefix + key, unreadable[key]]));
  await browser.storage.local
    .set(moved)
    .then(() => browser.storage.local.remove(keys))
    .catch(() => undefined);
}

const broken =
  (operation: string) =>
  (cause: unknown): never => {
    throw new OperationError('STORAGE_BROKEN', { operation, retryable: true, cause });
  };

/** Downloads in extension storage, one key each; what belongs together goes into one `set`, which is atomic. */
export const downloadStore: DownloadStore = {
  load,
  async commit(change: StoreChange) {
    const values: Record<string, unknown> = {};
    for (const download of change.put ?? []) values[downloadPrefix + download.id] = download;
    for (const { clientId, seen, ...times } of change.remember ?? []) {
      values[seenPrefix + clientId] = { ...times, seen: pack(seen) };
    }
    await browser.storage.local.set(values).catch(broken('store.commit'));
  },
  async removeDownloads(ids) {
    await browser.storage.local.remove(ids.map((id) => downloadPrefix + id)).catch(broken('store.remove'));
  },
  async forgetClient(clientId) {
    const all: Record<string, unknown> = await browser.storage.local.get(null).catch(broken('store.forget'));
    const own = Object.keys(all).filter((key) => key.startsWith(`${downloadPrefix}${clientId}:`));
    await browser.storage.local.remove([...own, seenPrefix + clientId]).catch(broken('store.forget'));
  },
};
