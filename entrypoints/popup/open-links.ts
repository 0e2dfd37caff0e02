import { browser } from 'wxt/browser';

/**
 * Opens the links of the popup in a tab and closes the popup: Firefox would leave it open above the new tab. Clicks
 * with a modifier key stay the browser's.
 */
export function openLinksInTabs(): void {
  document.addEventListener('click', (event) => {
    const { target } = event;
    const link = target instanceof Element ? target.closest('a') : null;
    const isPlain =
      event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !isPlain || event.defaultPrevented) return;
    event.preventDefault();
    void browser.tabs.create({ url: link.href }).then(() => window.close());
  });
}
