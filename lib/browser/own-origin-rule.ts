import { type Browser, browser } from 'wxt/browser';

type Rule = Browser.declarativeNetRequest.Rule;

/**
 * Gives requests of the extension itself the `Origin` that the torrent page's own have. Browsers put an extension's
 * origin on every POST: qBittorrent up to 5.2 then refuses a sign-in, whatever the password, and ruTorrent with its
 * CSRF check on refuses every question, also one without an origin. That protection stays on for everybody else: tab
 * `-1` means requests that belong to no tab, so those of pages are never touched.
 */
const ruleFor = (origin: string, id: number): Rule => ({
  id,
  priority: 1,
  condition: {
    urlFilter: `|${origin}/`,
    tabIds: [-1],
    requestMethods: ['post'],
    resourceTypes: ['xmlhttprequest', 'other'],
  },
  action: {
    type: 'modifyHeaders',
    requestHeaders: [{ header: 'origin', operation: 'set', value: origin }],
  },
});

/**
 * Makes these the only places with such a rule. Session rules vanish when the browser restarts, so this runs at every
 * start of the background.
 */
export async function setOwnOrigin(addresses: readonly string[]): Promise<void> {
  const origins = [...new Set(addresses.map((address) => new URL(address).origin))];
  const old = await browser.declarativeNetRequest.getSessionRules();
  await browser.declarativeNetRequest.updateSessionRules({
    removeRuleIds: old.map((rule) => rule.id),
    addRules: origins.map((origin, at) => ruleFor(origin, at + 1)),
  });
}
