import { OperationError } from '../domain/errors.ts';
import type { DeviceKey, DeviceKeyStore } from '../ports/device-key-store.ts';
import type { PlexTvConnection } from './connection.ts';
import { deviceTokenAnswer, nonceAnswer } from './schemas.ts';

/** What our signature says is believed for so long. */
const signatureSeconds = 300;
/** What the token may tell about the person; the e-mail address is not among it. */
const scope = 'username,friendly_name';

/**
 * Tokens that live for seven days and are renewed with a key of this installation (plex.tv, since September 2025):
 * who steals one has it for a week, and nobody can take the key away. Besides what the store fails with, every method
 * fails with an `OperationError`: `REQUEST_REFUSED` (422) means that plex.tv does not know the key or has it from
 * somebody else, or that the browser can't make or use one.
 */
export interface DeviceKeys {
  /** Tells plex.tv our key, in the name of an account. Its classic token dies with the first exchange after that. */
  register(token: string, signal: AbortSignal): Promise<void>;
  /** A new token for the key; needs no token. */
  exchange(signal: AbortSignal): Promise<string>;
  has(): Promise<boolean>;
  forget(): Promise<void>;
}

export function createDeviceKeys(
  plexTv: PlexTvConnection,
  store: DeviceKeyStore,
  now: () => number,
): DeviceKeys {
  const host = 'clients.plex.tv';
  return {
    async register(token, signal) {
      const operation = 'plex-tv.key.register';
      const key = (await store.load()) ?? (await attempt(operation, makeKey));
      await attempt(operation, () => store.save(key)); // before plex.tv knows it: the token that comes of it can't be had without
      const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.x, kid: key.kid, alg: 'EdDSA', use: 'sig' };
      await plexTv.send({ operation, host, path: 'api/v2/auth/jwk', json: { jwk }, token, signal });
    },
    async exchange(signal) {
      const operation = 'plex-tv.key.exchange';
      const key = await store.load();
      if (!key) throw new OperationError('TOKEN_INVALID', { operation, server: 'plex.tv' });
      const common = { operation, host, token: null, signal } as const;
      const { nonce } = await plexTv.json({ ...common, path: 'api/v2/auth/nonce' }, nonceAnswer);
      const iat = Math.floor(now() / 1000);
      const iss = await plexTv.clientIdentifier();
      const claims = { aud: 'plex.tv', iss, nonce, scope, iat, exp: iat + signatureSeconds };
      const jwt = await attempt(operation, () => sign(key, claims));
      const request = { ...common, path: 'api/v2/auth/token', json: { jwt } };
      return (await plexTv.json(request, deviceTokenAnswer)).auth_token;
    },
    has: async () => (await store.load()) !== null,
    forget: () => store.remove(),
  };
}

/** A browser that does not know Ed25519 refuses as a plex.tv does that does not know the key. */
async function attempt<T>(operation: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new OperationError('REQUEST_REFUSED', { operation, server: 'plex.tv', cause });
  }
}

async function makeKey(): Promise<DeviceKey> {
  const { privateKey, publicKey } = (await crypto.subtle.generateKey('Ed25519', false, [
    'sign',
    'verify',
  ])) as CryptoKeyPair;
  const x = base64url(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)));
  const members = encode(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`);
  const kid = base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', members)));
  return { kid, x, privateKey };
}

/** A JSON web token (RFC 7515, compact), signed with EdDSA (RFC 8037). */
async function sign({ kid, privateKey }: DeviceKey, claims: object): Promise<string> {
  const parts = [{ typ: 'JWT', alg: 'EdDSA', kid }, claims].map((part) =>
    base64url(encode(JSON.stringify(part))),
  );
  const signature = await crypto.subtle.sign('Ed25519', privateKey, encode(parts.join('.')));
  return [...parts, base64url(new Uint8Array(signature))].join('.');
}

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
