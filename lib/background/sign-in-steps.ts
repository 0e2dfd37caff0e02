import type { ErrorCode } from '../domain/errors.ts';
import type { SignInPin, SignInState } from '../domain/sign-in.ts';
import type { PlexAccount } from '../ports/plex-account.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import type { SignInRecord, SignInStage } from '../ports/sign-in-store.ts';
import { plexTokenKey, type Vault } from '../ports/vault.ts';

/** No code lives so long; one that seems to was made before the clock was set back. */
const longestLifeMs = 2 * 3_600_000;

export interface StepDeps {
  readonly account: PlexAccount;
  readonly vault: Vault;
  readonly settings: SettingsStore;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

type Waiting = Extract<SignInStage, { kind: 'waiting' }>;

export function isOver({ expiresAtMs }: SignInPin, nowMs: number): boolean {
  const leftMs = expiresAtMs - nowMs;
  return leftMs <= 0 || leftMs > longestLifeMs;
}

/**
 * Asks whether the person has agreed, once more even when the time is up. `note` stores what is about to happen: a
 * worker that dies with the token in the vault leaves behind that it may be there, even if the code is gone by then.
 * Fails with an `OperationError` while it is worth asking again.
 */
export async function checkSignIn(
  { account, now }: StepDeps,
  stage: Waiting,
  note: (stage: Waiting) => Promise<void>,
  signal: AbortSignal,
): Promise<SignInStage> {
  const wasOver = isOver(stage.pin, now());
  const over = (): SignInStage =>
    stage.agreed ? { kind: 'finishing', sinceMs: now() } : { kind: 'expired' };
  try {
    const answer = await account.checkPin(stage.pin, signal);
    signal.throwIfAborted();
    if (answer.kind === 'approved') {
      await note({ ...stage, agreed: true });
      await answer.keep();
      return { kind: 'finishing', sinceMs: now() };
    }
    return answer.kind === 'gone' || wasOver ? over() : stage;
  } catch (error) {
    if (signal.aborted || !wasOver) throw error;
    return over();
  }
}

/** Reads whose account it is and its servers. Servers that were added before get their new tokens. */
export async function finishSignIn(
  { account, vault, settings }: StepDeps,
  signal: AbortSignal,
): Promise<NonNullable<SignInRecord['account']>> {
  await account.upgrade(signal);
  const user = await account.user(signal);
  const { servers, tokens } = await account.servers(signal);
  for (const { machineIdentifier } of (await settings.read()).servers) {
    const token = tokens.get(machineIdentifier);
    if (token !== undefined) await vault.set(plexTokenKey(machineIdentifier), token);
  }
  return { user, servers };
}

/** What screens are shown: nothing that a sign-in could be taken over with. */
export function stateOf({ stage, account }: SignInRecord, trouble: ErrorCode | null): SignInState {
  switch (stage.kind) {
    case 'waiting': {
      const { code, expiresAtMs, url } = stage.pin;
      return { kind: 'waiting', code, expiresAtMs, url, trouble };
    }
    case 'finishing':
      return { kind: 'finishing', trouble };
    case 'done':
      return account ? { kind: 'done', ...account } : { kind: 'idle' };
    case 'failed':
      return { kind: 'failed', code: stage.code };
    default:
      return { kind: stage.kind };
  }
}
