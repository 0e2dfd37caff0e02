import { AccountServers } from '../../lib/background/account-servers.ts';
import { SignInJob } from '../../lib/background/sign-in-job.ts';
import { createSignInStore } from '../../lib/browser/sign-in-store.ts';
import type { AccountServer, AccountUser } from '../../lib/domain/account-server.ts';
import { OperationError } from '../../lib/domain/errors.ts';
import type { PlexAccount } from '../../lib/ports/plex-account.ts';
import { accountTokenKey, type Vault } from '../../lib/ports/vault.ts';
import { memorySettings } from './background.ts';
import { FakeClock } from './clock.ts';
import { memoryVault } from './vault.ts';

export const user: AccountUser = { id: '7', name: 'Ada', thumb: null };
export const attic: AccountServer = {
  machineIdentifier: 'server-1',
  name: 'Attic',
  version: '1.43.0',
  owned: true,
  ownerName: null,
  isOnline: true,
  addresses: [{ address: 'http://192.168.1.20:32400', reach: 'local' }],
};

/** plex.tv in memory: codes that a person agrees to, and what may go wrong on the way. */
export class FakePlexTv {
  readonly pins = new Map<string, { agreed: boolean; gone: boolean; readonly expiresAtMs: number }>();
  readonly asked: string[] = [];
  readonly tabs: string[] = [];
  readonly vault: ReturnType<typeof memoryVault>;
  readonly settings: ReturnType<typeof memorySettings>;
  servers: readonly AccountServer[] = [attic];
  tokens = new Map([['server-1', 'token-of-server']]);
  /** Thrown by the next calls. */
  failing: OperationError | null = null;
  /** A worker dies here: throws from then on. */
  onEffect: () => void = () => undefined;
  /** Answers wait for this. */
  held: Promise<void> = Promise.resolve();

  readonly clock: FakeClock;
  constructor(clock: FakeClock, settings = memorySettings(), vault = memoryVault()) {
    this.clock = clock;
    this.settings = settings;
    this.vault = vault;
  }

  agree(): void {
    for (const pin of this.pins.values()) pin.agreed = true;
  }

  async #answer<T>(what: string, signal: AbortSignal, work: () => T): Promise<T> {
    this.onEffect();
    this.asked.push(what);
    await this.held;
    signal.throwIfAborted();
    if (this.failing) throw this.failing;
    const result = work();
    this.onEffect();
    return result;
  }

  account(vault: Vault): PlexAccount {
    const signedIn = async () => {
      const token = await vault.get(accountTokenKey);
      if (token === null) throw new OperationError('TOKEN_MISSING', { operation: 'test' });
      return token;
    };
    return {
      createPin: (signal) =>
        this.#answer('create', signal, () => {
          const id = String(this.pins.size + 1);
          const expiresAtMs = this.clock.nowMs + 1_800_000;
          this.pins.set(id, { agreed: false, gone: false, expiresAtMs });
          const code = `code-${id}`;
          return { id, code, expiresAtMs, url: `https://app.plex.tv/auth#?code=${code}` };
        }),
      checkPin: ({ id }, signal) =>
        this.#answer('check', signal, () => {
          const pin = this.pins.get(id);
          if (!pin || pin.gone || this.clock.nowMs >= pin.expiresAtMs) return { kind: 'gone' };
          if (!pin.agreed) return { kind: 'waiting' };
          return { kind: 'approved', keep: () => vault.set(accountTokenKey, `token-${id}`) };
        }),
      upgrade: (signal) => this.#answer('upgrade', signal, () => undefined),
      user: async (signal) => {
        await signedIn();
        return this.#answer('user', signal, () => user);
      },
      servers: async (signal) => {
        await signedIn();
        return this.#answer('servers', signal, () => ({ servers: this.servers, tokens: this.tokens }));
      },
      signOut: (signal) =>
        this.#answer('sign-out', signal, () => {
          this.vault.secrets.delete(accountTokenKey);
          return true;
        }),
    };
  }

  /** A worker: all it knows is in the vault and the settings. */
  worker() {
    const vault: Vault = {
      get: (key) => this.vault.get(key),
      remove: (key) => this.vault.remove(key),
      set: async (key, secret) => {
        this.onEffect();
        await this.vault.set(key, secret);
        this.onEffect();
      },
    };
    const changes = { count: 0, renewed: 0 };
    const job = new SignInJob({
      account: this.account(vault),
      store: createSignInStore(vault),
      vault,
      settings: this.settings,
      openTab: async (url) => {
        this.onEffect();
        this.tabs.push(url);
      },
      now: this.clock.now,
      later: this.clock.later,
      renewed: async () => {
        changes.renewed++;
      },
      changed: () => {
        changes.count++;
      },
    });
    const listed = new AccountServers(this.account(vault), this.clock.now);
    return { job, listed, changes, state: async () => (await job.read()).state };
  }
}

export const startSignIn = () => {
  const clock = new FakeClock();
  const plexTv = new FakePlexTv(clock);
  return { clock, plexTv, ...plexTv.worker() };
};

export const busy = (retryAfterMs: number | null) =>
  new OperationError('SERVER_BUSY', { operation: 'test', retryable: true, retryAfterMs });
export const away = new OperationError('UNREACHABLE', { operation: 'test', retryable: true });
