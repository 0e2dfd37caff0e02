import { type Browser, browser } from 'wxt/browser';
import { failureOf } from '../domain/errors.ts';
import type { Answer } from '../messages/contract.ts';

/**
 * Answers our own pages (popup, options) and nobody else: not a content script, not another extension. A message from
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

/** The browser's word for it, three times: which extension, which origin, and no frame in a page of another. */
function isOwnPage({ id, origin, url, frameId = 0 }: Browser.runtime.MessageSender): boolean {
  const own = browser.runtime.getURL('/');
  return id === browser.runtime.id && frameId === 0 && url?.startsWith(own) === true && `${origin}/` === own;
}
