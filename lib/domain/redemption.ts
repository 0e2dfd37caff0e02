import type { InvitationTerms } from './invitation.ts';
import type { PeopleFailure } from './people-errors.ts';
import type { SharePermissions } from './person.ts';
import type { SignInPin } from './sign-in.ts';

export type RedemptionStage =
  /** the link is out; its address is the invitation */
  | 'waiting-for-guest'
  /** somebody has signed in; the owner is asked */
  | 'waiting-for-owner'
  /** a use is taken; steps are under way */
  | 'running'
  /** something went wrong, or the owner wants it undone: what this run made is being taken back */
  | 'undoing'
  | 'done'
  /** the access is over: what this run opened is being taken back */
  | 'ending'
  | 'ended'
  /** undone; the failure tells why */
  | 'failed'
  | 'expired'
  | 'cancelled';

/** What a step has made, so that exactly this can be taken back. */
export type Made =
  | { readonly kind: 'share'; readonly shareId: number }
  /** Libraries added to a share that was there before. */
  | { readonly kind: 'libraries'; readonly shareId: number; readonly added: readonly number[] }
  | { readonly kind: 'managed-user'; readonly personId: number }
  /** It was there already. */
  | { readonly kind: 'nothing' };

export type StepState =
  | 'planned'
  /** saved before the request goes out; found so after a restart, its outcome is unknown */
  | 'started'
  | 'done'
  /** the guest has to agree by mail or in their app */
  | 'up-to-guest'
  | 'undone'
  /** what it made is still there; tried again */
  | 'undo-failed';

/** `create-user` once and first for a managed user, `share` for each server, `accept` for each server of a guest. */
export interface RedemptionStep {
  readonly kind: 'create-user' | 'share' | 'accept';
  readonly machineIdentifier: string | null;
  readonly serverName: string | null;
  readonly state: StepState;
  readonly made: Made | null;
  /** Libraries to open, by plex.tv's ids; for `all`, also what has been opened since. */
  readonly libraries: readonly number[];
  readonly atMs: number;
}

/** Whom it is for. Known by name only: a managed user to be. By address only: somebody the owner typed in. */
export interface Guest {
  readonly id: number | null;
  readonly email: string | null;
  readonly name: string;
}

/** What there was before the first step: none of it is this run's to take back. */
export interface Before {
  readonly shares: readonly {
    readonly id: number;
    readonly machineIdentifier: string;
    readonly libraries: readonly number[];
  }[];
  /** Friend or member of the Home. */
  readonly wasKnown: boolean;
  /** Permissions belong to a person, not to a share: who has some keeps them. `null`: nobody has any yet. */
  readonly permissions: SharePermissions | null;
  /** Everybody there was, by plex.tv's id. */
  readonly personIds: readonly number[];
}

/** One use of an invitation, and the journal of it: all that a worker needs that knows nothing else. */
export interface Redemption {
  readonly id: string;
  readonly invitationId: string;
  readonly invitationName: string;
  readonly terms: InvitationTerms;
  readonly createdAtMs: number;
  readonly stage: RedemptionStage;
  readonly stageSinceMs: number;
  /** Not before this time is the next thing done about it; `Number.MAX_SAFE_INTEGER`: nothing by itself. */
  readonly nextAtMs: number;
  /** The code of a link. Dropped, and its token with it, when it has served. */
  readonly pin: SignInPin | null;
  /** Whether the owner is asked first. */
  readonly confirm: 'ask' | 'at-once';
  readonly guest: Guest | null;
  readonly before: Before | null;
  /** In the order they are taken. */
  readonly steps: readonly RedemptionStep[];
  /** Until when invitations that the guest can't see yet are waited for. */
  readonly acceptUntilMs: number | null;
  /** The owner wants it undone. */
  readonly isCancelled: boolean;
  /** Why it did not go well. */
  readonly failure: PeopleFailure | null;
  /** What could not be taken back at the last try; empty when all was. */
  readonly undoFailures: readonly PeopleFailure[];
  /** When the access ends; `null`: not by itself. */
  readonly endsAtMs: number | null;
}

/** Nothing more is done about it by itself. */
export const isOver = ({ stage }: Redemption): boolean =>
  stage === 'ended' || stage === 'failed' || stage === 'expired' || stage === 'cancelled';
