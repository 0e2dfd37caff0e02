import { randomBytes, randomInt } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import { done, failure, flagOf, json, open, type PlexTvRoute, signedIn, textOf } from './routing.ts';
import { type Account, iso, newToken, type PlexTvState } from './state.ts';

/** A sign-in code. Epoch milliseconds. */
export interface Pin {
  readonly id: number;
  readonly code: string;
  readonly clientIdentifier: string;
  readonly product: string;
  readonly createdAt: number;
  readonly expiresIn: number;
  authToken: string | null;
}

export interface Pins {
  readonly routes: readonly PlexTvRoute[];
  readonly list: Pin[];
  /** The person agrees on plex.tv; the token that comes of it is returned. */
  approve(codeOrId: string | number, account?: Account): string;
  /** The person does not: the code is gone. (A real refusal has not been recorded.) */
  deny(codeOrId: string | number): void;
}

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const shortCode = (): string => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
const strongCode = (): string => randomBytes(20).toString('hex').slice(0, 25);

const pinJson = (pin: Pin): JsonObject => ({
  id: pin.id,
  code: pin.code,
  product: pin.product,
  trusted: false,
  qr: `https://plex.tv/api/v2/pins/qr/${pin.code}`,
  clientIdentifier: pin.clientIdentifier,
  location: {
    code: 'GB',
    european_union_member: false,
    continent_code: 'EU',
    country: 'United Kingdom',
    city: 'London',
    time_zone: 'Europe/London',
    postal_code: 'N19',
    in_privacy_restricted_country: true,
    in_privacy_restricted_region: false,
    subdivisions: 'England',
    coordinates: '51.000, -1',
  },
  expiresIn: pin.expiresIn,
  createdAt: iso(pin.createdAt),
  expiresAt: iso(pin.createdAt + pin.expiresIn * 1000),
  authToken: pin.authToken,
  newRegistration: pin.authToken === null ? null : false,
});

const notFound = () => failure(404, 1020, 'Code not found or expired');
const noClient = () => failure(400, 1000, 'X-Plex-Client-Identifier is missing');

export function createPins(state: PlexTvState, grant: (account: Account, token: string) => void): Pins {
  const list: Pin[] = [];
  const find = (codeOrId: string | number): Pin | undefined =>
    list.find(
      (pin) =>
        (pin.id === Number(codeOrId) || pin.code === String(codeOrId)) &&
        state.clock.now() < pin.createdAt + pin.expiresIn * 1000,
    );
  const approve: Pins['approve'] = (codeOrId, account = state.owner) => {
    const pin = find(codeOrId);
    if (!pin) throw new Error(`No such sign-in code: ${codeOrId}`);
    pin.authToken = newToken();
    grant(account, pin.authToken);
    return pin.authToken;
  };

  const routes = [
    open('POST', /^\/api\/v2\/pins$/, (_state, { clientIdentifier, query, body, record }) => {
      if (!clientIdentifier) return noClient();
      const strong = flagOf(query.strong ?? body.strong);
      const pin: Pin = {
        id: 111_000_000 + state.newId(),
        code: strong ? strongCode() : shortCode(),
        clientIdentifier,
        product: textOf(record.headers['x-plex-product'] ?? query['X-Plex-Product']) ?? '0',
        createdAt: state.clock.now(),
        expiresIn: strong ? 1800 : 900,
        authToken: null,
      };
      list.push(pin);
      return json(pinJson(pin), 201);
    }),
    open('GET', /^\/api\/v2\/pins\/(\d+)$/, (_state, { clientIdentifier, params }) => {
      if (!clientIdentifier) return noClient();
      const pin = find(Number(params[0]));
      return pin && pin.clientIdentifier === clientIdentifier ? json(pinJson(pin)) : notFound();
    }),
    signedIn('PUT', /^\/api\/v2\/pins\/link$/, (_state, { body, query, account }) => {
      const pin = find(textOf(body.code ?? query.code) ?? '');
      // Only the short codes can be typed in.
      if (pin?.code.length !== 4) return notFound();
      approve(pin.id, account);
      return done(204);
    }),
  ];
  return {
    routes,
    list,
    approve,
    deny(codeOrId) {
      const pin = find(codeOrId);
      if (pin) list.splice(list.indexOf(pin), 1);
    },
  };
}
