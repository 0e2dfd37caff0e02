import { createPublicKey, randomBytes, verify } from 'node:crypto';
import {
  done,
  failure,
  json,
  noSuchRoute,
  open,
  type PlexTvRequest,
  type PlexTvRoute,
  signedIn,
  textOf,
} from './routing.ts';
import { type Account, accountOf, type PlexTvState } from './state.ts';

/**
 * Tokens of a device's own key (documented since September 2025): register, nonce, exchange. Guesses: the body of a
 * 422, the status of a registration, that the key alone decides whose token it is.
 */
export interface DeviceAuth {
  readonly routes: readonly PlexTvRoute[];
  /** `false`: these routes are unknown, as on the plex.tv of before. Default true. */
  offer(isOffered: boolean): void;
  /** The devices are removed from their accounts, and their keys with them (a guess). */
  forgetAll(): void;
  /** Epoch milliseconds when a token of this kind ends; `undefined` for the classic kind. */
  endOf(token: string): number | undefined;
  reset(): void;
}

interface Registered {
  readonly x: string;
  readonly account: Account;
  readonly clientIdentifier: string;
  /** Dies with the first token of the key. */
  classicToken: string | null;
}

const weekSeconds = 7 * 24 * 3600;
const nonceMs = 5 * 60_000;
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function decoded(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function isSigned(text: string, signature: string, x: string): boolean {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
}

const refused = (message: string) => failure(422, 1003, message);

export function createDeviceAuth(
  state: PlexTvState,
  grant: (account: Account, token: string) => void,
  revoke: (token: string) => void,
): DeviceAuth {
  const keys = new Map<string, Registered>();
  const nonces = new Map<string, number>();
  const ends = new Map<string, number>();
  let isOffered = true;

  function register(request: PlexTvRequest, account: Account) {
    const jwk = (request.body.jwk ?? {}) as Record<string, unknown>;
    const [kid, x] = [textOf(jwk.kid), textOf(jwk.x)];
    if (jwk.kty !== 'OKP' || jwk.crv !== 'Ed25519' || !kid || !x) return failure(400, 1006, 'jwk is invalid');
    const known = keys.get(kid);
    if (known && known.account !== account) return refused('Thumbprint has already been taken');
    const classicToken = request.token ?? null;
    keys.set(kid, { x, account, clientIdentifier: request.clientIdentifier ?? '', classicToken });
    return done(204);
  }

  function exchange({ body, clientIdentifier }: PlexTvRequest) {
    const [header = '', claims = '', signature = ''] = (textOf(body.jwt) ?? '').split('.');
    const { alg, kid } = decoded(header);
    const { aud, iss, nonce, exp } = decoded(claims);
    const key = keys.get(String(kid));
    const bornAt = nonces.get(String(nonce)) ?? Number.NEGATIVE_INFINITY;
    nonces.delete(String(nonce));
    if (!key || alg !== 'EdDSA' || !isSigned(`${header}.${claims}`, signature, key.x)) {
      return refused('Signature is invalid');
    }
    const isFresh = state.clock.now() - bornAt <= nonceMs && Number(exp) > state.clock.seconds();
    const isOurs = aud === 'plex.tv' && iss === clientIdentifier && iss === key.clientIdentifier;
    if (!isFresh || !isOurs) return refused('Token is invalid');
    if (key.classicToken !== null) revoke(key.classicToken);
    key.classicToken = null;
    return json({ auth_token: issue(key, String(kid), nonce) });
  }

  function issue({ account, clientIdentifier }: Registered, kid: string, nonce: unknown): string {
    const iat = state.clock.seconds();
    const exp = iat + weekSeconds;
    const user = { id: account.id, uuid: account.uuid };
    const aud = ['plex.tv', clientIdentifier];
    const claims = { iss: 'plex.tv', aud, iat, exp, nonce, thumbprint: kid, user };
    const token = `${encoded({ alg: 'EdDSA' })}.${encoded(claims)}.${randomBytes(64).toString('base64url')}`;
    ends.set(token, exp * 1000);
    grant(account, token);
    return token;
  }

  const offered =
    (handle: (state: PlexTvState, request: PlexTvRequest) => ReturnType<typeof noSuchRoute>) =>
    (_state: PlexTvState, request: PlexTvRequest) =>
      isOffered ? handle(_state, request) : noSuchRoute();
  return {
    routes: [
      signedIn(
        'POST',
        /^\/api\/v2\/auth\/jwk$/,
        offered((_state, request) => {
          const account = accountOf(state, request.token);
          return account ? register(request, account) : noSuchRoute();
        }),
      ),
      open(
        'GET',
        /^\/api\/v2\/auth\/nonce$/,
        offered((_state, { clientIdentifier }) => {
          if (!clientIdentifier) return refused('X-Plex-Client-Identifier is missing');
          const nonce = randomBytes(16).toString('hex');
          nonces.set(nonce, state.clock.now());
          return json({ nonce });
        }),
      ),
      open(
        'POST',
        /^\/api\/v2\/auth\/token$/,
        offered((_state, request) => exchange(request)),
      ),
    ],
    offer(value) {
      isOffered = value;
    },
    forgetAll: () => keys.clear(),
    endOf: (token) => ends.get(token),
    reset() {
      isOffered = true;
      for (const map of [keys, nonces, ends]) map.clear();
    },
  };
}
