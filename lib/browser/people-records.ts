import * as z from 'zod/mini';
import type { Invitation } from '../domain/invitation.ts';
import { type PeopleFailure, peopleFailureCodes } from '../domain/people-errors.ts';
import type { Redemption } from '../domain/redemption.ts';

z.config({ jitless: true }); // zod's JIT probe would trip over our content security policy

const ids = z.readonly(z.array(z.number()));
const permissions = z.object({
  allowSync: z.boolean(),
  allowCameraUpload: z.boolean(),
  allowChannels: z.boolean(),
  allowSubtitleAdmin: z.boolean(),
  allowTuners: z.number(),
  filterMovies: z.string(),
  filterTelevision: z.string(),
  filterMusic: z.string(),
  filterPhotos: z.string(),
  filterAll: z.string(),
});
const access = z.object({
  machineIdentifier: z.string(),
  serverName: z.string(),
  libraries: z.union([z.object({ kind: z.literal('chosen'), ids }), z.object({ kind: z.literal('all') })]),
});
const terms = {
  kind: z.enum(['friend', 'home']),
  access: z.readonly(z.array(access)),
  permissions,
  accessLengthMs: z.nullable(z.number()),
};

export const storedInvitation: z.ZodMiniType<Invitation> = z.object({
  ...terms,
  id: z.string(),
  name: z.string(),
  createdAtMs: z.number(),
  expiresAtMs: z.nullable(z.number()),
  uses: z.nullable(z.number()),
  used: z.number(),
  isOn: z.boolean(),
  confirm: z.enum(['ask', 'at-once']),
});

const failure: z.ZodMiniType<PeopleFailure> = z.object({
  code: z.enum(peopleFailureCodes),
  operation: z.string(),
  server: z.nullable(z.string()),
  retryable: z.boolean(),
  retryAfterMs: z.nullable(z.number()),
});
const made = z.union([
  z.object({ kind: z.literal('share'), shareId: z.number() }),
  z.object({ kind: z.literal('libraries'), shareId: z.number(), added: ids }),
  z.object({ kind: z.literal('managed-user'), personId: z.number() }),
  z.object({ kind: z.literal('nothing') }),
]);
const step = z.object({
  kind: z.enum(['create-user', 'share', 'accept']),
  machineIdentifier: z.nullable(z.string()),
  serverName: z.nullable(z.string()),
  state: z.enum(['planned', 'started', 'done', 'up-to-guest', 'undone', 'undo-failed']),
  made: z.nullable(made),
  libraries: ids,
  atMs: z.number(),
});
const before = z.object({
  shares: z.readonly(z.array(z.object({ id: z.number(), machineIdentifier: z.string(), libraries: ids }))),
  wasKnown: z.boolean(),
  permissions: z.nullable(permissions),
  personIds: ids,
});

export const storedRedemption: z.ZodMiniType<Redemption> = z.object({
  id: z.string(),
  invitationId: z.string(),
  invitationName: z.string(),
  terms: z.object(terms),
  createdAtMs: z.number(),
  stage: z.enum([
    'waiting-for-guest',
    'waiting-for-owner',
    'running',
    'undoing',
    'done',
    'ending',
    'ended',
    'failed',
    'expired',
    'cancelled',
  ]),
  stageSinceMs: z.number(),
  nextAtMs: z.number(),
  pin: z.nullable(z.object({ id: z.string(), code: z.string(), expiresAtMs: z.number(), url: z.string() })),
  confirm: z.enum(['ask', 'at-once']),
  guest: z.nullable(
    z.object({ id: z.nullable(z.number()), email: z.nullable(z.string()), name: z.string() }),
  ),
  before: z.nullable(before),
  steps: z.readonly(z.array(step)),
  acceptUntilMs: z.nullable(z.number()),
  isCancelled: z.boolean(),
  failure: z.nullable(failure),
  undoFailures: z.readonly(z.array(failure)),
  endsAtMs: z.nullable(z.number()),
});
