import * as z from 'zod/mini';
import { type InfoHash, parseInfoHash } from '../domain/info-hash.ts';
import type { PageMessage, RequestName, Requests } from './contract.ts';

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
const Client = z.strictObject({
  client: z.strictObject({
    kind: Text,
    address: Address,
    access: z.enum(['browser-session', 'password', 'api-key']),
    username: z.nullable(Text),
  }),
  secret: z.nullable(Text),
});
const Id = z.strictObject({ id: Text });

/** What each request must look like. Unknown keys are refused. */
export const requestSchemas = {
  'overview.refresh': Nothing,
  'settings.read': Nothing,
  'settings.openIn': z.strictObject({ openIn: z.enum(['hosted', 'server']) }),
  'plex.test': Plex,
  'plex.save': Plex,
  'plex.remove': z.strictObject({ machineIdentifier: Text }),
  'client.test': Client,
  'client.save': Client,
  'client.remove': z.strictObject({ clientId: Text }),
  'paths.check': Mappings,
  'mappings.save': Mappings,
  'scan.now': Nothing,
  'download.retry': Id,
  'download.ignore': Id,
  'poster.read': z.strictObject({ machineIdentifier: Text, thumb: Text }),
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

const Hash = z.pipe(
  z.string().check(z.regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/i)),
  z.transform((text: string) => parseInfoHash(text) as InfoHash),
);
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
