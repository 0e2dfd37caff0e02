import type { BadgeView } from '../domain/badge.ts';
import { type InfoHash, parseInfoHash } from '../domain/info-hash.ts';
import type { PageUpdate } from '../messages/contract.ts';

const mostViews = 2_000;

/** What the background has told about torrents; beyond 2,000 the longest unused is forgotten. */
export class BadgeViews {
  readonly #views = new Map<InfoHash, BadgeView>();

  get(hash: InfoHash): BadgeView | undefined {
    const view = this.#views.get(hash);
    if (view) this.#remember(hash, view);
    return view;
  }

  /** Takes an update in; what is not one is passed over. */
  apply(message: unknown): boolean {
    if (!isUpdate(message)) return false;
    for (const [key, view] of Object.entries(message.badges)) {
      const hash = parseInfoHash(key);
      if (!hash) continue;
      if (view) this.#remember(hash, view);
      else this.#views.delete(hash);
    }
    for (const oldest of this.#views.keys()) {
      if (this.#views.size <= mostViews) break;
      this.#views.delete(oldest);
    }
    return true;
  }

  /** A map keeps the order of insertion: what was used last is forgotten last. */
  #remember(hash: InfoHash, view: BadgeView): void {
    this.#views.delete(hash);
    this.#views.set(hash, view);
  }
}

type Badges = Extract<PageUpdate, { type: 'badges' }>;

function isUpdate(message: unknown): message is Badges {
  if (typeof message !== 'object' || message === null) return false;
  const { type, badges } = message as Partial<Record<keyof Badges, unknown>>;
  return type === 'badges' && typeof badges === 'object' && badges !== null;
}
