import { type Browser, browser } from 'wxt/browser';
import { failureOf } from '../domain/errors.ts';
import type { Answer } from '../messages/contract.ts';

/**
 * Answers our own pages (popup, options, welcome) and nobody else: not a content script, not another extension. A message from
 * elsewhere gets no answer at all. Call in the first turn of the background.
 */
export function answerOwnPages(handle: (message: unknown) => Promise<unknown>): void {
  browser.runtime.onMessage.addListener((message: unknown, sender, respond) => {
    if (!isOwnPage(sender)) return false;
    handle(message).then(
      (value) => respond({ ok: true, value } satisfies Answer<unknown>),
      (error: unknown) =>
        respond({ ok: false, failure: failureOf(error, 'answer') } satisfies Answer<unknown>),
    );
    return true;
  });
}

/** The pages that have something to ask; nothing else that the package holds has. */
const ownPages: readonly string[] = ['popup.html', 'options.html', 'welcome.html'];

/** The browser's word for it: which extension, which origin, which page of it, and no frame or private window. */
function isOwnPage({ id, origin, url = '', tab, frameId = 0 }: Browser.runtime.MessageSender): boolean {
  const own = browser.runtime.getURL('/');
  const [page = ''] = url.slice(own.length).split(/[?#]/);
  return (
    id === browser.runtime.id &&
    `${origin}/` === own &&
    url.startsWith(own) &&
    ownPages.includes(page) &&
    frameId === 0 &&
    tab?.incognito !== true
  );
}
