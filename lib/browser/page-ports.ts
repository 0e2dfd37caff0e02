import { type Browser, browser } from 'wxt/browser';
import type { InfoHash } from '../domain/info-hash.ts';
import { type PageMessage, type PageUpdate, pagePortName } from '../messages/contract.ts';
import type { PageConnection } from '../ports/page-connection.ts';

/** Reads what a page said; `undefined` for anything that is not exactly a `PageMessage`. */
type Parse = (message: unknown) => PageMessage | undefined;

interface Handlers {
  readonly parse: Parse;
  /** The page's rows or its visibility changed. */
  readonly watched: (page: PageConnection) => void;
  readonly used: (page: PageConnection, hash: InfoHash) => void;
  readonly noRows: (page: PageConnection, webUi: string) => void;
  readonly details: (page: PageConnection, hash: InfoHash) => void;
  readonly identify: (page: PageConnection, sessionIds: readonly number[]) => void;
  /** The page's tab, where the reader of rows is wanted. */
  readonly needsReader: (tabId: number) => void;
  /** Texts of the language that is set, `null` for the browser's. They come before everything else; never rejects. */
  readonly words?: () => Promise<Readonly<Record<string, string>> | null>;
}

type Port = Browser.runtime.Port;

/**
 * Torrent pages that are open now. Believes the browser about who is speaking (own extension, top frame, its URL) and
 * nothing that the page says about itself. Call in the first turn of the background.
 */
export function listenToPages(handlers: Handlers): { readonly pages: () => readonly PageConnection[] } {
  const open = new Map<Port, PageConnection>();
  browser.runtime.onConnect.addListener((port) => {
    const url = urlOf(port);
    if (!url) return port.disconnect();
    const post = (update: PageUpdate): void => {
      if (!open.has(port)) return;
      try {
        port.postMessage(update);
      } catch {
        open.delete(port); // it is gone, and the news of it still on its way; the other pages get theirs
      }
    };
    open.set(port, {
      url,
      visible: false,
      hashes: [],
      show: (badges) => post({ type: 'badges', badges }),
      tellDetails: (hash, details) => post({ type: 'details', hash, details }),
      tell: (torrents) => post({ type: 'torrents', torrents }),
      end: () => post({ type: 'end' }),
    });
    const greeted = handlers.words?.().then((words) => words && post({ type: 'words', words }));
    port.onDisconnect.addListener(() => open.delete(port));
    port.onMessage.addListener((raw: unknown) => {
      if (greeted) void greeted.then(() => heard(raw));
      else heard(raw);
    });
    const heard = (raw: unknown): void => {
      const page = open.get(port);
      const message = handlers.parse(raw);
      if (!page || !message) return;
      if (message.type === 'watch') {
        const next = { ...page, visible: message.visible, hashes: message.hashes };
        open.set(port, next);
        handlers.watched(next);
      } else if (message.type === 'used') handlers.used(page, message.hash);
      else if (message.type === 'details') handlers.details(page, message.hash);
      else if (message.type === 'no-rows') handlers.noRows(page, message.webUi);
      else if (message.type === 'identify') handlers.identify(page, message.sessionIds);
      else if (message.type === 'needs-reader' && port.sender?.tab?.id !== undefined)
        handlers.needsReader(port.sender.tab.id);
    };
  });
  return { pages: () => [...open.values()] };
}

function urlOf(port: Port): string | undefined {
  const { sender } = port;
  if (port.name !== pagePortName || sender?.id !== browser.runtime.id) return undefined;
  if (sender.frameId !== 0 || sender.tab === undefined) return undefined;
  // a private window is none of our business; a sandboxed document has the page's address and another origin
  const { url, origin, tab } = sender;
  if (tab.incognito || !url || !/^https?:/.test(url)) return undefined;
  return URL.parse(url)?.origin === origin ? url : undefined;
}
