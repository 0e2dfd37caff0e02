import type { PageUpdate } from '../messages/contract.ts';
import type { WebUi } from '../ports/web-ui.ts';
import { attach } from './attach.ts';
import type { BadgeWords } from './badge-face.ts';
import { BadgeViews } from './badge-views.ts';
import { DetailsAnswers } from './details-answers.ts';
import { type Connect, PageLink } from './page-link.ts';
import { RowTorrents } from './row-torrents.ts';
import { removeLeftovers } from './traces.ts';

export interface PageOptions {
  readonly document: Document;
  readonly webUis: readonly WebUi[];
  readonly words: BadgeWords;
  readonly connect: Connect;
  /** Ends everything and takes our elements out of the page. */
  readonly signal: AbortSignal;
}

/** Waits for a torrent list to appear, shows badges in it, and waits anew when the page replaces it. */
export function decoratePage(options: PageOptions): void {
  if (options.signal.aborted) return;
  removeLeftovers(options.document);
  waitForList(options, (webUi, list) => {
    removeLeftovers(options.document); // a page may have kept a copy of its rows, badges and all
    const whileHere = new AbortController();
    const ended = AbortSignal.any([options.signal, whileHere.signal]);
    decorateList(options, webUi, list, ended, (again) => {
      whileHere.abort();
      if (again) decoratePage(options);
    });
  });
}

function decorateList(
  { document, words, connect }: PageOptions,
  webUi: WebUi,
  list: Element,
  signal: AbortSignal,
  end: (again: boolean) => void,
): void {
  const views = new BadgeViews();
  const torrents = new RowTorrents(webUi);
  const answers = new DetailsAnswers();
  const link = new PageLink({
    document,
    connect,
    webUi: webUi.id,
    received: (message) => {
      if (isEnd(message)) {
        end(false);
        return;
      }
      const isAnswer = answers.apply(message);
      if (isAnswer) link.detailsHeard();
      if (isAnswer || views.apply(message) || torrents.learn(message)) refresh();
    },
    gone: () => end(false),
    signal,
  });
  const refresh = attach({
    document,
    webUi,
    list,
    words,
    views,
    torrents,
    answers,
    seen: (hashes) => link.watch(hashes),
    used: (hash) => link.used(hash),
    ask: (hash) => link.askDetails(hash),
    missing: (sessionIds) => link.identify(sessionIds),
    needsReader: () => link.needsReader(),
    unreadable: () => link.noRows(),
    lost: () => end(true),
    signal,
  });
}

const isEnd = (message: unknown): boolean =>
  (message as Partial<PageUpdate> | null | undefined)?.type === ('end' satisfies PageUpdate['type']);

/** The list may come after the sign-in, or long after the page: it is looked for once per frame that changes it. */
function waitForList(
  { document, webUis, signal }: PageOptions,
  found: (webUi: WebUi, list: Element) => void,
): void {
  const look = (): boolean => {
    const webUi = webUis.find((candidate) => candidate.matches(document));
    const list = webUi?.list(document);
    if (webUi && list) found(webUi, list);
    return Boolean(webUi && list);
  };
  if (look()) return;
  const ended = new AbortController();
  let isAwaited = false;
  const observer = new MutationObserver(() => {
    if (isAwaited) return;
    isAwaited = true;
    requestAnimationFrame(() => {
      isAwaited = false;
      if (!signal.aborted && !ended.signal.aborted && look()) ended.abort();
    });
  });
  observer.observe(document.documentElement, { childList: true, subtree: true });
  AbortSignal.any([signal, ended.signal]).addEventListener('abort', () => observer.disconnect());
}
