import { type Invitation, type InvitationRefusal, refusalOf, takeUse } from '../domain/invitation.ts';
import type { PeopleErrorCode } from '../domain/people-errors.ts';
import type { Redemption } from '../domain/redemption.ts';
import { never } from '../domain/retry.ts';
import type { RedeemDeps } from './deps.ts';

/** What comes of wanting to redeem an invitation: the redemption's id, or why not. */
export type Asked = { readonly id: string } | { readonly refused: InvitationRefusal };

/** A redemption as it is first written down. It has its own copy of the terms: edits don't change it. */
export function newRedemption(invitation: Invitation, id: string, nowMs: number): Redemption {
  const { kind, access, permissions, accessLengthMs } = invitation;
  return {
    id,
    invitationId: invitation.id,
    invitationName: invitation.name,
    terms: { kind, access, permissions, accessLengthMs },
    createdAtMs: nowMs,
    stage: 'waiting-for-guest',
    stageSinceMs: nowMs,
    nextAtMs: nowMs,
    pin: null,
    confirm: invitation.confirm,
    guest: null,
    before: null,
    steps: [],
    acceptUntilMs: null,
    isCancelled: false,
    failure: null,
    undoFailures: [],
    endsAtMs: null,
  };
}

/** One that ends before anything was made. */
export const failedBy = (run: Redemption, code: PeopleErrorCode, nowMs: number): Redemption => ({
  ...run,
  stage: code === 'LINK_EXPIRED' ? 'expired' : 'failed',
  stageSinceMs: nowMs,
  nextAtMs: never,
  failure: { code, operation: 'people.redeem', server: null, retryable: false, retryAfterMs: null },
});

/** Writes down a redemption of an invitation that can be redeemed; no use is taken yet. */
export function putRedemption(
  { book, now }: Pick<RedeemDeps, 'book' | 'now'>,
  invitationId: string,
  make: (invitation: Invitation) => Redemption,
): Promise<Asked> {
  return book.decide<Asked>((view) => {
    const invitation = view.invitation(invitationId);
    const refused = refusalOf(invitation, now());
    if (refused || !invitation) return { result: { refused: refused ?? 'INVITATION_UNKNOWN' } };
    const run = make(invitation);
    return { change: { putRedemptions: [run] }, result: { id: run.id } };
  });
}

/** Takes a use and starts the run in one stored change; who comes too late for the last use is told so. */
export function reserve(
  { book, now }: Pick<RedeemDeps, 'book' | 'now'>,
  id: string,
): Promise<InvitationRefusal | null> {
  return book.decide<InvitationRefusal | null>((view) => {
    const run = view.redemption(id);
    if (run?.stage !== 'waiting-for-owner') return { result: null };
    const nowMs = now();
    const invitation = view.invitation(run.invitationId);
    const refused = refusalOf(invitation, nowMs);
    if (refused || !invitation) {
      const code = refused ?? 'INVITATION_UNKNOWN';
      return { change: { putRedemptions: [failedBy(run, code, nowMs)] }, result: code };
    }
    const started = { ...run, stage: 'running', stageSinceMs: nowMs, nextAtMs: nowMs } as const;
    return { change: { putInvitations: [takeUse(invitation)], putRedemptions: [started] }, result: null };
  });
}
