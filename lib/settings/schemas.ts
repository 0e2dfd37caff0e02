import * as z from 'zod/mini';
import { errorCodes } from '../domain/errors.ts';
import { areQuietHours } from '../domain/quiet-hours.ts';
import { longestDelayMinutes } from '../domain/rules.ts';
import { type Behaviour, languages, type Settings, serverColours, themes } from '../domain/settings.ts';

z.config({ jitless: true }); // zod's JIT probe would trip over our content security policy

const Text = z.string().check(z.maxLength(4096));
const Label = z.string().check(z.minLength(1), z.maxLength(200));
const mostEntries = 500;
const list = <T extends z.ZodMiniType>(entry: T) => z.array(entry).check(z.maxLength(mostEntries));

const rule = {
  clientId: z.nullable(Text),
  label: z.nullable(Label),
  ignore: z.boolean(),
  delayMinutes: z.int().check(z.gte(0), z.lte(longestDelayMinutes)),
  library: z.nullable(z.strictObject({ machineIdentifier: Text, sectionKey: Text })),
};
const quietHours = z.strictObject({ fromMinute: z.int(), toMinute: z.int() }).check(z.refine(areQuietHours));
const notifications = { ready: z.boolean(), attention: z.boolean() };

/** Some fields of `Behaviour`, as they are sent when something is changed. Unknown fields are refused, and a change of nothing. */
export const behaviourChange = z
  .strictObject({
    theme: z.exactOptional(z.enum(themes)),
    language: z.exactOptional(z.enum(languages)),
    rules: z.exactOptional(list(z.strictObject(rule))),
    quietHours: z.exactOptional(z.nullable(quietHours)),
    waitWhileWatched: z.exactOptional(z.boolean()),
    notifications: z.exactOptional(z.strictObject(notifications)),
  })
  .check(z.refine((change) => Object.keys(change).length > 0)) satisfies z.ZodMiniType<Partial<Behaviour>>;

/** The settings of the version that is written now. Other fields are left out: no secret can hide among them. */
export const settingsSchema = z.object({
  servers: list(
    z.object({
      machineIdentifier: Text,
      name: Text,
      address: Text,
      version: Text,
      isShared: z.exactOptional(z.boolean()),
      ownAddress: z.exactOptional(Text),
      allowHttp: z.exactOptional(z.boolean()),
      colour: z.exactOptional(z.int().check(z.gte(0), z.lt(serverColours))),
    }),
  ),
  clients: list(
    z.object({
      id: Text,
      kind: Text,
      address: Text,
      access: z.enum(['browser-session', 'password', 'api-key']),
      username: z.nullable(Text),
      refusal: z.nullable(z.object({ code: z.enum(errorCodes), untilMs: z.nullable(z.number()) })),
      hidesBadges: z.exactOptional(z.boolean()),
    }),
  ),
  mappings: list(z.object({ clientId: z.nullable(Text), from: Text, to: Text })),
  openIn: z.enum(['hosted', 'server', 'app']),
  isPaused: z.exactOptional(z.boolean()),
  theme: z.enum(themes),
  language: z.enum(languages),
  rules: list(z.object(rule)),
  quietHours: z.nullable(quietHours),
  waitWhileWatched: z.boolean(),
  notifications: z.object(notifications),
}) satisfies z.ZodMiniType<Settings>;

/** What every stored or exported value of ours has, whatever its version. */
export const versioned = z.looseObject({ schema: z.int().check(z.gte(1)) });

/** The file of an export, as far as its own form goes. `exportedAt` is for people. */
export const backupEnvelope = z.looseObject({
  app: z.literal('marquee'),
  schema: z.int().check(z.gte(1)),
  settings: z.looseObject({}),
});
