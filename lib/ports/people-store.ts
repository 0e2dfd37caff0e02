import type { Invitation } from '../domain/invitation.ts';
import type { Redemption } from '../domain/redemption.ts';

/** One atomic change: all of it is stored or none. */
export interface PeopleChange {
  readonly putInvitations?: readonly Invitation[];
  readonly removeInvitations?: readonly string[];
  readonly putRedemptions?: readonly Redemption[];
  readonly removeRedemptions?: readonly string[];
}

/**
 * Invitations, and the journal of their redemptions. One writer: the background. Holds names and addresses of people
 * and codes of links, so it is kept where secrets are; never a token.
 */
export interface PeopleStore {
  /** Unreadable entries are set aside, not lost and not replayed; their number is reported. */
  load(): Promise<{
    readonly invitations: readonly Invitation[];
    readonly redemptions: readonly Redemption[];
    readonly broken: number;
  }>;
  commit(change: PeopleChange): Promise<void>;
}
