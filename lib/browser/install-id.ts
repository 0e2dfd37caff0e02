import { browser } from 'wxt/browser';

const key = 'installId';

/** An id of this installation, made once; Plex wants a stable one from each client. Says nothing about the person. */
export async function installId(): Promise<string> {
  const stored: Record<string, unknown> = await browser.storage.local.get(key);
  const known = stored[key];
  if (typeof known === 'string' && /^[0-9a-f-]{36}$/.test(known)) return known;
  const made = crypto.randomUUID();
  await browser.storage.local.set({ [key]: made });
  return made;
}
