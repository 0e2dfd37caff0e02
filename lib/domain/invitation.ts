import type { PeopleErrorCode } from './people-errors.ts';
import type { SharePermissions } from './person.ts';

/**
 * The libraries of one server that an invitation opens. `all` means those that the server has when the invitation is
 * redeemed and, as Marquee sees them, those that come later; it is chosen, never what an empty choice means.
 */
export interface ServerAccess {
  readonly machineIdentifier: string;
  readonly serverName: string;
  readonly libraries: { readonly kind: 'chosen'; readonly ids: readonly number[] } | { readonly kind: 'all' };
}

/** What an invitation gives: fixed for a redemption when it starts, whatever happens to the invitation then. */
export interface InvitationTerms {
  readonly kind: 'friend' | 'home';
  readonly access: readonly ServerAccess[];
  readonly permissions: SharePermissions;
  /** How long the access lasts, in milliseconds; `null`: until it is taken away. */
  readonly accessLengthMs: number | null;
}

/** What the owner has prepared. Times are epoch milliseconds. */
export interface Invitation extends InvitationTerms {
  readonly id: string;
  readonly name: string;
  readonly createdAtMs: number;
  /** Until when it can be redeemed; `null`: as long as it is on. */
  readonly expiresAtMs: number | null;
  /** How often it can be redeemed; `null`: any number of times. */
  readonly uses: number | null;
  /** Uses that are taken: by redemptions that went well, or are on their way. */
  readonly used: number;
  readonly isOn: boolean;
  /** Whether the owner is asked before anything is shared with whoever signed in by link. */
  readonly confirm: 'ask' | 'at-once';
}

/** Why an invitation can't be redeemed now. */
export type InvitationRefusal = Extract<
  PeopleErrorCode,
  'INVITATION_UNKNOWN' | 'INVITATION_OFF' | 'INVITATION_EXPIRED' | 'INVITATION_USED_UP' | 'LIBRARIES_EMPTY'
>;

/** In this order: exists, on, not expired, uses left, opens something. `null`: it can be redeemed. */
export function refusalOf(invitation: Invitation | undefined, nowMs: number): InvitationRefusal | null {
  if (!invitation) return 'INVITATION_UNKNOWN';
  if (!invitation.isOn) return 'INVITATION_OFF';
  if (invitation.expiresAtMs !== null && invitation.expiresAtMs <= nowMs) return 'INVITATION_EXPIRED';
  if (invitation.uses !== null && invitation.used >= invitation.uses) return 'INVITATION_USED_UP';
  return hasLibraries(invitation) ? null : 'LIBRARIES_EMPTY';
}

/** Each server opens something, each once. */
export function hasLibraries({ access }: Pick<Invitation, 'access'>): boolean {
  const servers = new Set(access.map(({ machineIdentifier }) => machineIdentifier));
  const opens = access.every(({ libraries }) => libraries.kind === 'all' || libraries.ids.length > 0);
  return access.length > 0 && servers.size === access.length && opens;
}

export const takeUse = (invitation: Invitation): Invitation => ({ ...invitation, used: invitation.used + 1 });
export const giveBackUse = (invitation: Invitation): Invitation => ({
  ...invitation,
  used: Math.max(0, invitation.used - 1),
});
