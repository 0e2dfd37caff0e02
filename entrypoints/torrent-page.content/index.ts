import { browser } from 'wxt/browser';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { decoratePage } from '../../lib/content/decorate-page.ts';
import type { PagePort } from '../../lib/content/page-link.ts';
import { pagePortName } from '../../lib/messages/contract.ts';
import { webUis } from '../../lib/web-uis/index.ts';
import { badgeWords, hearsWords } from './words.ts';

/** Registered by the background for the addresses a person has allowed, and for no others. */
export default defineContentScript({
  registration: 'runtime',
  runAt: 'document_idle',
  noScriptStartedPostMessage: true, // a page need not know that we are here
  main(context) {
    if (window.top !== window) return; // qBittorrent's dialogs are frames of the same origin
    const connect = (): PagePort | null => (context.isValid ? connectToBackground() : null);
    decoratePage({ document, webUis, words: badgeWords, connect, signal: context.signal });
  },
});

/** `null` when the extension was updated under the page: then connecting throws, now and for ever. */
function connectToBackground(): PagePort | null {
  try {
    const port = browser.runtime.connect({ name: pagePortName });
    return {
      post: (message) => port.postMessage(message),
      onMessage: (listener) =>
        port.onMessage.addListener((message: unknown) => {
          if (!hearsWords(message)) listener(message);
        }),
      onClosed: (listener) => port.onDisconnect.addListener(listener),
      close: () => port.disconnect(),
    };
  } catch {
    return null;
  }
}
