import { browser } from 'wxt/browser';

/**
 * Keeps content scripts out of our storage where the browser can (Chromium; Firefox has no such call). Set at every
 * start, since it is not kept in every case. Secrets are in the vault and do not depend on it.
 */
export async function closeStorage(): Promise<void> {
  const area: { setAccessLevel?: (options: { accessLevel: 'TRUSTED_CONTEXTS' }) => Promise<void> } =
    browser.storage.local;
  await area.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
}
