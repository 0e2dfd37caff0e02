import type { News, ToldNews } from '../domain/news.ts';

/** Tells people things while no page of ours is open. */
export interface NewsDesk {
  /** Whether the browser lets us. */
  readonly isAllowed: () => Promise<boolean>;
  readonly show: (news: News) => Promise<void>;
  /** What was told; `null` when nothing was, or nothing is to be told. */
  readonly read: () => Promise<ToldNews | null>;
  readonly write: (told: ToldNews | null) => Promise<void>;
}
