import { type Browser, browser } from 'wxt/browser';

type Rule = Browser.declarativeNetRequest.Rule;

/**
 * Takes our `Origin` off requests that the extension itself sends to this host. qBittorrent up to 5.2 refuses a
 * sign-in that carries an extension's origin, whatever the password; its CSRF protection stays on for everybody
 * else: tab `-1` means requests that belong to no tab, so a page's own are never touched.
 */
const ruleFor = (host: string, id: number): Rule => ({
  id,
  priority: 1,
  condition: { requestDomains: [host], tabIds: [-1], resourceTypes: ['xmlhttprequest', 'other'] },
  action: { type: 'modifyHeaders', requestHeaders: [{ header: 'origin', operation: 'remove' }] },
});

/**
 * Makes these the only hosts with such a rule. Session rules vanish when the browser restarts, so this runs at every
 * start of the background.
 */
export async function allowSignIn(addresses: readonly string[]): Promise<void> {
  const hosts = [...new Set(addresses.map((address) => new URL(address).hostname))];
  const old = await browser.declarativeNetRequest.getSessionRules();
  await browser.declarativeNetRequest.updateSessionRules({
    removeRuleIds: old.map((rule) => rule.id),
    addRules: hosts.map((host, at) => ruleFor(host, at + 1)),
  });
}
