import type { AccountServer } from '../domain/account-server.ts';
import type { PlexAccount } from '../ports/plex-account.ts';

/** plex.tv is not asked for its list more often than this, whoever wants it. */
const keepMs = 5 * 60_000;

interface Listed {
  readonly servers: readonly AccountServer[];
  readonly tokens: ReadonlyMap<string, string>;
}

/** The servers of the account as last listed. Tokens are in memory only; whoever adds a server puts its into the vault. */
export class AccountServers {
  #account: PlexAccount;
  #now: () => number;
  #asked: { readonly atMs: number; readonly listed: Promise<Listed> } | undefined;

  constructor(account: PlexAccount, now: () => number) {
    this.#account = account;
    this.#now = now;
  }

  /** `fresh`: the person asks. Fails with an `OperationError`, the same for a while. */
  read(signal: AbortSignal, fresh = false): Promise<Listed> {
    const { atMs, listed } = this.#asked ?? { atMs: Number.NEGATIVE_INFINITY, listed: undefined };
    if (listed && !fresh && Math.abs(this.#now() - atMs) < keepMs) return listed;
    const asked = { atMs: this.#now(), listed: this.#account.servers(signal) };
    this.#asked = asked;
    asked.listed.catch(() => {
      if (signal.aborted && this.#asked === asked) this.#asked = undefined;
    });
    return asked.listed;
  }

  /** Another account, or none. */
  forget(): void {
    this.#asked = undefined;
  }
}
