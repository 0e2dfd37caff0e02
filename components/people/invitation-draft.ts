import type { Invitation } from '../../lib/domain/invitation.ts';
import { plainPermissions, type SharePermissions } from '../../lib/domain/person.ts';
import type { InvitationDraft, OwnServer } from '../../lib/messages/people/contract.ts';

const dayMs = 24 * 60 * 60_000;

/** Libraries of a server in an invitation; `all`: also those that come later. */
export type Chosen = 'all' | readonly number[];

/** An invitation as it is in the editor: numbers and days are text, since they may be half typed. */
export interface InvitationFields {
  readonly id: string | null;
  readonly name: string;
  readonly kind: Invitation['kind'];
  readonly access: Readonly<Record<string, Chosen>>;
  readonly permissions: SharePermissions;
  /** Last day it can be redeemed, `2026-12-31`; empty: any day. */
  readonly lastDay: string;
  /** Empty: any number. */
  readonly uses: string;
  /** Days that the access lasts; empty: until it is taken away. */
  readonly days: string;
  readonly confirm: Invitation['confirm'];
  readonly isOn: boolean;
}

export type InvitationProblem = 'name' | 'access' | 'lastDay' | 'uses' | 'days';

export const newInvitation: InvitationFields = {
  id: null,
  name: '',
  kind: 'friend',
  access: {},
  permissions: plainPermissions,
  lastDay: '',
  uses: '1',
  days: '',
  confirm: 'ask',
  isOn: true,
};

const twoDigits = (number: number): string => String(number).padStart(2, '0');

function dayOf(ms: number): string {
  const date = new Date(ms);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(twoDigits).join('-');
}

export function fieldsOf(invitation: Invitation): InvitationFields {
  const { id, name, kind, access, permissions, expiresAtMs, uses, accessLengthMs, confirm, isOn } =
    invitation;
  return {
    id,
    name,
    kind,
    access: Object.fromEntries(
      access.map(({ machineIdentifier, libraries }) => [
        machineIdentifier,
        libraries.kind === 'all' ? 'all' : libraries.ids,
      ]),
    ),
    permissions,
    lastDay: expiresAtMs === null ? '' : dayOf(expiresAtMs - 1),
    uses: uses === null ? '' : String(uses),
    days: accessLengthMs === null ? '' : String(accessLengthMs / dayMs),
    confirm,
    isOn,
  };
}

const wholeNumber = (text: string, most: number): number | null => {
  const number = Number(text);
  return /^\d+$/.test(text.trim()) && number >= 1 && number <= most ? number : null;
};

/** The end of a day where the person is; `null` when there is no such day, or it is over. */
function endOfDay(day: string, nowMs: number): number | null {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const endMs = new Date(year, month - 1, date + 1).getTime();
  return /^\d{4}-\d\d-\d\d$/.test(day) && endMs > nowMs ? endMs : null;
}

/** What can be sent, or the first field that can't be. */
export function draftOf(
  fields: InvitationFields,
  servers: readonly OwnServer[],
  nowMs: number,
): InvitationDraft | { readonly problem: InvitationProblem } {
  const { id, name, kind, permissions, confirm, isOn } = fields;
  const access = Object.entries(fields.access).flatMap(([machineIdentifier, chosen]) => {
    if (chosen.length === 0) return [];
    const serverName = servers.find((one) => one.machineIdentifier === machineIdentifier)?.name ?? '';
    const libraries =
      chosen === 'all' ? ({ kind: 'all' } as const) : ({ kind: 'chosen', ids: chosen } as const);
    return [{ machineIdentifier, serverName, libraries }];
  });
  const uses = wholeNumber(fields.uses, 1_000_000);
  const days = wholeNumber(fields.days, 36_500);
  const expiresAtMs = endOfDay(fields.lastDay, nowMs);
  if (name.trim() === '') return { problem: 'name' };
  if (access.length === 0) return { problem: 'access' };
  if (fields.lastDay !== '' && expiresAtMs === null && isOn) return { problem: 'lastDay' };
  if (fields.uses.trim() !== '' && uses === null) return { problem: 'uses' };
  if (fields.days.trim() !== '' && days === null) return { problem: 'days' };
  const accessLengthMs = days === null ? null : days * dayMs;
  const last = fields.lastDay === '' ? null : (expiresAtMs ?? endOfDay(fields.lastDay, 0));
  return {
    id,
    name: name.trim(),
    kind,
    access,
    permissions,
    accessLengthMs,
    expiresAtMs: last,
    uses,
    isOn,
    confirm,
  };
}
