import { OperationError } from '../domain/errors.ts';
import { tryJson } from '../http/json.ts';
import type { TokenProvider } from '../ports/token-provider.ts';
import { accountTokenKey, type Vault } from '../ports/vault.ts';
import type { DeviceKeys } from './device-keys.ts';
import { deviceTokenClaims } from './schemas.ts';

/** A token is renewed when it has less than this to live, and tried again no sooner than that. */
const renewBeforeMs = 2 * 24 * 3_600_000;
const renewPauseMs = 10 * 60_000;
const renewTimeoutMs = 25_000;
const mostUpgrades = 3;

/** What is said when a key is no good, by plex.tv or here; anything else may pass. */
const finalCodes: readonly string[] = [
  'TOKEN_INVALID',
  'TOKEN_EXPIRED',
  'REQUEST_REFUSED',
  'NOT_FOUND',
] satisfies OperationError['code'][];
const isFinal = (error: unknown): boolean =>
  error instanceof OperationError && finalCodes.includes(error.code);

export interface AccountTokens extends TokenProvider {
  /** Puts a token that was just granted in place of the one before. */
  keep(token: string): Promise<void>;
  /**
   * From a classic token to one of a device key. Where plex.tv or the browser offers none, the classic one stays. Fails
   * while it is worth trying again; the third time it leaves it at that, since a classic token is as good to go on with.
   */
  upgrade(signal: AbortSignal): Promise<void>;
  forget(): Promise<void>;
}

interface Options {
  readonly vault: Vault;
  /** `null`: classic tokens only. */
  readonly keys: () => DeviceKeys | null;
  readonly now: () => number;
  /** The sign-in is dead: plex.tv refused the token, and it could not be renewed. Once per token. */
  readonly onDead?: () => void;
}

/** The account's token in the vault, of either kind; which one it is can be seen from the token itself. */
export function createAccountTokens({ vault, keys, now, onDead }: Options): AccountTokens {
  let dead: string | undefined;
  let renewal: Promise<void> | undefined;
  let triedAtMs = Number.NEGATIVE_INFINITY;
  let failedUpgrades = 0;
  const fail = (code: 'TOKEN_INVALID' | 'TOKEN_EXPIRED') =>
    new OperationError(code, { operation: 'plex-tv.token', server: 'plex.tv' });

  /** One at a time, whoever asks: plex.tv limits how often. */
  function renew(device: DeviceKeys): Promise<void> {
    const exchange = async () =>
      vault.set(accountTokenKey, await device.exchange(AbortSignal.timeout(renewTimeoutMs)));
    triedAtMs = now();
    renewal ??= exchange().finally(() => {
      renewal = undefined;
    });
    return renewal;
  }

  function bury(token: string): false {
    if (dead !== token) onDead?.();
    dead = token;
    return false;
  }

  return {
    async token() {
      const token = await vault.get(accountTokenKey);
      if (token === null) return null;
      const endsAtMs = endOf(token);
      if (token === dead) throw fail(endsAtMs < now() ? 'TOKEN_EXPIRED' : 'TOKEN_INVALID');
      const device = keys();
      const isOver = endsAtMs <= now();
      const isDue = endsAtMs - now() < renewBeforeMs && Math.abs(now() - triedAtMs) > renewPauseMs;
      if (!device || !(isOver || isDue)) return token;
      try {
        await renew(device);
      } catch (error) {
        if (!isOver) return token;
        if (!isFinal(error)) throw error;
        bury(token);
        throw fail('TOKEN_EXPIRED');
      }
      return vault.get(accountTokenKey);
    },
    async refused(token) {
      const current = await vault.get(accountTokenKey);
      if (current !== token) return current !== null; // renewed or signed in anew meanwhile
      const device = keys();
      if (!device || !(await device.has())) return bury(token);
      try {
        await renew(device);
        return true;
      } catch (error) {
        if (!isFinal(error)) throw error;
        return bury(token);
      }
    },
    async keep(token) {
      await keys()?.forget(); // it is of whoever was signed in before
      await vault.set(accountTokenKey, token);
      dead = undefined;
    },
    async upgrade(signal) {
      const device = keys();
      const token = await vault.get(accountTokenKey);
      if (!device || token === null || Number.isFinite(endOf(token))) return;
      try {
        // A key that is there was registered for this token; its first token may have got lost with a worker.
        if (!(await device.has())) await device.register(token, signal);
        await renew(device);
      } catch (error) {
        if (isFinal(error)) return device.forget();
        // An answer that was lost may have ended the classic token: the key stays, and takes over when that is refused.
        if (++failedUpgrades % mostUpgrades !== 0) throw error;
      }
    },
    async forget() {
      await vault.remove(accountTokenKey);
      await keys()?.forget();
      dead = undefined;
    },
  };
}

/** When a token runs out, in epoch milliseconds; classic ones never do. Its signature is plex.tv's own to check. */
function endOf(token: string): number {
  const claims = /^[\w-]+\.([\w-]+)\.[\w-]+$/.exec(token)?.[1];
  if (claims === undefined) return Number.POSITIVE_INFINITY;
  // one character over is no base64
  const text = claims.length % 4 === 1 ? '' : atob(claims.replaceAll('-', '+').replaceAll('_', '/'));
  return (tryJson(text, deviceTokenClaims)?.exp ?? Number.POSITIVE_INFINITY) * 1000;
}
