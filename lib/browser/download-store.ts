import { browser } from 'wxt/browser';
import * as z from 'zod/mini';
import type { Download } from '../domain/download.ts';
import { errorCodes, OperationError } from '../domain/errors.ts';
import type { ClientMemory, DownloadStore, StoreChange } from '../ports/download-store.ts';

const downloadPrefix = 'download:';
const seenPrefix = 'seen:';
const brokenPrefix = 'broken:';

const Text = z.string().check(z.maxLength(65_536));
const Time = z.number();
const StoredDownload = z.object({
  id: Text,
  clientId: Text,
  hash: z.string().check(z.regex(/^[0-9a-f]{40}$/)),
  name: Text,
  category: z.nullable(Text),
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
    }),
  ),
  target: z.nullable(
    z.object({
      machineIdentifier: Text,
      sectionKey: Text,
      ratingKey: Text,
      type: z.enum(['movie', 'show', 'season', 'episode', 'artist', 'album', 'track', 'clip']),
      title: Text,
      found: z.number(),
      expected: z.number(),
    }),
  ),
  problem: z.nullable(z.object({ code: z.enum(errorCodes), sinceMs: Time, retryAtMs: z.nullable(Time) })),
});
const StoredMemory = z.object({ baselineAtMs: Time, listedAllAtMs: Time, seen: z.string() });

/** One packed string per client: 10,000 entries as a JSON map took ten times as long to store. */
const pack = (seen: ReadonlySet<string>): string => [...seen].join(';');
const unpack = (packed: string): ReadonlySet<string> => new Set(packed === '' ? [] : packed.split(';'));

async function load(): ReturnType<DownloadStore['load']> {
  const all: Record<string, unknown> = await browser.storage.local.get(null).catch((cause: unknown) => {
    throw new OperationError('STORAGE_BROKEN', { operation: 'store.load', retryable: true, cause });
  });
  const downloads: Download[] = [];
  const memories: ClientMemory[] = [];
  const broken: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(all)) {
    if (key.startsWith(downloadPrefix)) {
      const parsed = StoredDownload.safeParse(value);
      if (parsed.success) downloads.push(parsed.data as Download);
      else broken[key] = value;
    } else if (key.startsWith(seenPrefix)) {
      const parsed = StoredMemory.safeParse(value);
      if (parsed.success) {
        const { seen, ...times } = parsed.data;
        memories.push({ clientId: key.slice(seenPrefix.length), ...times, seen: unpack(seen) });
      } else broken[key] = value;
    }
  }
  await setAside(broken);
  return { downloads, memories, broken: Object.keys(broken).length };
}

/** What can't be read is kept under another key. A client without its memory gets a new baseline: never a replay. */
async function setAside(broken: Record<string, unknown>): Promise<void> {
  const keys = Object.keys(broken);
  if (keys.length === 0) return;
  await browser.storage.local.set(Object.fromEntries(keys.map((key) => [brokenPrefix + key, broken[key]])));
  await browser.storage.local.remove(keys);
}

/** Downloads in extension storage, one key each; what belongs together goes into one `set`, which is atomic. */
export const downloadStore: DownloadStore = {
  load,
  async commit(change: StoreChange) {
    const values: Record<string, unknown> = {};
    for (const download of change.put ?? []) values[downloadPrefix + download.id] = download;
    for (const { clientId, seen, ...times } of change.remember ?? []) {
      values[seenPrefix + clientId] = { ...times, seen: pack(seen) };
    }
    await browser.storage.local.set(values).catch((cause: unknown) => {
      throw new OperationError('STORAGE_BROKEN', { operation: 'store.commit', retryable: true, cause });
    });
  },
  async removeDownloads(ids) {
    await browser.storage.local.remove(ids.map((id) => downloadPrefix + id));
  },
  async forgetClient(clientId) {
    const all: Record<string, unknown> = await browser.storage.local.get(null);
    const own = Object.keys(all).filter((key) => key.startsWith(`${downloadPrefix}${clientId}:`));
    await browser.storage.local.remove([...own, seenPrefix + clientId]);
  },
};
