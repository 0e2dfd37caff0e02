import { OperationError } from '../domain/errors.ts';
import type { PlexAccount } from '../ports/plex-account.ts';
import type { Vault } from '../ports/vault.ts';
import { createAccountTokens } from './account-tokens.ts';
import { createPlexTvConnection, type PlexTvConnection, type PlexTvConnectionOptions } from './connection.ts';
import type { DeviceKeys } from './device-keys.ts';
import { checkPin, createPin } from './pin.ts';
import { readServers, readUser } from './resources.ts';

export interface PlexTvOptions extends Omit<PlexTvConnectionOptions, 'tokens'> {
  readonly vault: Vault;
  /** The newer tokens: `createDeviceKeys` with a store. Left out: classic tokens only. */
  readonly deviceKeys?: (connection: PlexTvConnection) => DeviceKeys;
  /** The sign-in is dead; called once for each token. */
  readonly onDead?: () => void;
}

/** Everything that talks to plex.tv shares one connection and one token. */
export function createPlexTv(options: PlexTvOptions): {
  readonly connection: PlexTvConnection;
  readonly account: PlexAccount;
} {
  const { vault, now, onDead } = options;
  const tokens = createAccountTokens({ vault, keys: () => keys, now, ...(onDead && { onDead }) });
  const connection = createPlexTvConnection({ ...options, tokens });
  const keys = options.deviceKeys?.(connection) ?? null;
  const account: PlexAccount = {
    createPin: (signal) => createPin(connection, now(), signal),
    async checkPin(pin, signal) {
      const answer = await checkPin(connection, pin, signal);
      if (answer === 'gone') return { kind: 'gone' };
      const { token } = answer;
      return token === null ? { kind: 'waiting' } : { kind: 'approved', keep: () => tokens.keep(token) };
    },
    upgrade: (signal) => tokens.upgrade(signal),
    user: (signal) => readUser(connection, signal),
    servers: (signal) => readServers(connection, signal),
    async signOut(signal) {
      const request = {
        operation: 'plex-tv.sign-out',
        path: 'api/v2/users/signout',
        method: 'DELETE',
      } as const;
      const revoked = await connection.send({ ...request, signal }).then(
        () => true,
        (error: unknown) => isRevoked(error),
      );
      await tokens.forget();
      return revoked;
    },
  };
  return { connection, account };
}

/** A token that plex.tv does not accept needs no revoking. */
const isRevoked = (error: unknown): boolean =>
  error instanceof OperationError && ['TOKEN_INVALID', 'TOKEN_EXPIRED', 'TOKEN_MISSING'].includes(error.code);
