import * as z from 'zod/mini';
import type { PeopleRequests } from './contract.ts';

const Text = z.string().check(z.maxLength(4096));
const Nothing = z.strictObject({});
const Id = z.strictObject({ id: Text });
const PlexId = z.int().check(z.nonnegative());
const Libraries = z.array(PlexId).check(z.maxLength(1_000));
const Time = z.nullable(z.int().check(z.positive()));

const Permissions = z.strictObject({
  allowSync: z.boolean(),
  allowCameraUpload: z.boolean(),
  allowChannels: z.boolean(),
  allowSubtitleAdmin: z.boolean(),
  allowTuners: z.int().check(z.gte(0), z.lte(2)),
  filterMovies: Text,
  filterTelevision: Text,
  filterMusic: Text,
  filterPhotos: Text,
  filterAll: Text,
});
/** A key that is left out stays as it is; one that is there has a value. */
const SomePermissions = z.strictObject({
  allowSync: z.exactOptional(z.boolean()),
  allowCameraUpload: z.exactOptional(z.boolean()),
  allowChannels: z.exactOptional(z.boolean()),
  allowSubtitleAdmin: z.exactOptional(z.boolean()),
  allowTuners: z.exactOptional(z.int().check(z.gte(0), z.lte(2))),
  filterMovies: z.exactOptional(Text),
  filterTelevision: z.exactOptional(Text),
  filterMusic: z.exactOptional(Text),
  filterPhotos: z.exactOptional(Text),
  filterAll: z.exactOptional(Text),
});

const Access = z.strictObject({
  machineIdentifier: Text,
  serverName: Text,
  libraries: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('chosen'), ids: Libraries }),
    z.strictObject({ kind: z.literal('all') }),
  ]),
});
const Draft = z.strictObject({
  id: z.nullable(Text),
  name: Text,
  kind: z.enum(['friend', 'home']),
  access: z.array(Access).check(z.maxLength(100)),
  permissions: Permissions,
  accessLengthMs: Time,
  expiresAtMs: Time,
  uses: z.nullable(z.int().check(z.gte(1))),
  isOn: z.boolean(),
  confirm: z.enum(['ask', 'at-once']),
});

const Removal = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('share'), machineIdentifier: Text, shareId: PlexId }),
  z.strictObject({ kind: z.literal('friendship'), personId: PlexId }),
  z.strictObject({ kind: z.literal('managed'), personId: PlexId }),
]);

/** What each request about people must look like. Unknown keys are refused. */
export const peopleRequestSchemas = {
  'people.list': Nothing,
  'people.libraries': z.strictObject({ machineIdentifier: Text }),
  'people.change': z.strictObject({
    who: z.strictObject({ id: z.nullable(PlexId), email: z.nullable(Text) }),
    access: z
      .array(z.strictObject({ machineIdentifier: Text, libraries: Libraries }))
      .check(z.maxLength(100)),
    permissions: SomePermissions,
    seen: z.nullable(z.record(Text, Libraries)),
  }),
  'people.remove': z.strictObject({ what: Removal }),
  'people.journal': Nothing,
  'people.saveInvitation': z.strictObject({ invitation: Draft }),
  'people.removeInvitation': Id,
  'people.startLink': z.strictObject({ invitationId: Text, where: z.enum(['anywhere', 'here']) }),
  'people.inviteNamed': z.strictObject({ invitationId: Text, email: z.nullable(Text), name: Text }),
  'people.confirm': Id,
  'people.cancel': Id,
} satisfies { [Name in keyof PeopleRequests]: z.ZodMiniType<PeopleRequests[Name]['request']> };
