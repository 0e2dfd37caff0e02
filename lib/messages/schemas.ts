import * as z from 'zod/mini';
import { type InfoHash, parseInfoHash } from '../domain/info-hash.ts';
import { serverColours } from '../domain/settings.ts';
import { importModes } from '../settings/import-plan.ts';
import { behaviourChange } from '../settings/schemas.ts';
import type { PageMessage, RequestName, Requests } from './contract.ts';
import { peopleRequestSchemas } from './people/schemas.ts';

z.config({ jitless: true }); // zod's JIT probe would trip over our content security policy

const Text = z.string().check(z.maxLength(4096));
const Nothing = z.strictObject({});
const Address = z.string().check(z.maxLength(2048));
const Mapping = z.strictObject({ clientId: z.nullable(Text), from: Text, to: Text });
const Mappings = z.strictObject({ mappings: z.array(Mapping).check(z.maxLength(200)) });
const Plex = z.strictObject({
  address: Address,
  token: z.nullable(Text),
  machineIdentifier: z.nullable(Text),
});
const NewClientShape = z.strictObject({
  kind: Text,
  address: Address,
  access: z.enum(['browser-session', 'password', 'api-key']),
  username: z.nullable(Text),
});
const Client = z.strictObject({ client: NewClientShape, secret: z.nullable(Text) });
/** Longer files are refused in words: this bounds only what is carried across. */
const File = z.strictObject({ text: z.string().check(z.maxLength(16_000_000)), mode: z.enum(importModes) });
const Machine = z.strictObject({ machineIdentifier: Text });
const Id = z.strictObject({ id: Text });

const Hash = z.pipe(
  z.string().check(z.regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/i)),
  z.transform((text: string) => parseInfoHash(text) as InfoHash),
);

/** What each request must look like. Unknown keys are refused. */
export const requestSchemas = {
  'overview.refresh': Nothing,
  'settings.read': Nothing,
  'settings.openIn': z.strictObject({ openIn: z.enum(['hosted', 'server', 'app']) }),
  'settings.change': z.strictObject({ change: behaviourChange }),
  'settings.condition': Nothing,
  'settings.startAfresh': Nothing,
  'settings.export': Nothing,
  'settings.preview': File,
  'settings.import': File,
  'rules.choices': Nothing,
  'plex.test': Plex,
  'plex.save': Plex,
  'plex.remove': Machine,
  'plex.colour': z.strictObject({
    machineIdentifier: Text,
    colour: z.int().check(z.gte(0), z.lt(serverColours)),
  }),
  'account.read': Nothing,
  'account.watch': Nothing,
  'account.start': Nothing,
  'account.cancel': Nothing,
  'account.list': Nothing,
  'account.probe': z.strictObject({ machineIdentifier: Text, ownAddress: z.nullable(Address) }),
  'account.use': z.strictObject({
    machineIdentifier: Text,
    address: Address,
    ownAddress: z.nullable(Address),
    allowHttp: z.boolean(),
  }),
  'account.signOut': Nothing,
  'client.test': Client,
  'client.save': Client,
  'client.offer': z.strictObject({ client: NewClientShape }),
  'client.take': Nothing,
  'client.remove': z.strictObject({ clientId: Text }),
  'paths.check': Mappings,
  'mappings.propose': Nothing,
  'mappings.save': Mappings,
  'library.read': Machine,
  'library.stop': Machine,
  'scan.now': Nothing,
  'download.retry': Id,
  'download.ignore': Id,
  'batch.answer': z.strictObject({ clientId: Text, untilMs: z.int().check(z.gte(0)), isWanted: z.boolean() }),
  'pause.set': z.strictObject({ isPaused: z.boolean() }),
  'badges.show': z.strictObject({ clientId: Text, isShown: z.boolean() }),
  'activity.read': Nothing,
  'dryRun.list': Nothing,
  'dryRun.plan': z.strictObject({ clientId: Text, hash: Hash }),
  'report.read': Nothing,
  'doctor.run': Nothing,
  'poster.read': z.strictObject({ machineIdentifier: Text, thumb: Text }),
  ...peopleRequestSchemas,
} satisfies { [Name in RequestName]: z.ZodMiniType<Requests[Name]['request']> };

const Envelope = z.strictObject({
  name: z.enum(Object.keys(requestSchemas) as [RequestName, ...RequestName[]]),
  request: z.unknown(),
});

/** The name of a request and its checked body; `undefined` for anything else. */
export function parseRequest(
  message: unknown,
): { [Name in RequestName]: { name: Name; request: Requests[Name]['request'] } }[RequestName] | undefined {
  const envelope = Envelope.safeParse(message);
  if (!envelope.success) return undefined;
  const { name, request } = envelope.data;
  const body = requestSchemas[name].safeParse(request);
  return body.success ? ({ name, request: body.data } as ReturnType<typeof parseRequest>) : undefined;
}

const WebUiId = z.string().check(z.regex(/^[a-z0-9-]{1,40}$/));
/** What a torrent page may say. Every text in it is a hash or a word of our own making. */
export const pageMessageSchema = z.union([
  z.strictObject({
    type: z.literal('watch'),
    webUi: WebUiId,
    hashes: z.array(Hash).check(z.maxLength(200)),
    visible: z.boolean(),
  }),
  z.strictObject({ type: z.literal('alive') }),
  z.strictObject({ type: z.literal('used'), hash: Hash }),
  z.strictObject({ type: z.literal('details'), hash: Hash }),
  z.strictObject({ type: z.literal('no-rows'), webUi: WebUiId }),
  z.strictObject({ type: z.literal('needs-reader') }),
  z.strictObject({
    type: z.literal('identify'),
    sessionIds: z.array(z.int().check(z.nonnegative())).check(z.maxLength(200)),
  }),
]);

/** A message of a torrent page, or `undefined`. A page is hostile until this says otherwise. */
export function parsePageMessage(message: unknown): PageMessage | undefined {
  const parsed = pageMessageSchema.safeParse(message);
  return parsed.success ? parsed.data : undefined;
}
