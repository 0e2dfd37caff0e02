import '../http/zod-jitless.ts';
import * as z from 'zod/mini';

/** Answers of plex.tv as recorded. Several hold tokens and addresses of people: only what is used is looked at. */

const text = z.catch(z.string(), '');
const flag = z.catch(z.boolean(), false);
/** Numbers, but nothing is counted with them. */
const id = z.pipe(
  z.union([z.string(), z.number()]),
  z.pipe(z.transform(String), z.string().check(z.regex(/^\d{1,20}$/))),
);
/** Only ever a header; what can't be one is as good as none. */
const token = z.catch(z.nullable(z.string().check(z.regex(/^[\x21-\x7e]{1,4096}$/))), null);

export const newPinAnswer = z.object({
  id,
  code: z.string().check(z.regex(/^[\w-]{4,64}$/)),
  /** Seconds. */
  expiresIn: z.number().check(z.positive()),
});
export const pinAnswer = z.object({ authToken: token });

/** Managed users have no user name. */
export const userAnswer = z.object({ id, username: text, title: text, friendlyName: text, thumb: text });

const connection = z.object({
  protocol: text,
  address: text,
  port: z.catch(z.number(), 0),
  uri: text,
  local: flag,
  relay: flag,
});
export type WireConnection = z.infer<typeof connection>;

const resource = z.object({
  provides: text,
  clientIdentifier: text,
  name: text,
  productVersion: text,
  owned: flag,
  sourceTitle: text,
  presence: flag,
  httpsRequired: flag,
  accessToken: token,
  connections: z.catch(z.array(connection), []),
});
export type WireResource = z.infer<typeof resource>;
export const resourcesAnswer = z.array(resource);

export const nonceAnswer = z.object({ nonce: z.string().check(z.minLength(1), z.maxLength(1000)) });
export const deviceTokenAnswer = z.object({
  auth_token: z.string().check(z.regex(/^[\w-]+\.[\w-]+\.[\w-]+$/)),
});
/** Seconds since 1970. */
export const deviceTokenClaims = z.object({ exp: z.number() });
