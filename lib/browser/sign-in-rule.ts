import { browser } from 'wxt/browser';

/**
 * Takes our `Origin` off requests that the extension itself sends to these hosts. qBittorrent up to 5.2 refuses a
 * sign-in that carries an extension's origin, whatever the password; its CSRF protection stays on for everybody
 * else: tab `-1` means requests that belong to no tab, so a page's own are never touched.
 *
 * Session rules vanish when the browser restarts, so this runs at every start of the background.
 */
export async function allowSignIn(addresses: readonly string[]): Promise<void> {
  const hosts = [...new Set(addresses.map((address) => new URL(address).hostname))];
  const old = await browser.declarativeNetRequest.getSessionRules();
  await browser.declarativeNetRequest.updateSessionRules({
    removeRuleIds: old.map((rule) => rule.id),
    addRules: hosts.map((host, at) => ({
      id: at + 1,
      priority: 1,
      condition: { requestDomains: [host], tabIds: [-1], resourceTypes: ['xmlhttprequest', 'other'] },
      action: {
        type: 'modifyHeaders',
        requestHeaders: [{ header: 'origin', operation: 'remove' }],
      },
    })),
  });
}
