import type { GuestSignIn } from '../ports/guest-sign-in.ts';
import type { Log } from '../ports/log.ts';
import type { GuestAccount, PlexPeople } from '../ports/plex-people.ts';
import type { PeopleBook } from './people-book.ts';

/** What redemptions need from outside. */
export interface RedeemDeps {
  readonly book: PeopleBook;
  readonly people: PlexPeople;
  readonly guests: GuestAccount;
  readonly signIn: GuestSignIn;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly newId: () => string;
  /** Waits within a run; rejects when the signal aborts. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
  /** Ends everything under way; the journal keeps how far it got. */
  readonly signal: AbortSignal;
}
