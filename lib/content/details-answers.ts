import { type InfoHash, parseInfoHash } from '../domain/info-hash.ts';
import type { TorrentDetails } from '../domain/torrent-details.ts';
import type { PageUpdate } from '../messages/contract.ts';

/** What the background last told about one torrent in full; a menu shows one at a time, so one is kept. */
export class DetailsAnswers {
  #hash: InfoHash | undefined;
  #details: TorrentDetails | null = null;

  /** `null`: nothing is known of it (any more); `undefined`: not told. */
  of(hash: InfoHash): TorrentDetails | null | undefined {
    return hash === this.#hash ? this.#details : undefined;
  }

  /** Takes an answer in; what is not one is passed over. */
  apply(message: unknown): boolean {
    if (!isAnswer(message)) return false;
    this.#hash = parseInfoHash(message.hash);
    this.#details = message.details;
    return true;
  }

  forget(): void {
    this.#hash = undefined;
  }
}

type Answer = Extract<PageUpdate, { type: 'details' }>;

function isAnswer(message: unknown): message is Answer {
  if (typeof message !== 'object' || message === null) return false;
  const { type, hash, details } = message as Partial<Record<keyof Answer, unknown>>;
  return type === 'details' && typeof hash === 'string' && (details === null || isDetails(details));
}

function isDetails(details: unknown): details is TorrentDetails {
  if (typeof details !== 'object' || details === null) return false;
  const { items, evidence, files } = details as Partial<Record<keyof TorrentDetails, unknown>>;
  return [items, evidence, files].every(Array.isArray);
}
