import { type InfoHash, parseInfoHash } from '../domain/info-hash.ts';
import type { PageUpdate } from '../messages/contract.ts';
import type { RowTorrent, WebUi } from '../ports/web-ui.ts';
import { askReader } from './row-question.ts';

/** A number that nobody knew is asked for again after this; the page may be ahead of the torrent client's answer. */
const askAgainMs = 1_800;
const mostKnown = 5_000;
const mostReaderCalls = 3;

type Numbered = Extract<RowTorrent, { sessionId: number }>;

/**
 * Which torrent each row is: what the row says, else what the page's reader says of it. Some pages know their torrents
 * by a number; the background is asked once for its info hash. Numbers are given anew when the torrent client starts,
 * so one counts only together with the name and the time that the page shows with it.
 */
export class RowTorrents {
  readonly #webUi: WebUi;
  readonly #known = new Map<string, InfoHash>();
  readonly #missing = new Map<string, number>();
  readonly #askedAtMs = new Map<string, number>();
  #isSilent = false;
  #readerCalls = 0;

  constructor(webUi: WebUi) {
    this.#webUi = webUi;
  }

  /** Read anew each time. */
  hashOf(row: Element): InfoHash | undefined {
    const own = this.#webUi.infoHashOf(row);
    if (own !== undefined || !this.#webUi.hasReader) return own;
    const torrent = askReader(row, this.#webUi.id);
    this.#isSilent = torrent === undefined;
    if (!torrent) return undefined;
    if ('hash' in torrent) return parseInfoHash(torrent.hash);
    const key = keyOf(torrent);
    const hash = this.#known.get(key);
    if (hash === undefined) this.#missing.set(key, torrent.sessionId);
    return hash;
  }

  /** The page's reader did not answer for the last row: it has to be brought in. True a few times only. */
  needsReader(): boolean {
    return this.#isSilent && this.#readerCalls++ < mostReaderCalls;
  }

  /** Numbers in rows looked at since the last call whose torrent is not known. */
  takeMissing(): readonly number[] {
    const now = performance.now();
    const due = [...this.#missing].filter(
      ([key]) => now - (this.#askedAtMs.get(key) ?? Number.NEGATIVE_INFINITY) >= askAgainMs,
    );
    this.#missing.clear();
    if (this.#askedAtMs.size > mostKnown) this.#askedAtMs.clear();
    for (const [key] of due) this.#askedAtMs.set(key, now);
    return due.map(([, sessionId]) => sessionId);
  }

  /** Takes the background's answer in; what is not one is passed over. */
  learn(message: unknown): boolean {
    if (!isAnswer(message)) return false;
    if (this.#known.size > mostKnown) this.#known.clear();
    for (const { sessionId, name, addedAtMs, hash } of message.torrents) {
      const parsed = parseInfoHash(hash);
      if (!parsed) continue;
      // some pages don't show when a torrent was added: there number and name have to do
      for (const addedAt of [addedAtMs / 1_000, null]) {
        this.#known.set(keyOf({ sessionId, name, addedAt }), parsed);
      }
    }
    return true;
  }
}

const keyOf = ({ sessionId, addedAt, name }: Numbered): string => `${sessionId} ${addedAt} ${name}`;

type Answer = Extract<PageUpdate, { type: 'torrents' }>;

function isAnswer(message: unknown): message is Answer {
  if (typeof message !== 'object' || message === null) return false;
  const { type, torrents } = message as Partial<Record<keyof Answer, unknown>>;
  return type === 'torrents' && Array.isArray(torrents);
}
