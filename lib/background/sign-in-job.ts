import { type Failure, failureOf } from '../domain/errors.ts';
import type { SignInState } from '../domain/sign-in.ts';
import type { SignInRecord, SignInStage, SignInStore } from '../ports/sign-in-store.ts';
import { checkSignIn, finishSignIn, isOver, type StepDeps, stateOf } from './sign-in-steps.ts';

const pollMs = 2_000;
const slowestPollMs = 30_000;
/** Somebody has agreed, but name and servers can't be read: after this they are told so. */
const finishMs = 10 * 60_000;

type AccountServers = NonNullable<SignInRecord['account']>['servers'];

interface Deps extends StepDeps {
  readonly store: SignInStore;
  /** Opens plex.tv's page for the person to agree. */
  readonly openTab: (url: string) => Promise<void>;
  /** A timer of this worker; returns its end. */
  readonly later: (run: () => void, delayMs: number) => () => void;
  /** Signed in, with new tokens in the vault: what waited for them may go on. Comes again after a worker's death. */
  readonly renewed?: () => Promise<void>;
  /** Something about `read()` is new. */
  readonly changed: () => void;
}

export interface SignInView {
  readonly state: SignInState;
  readonly account: SignInRecord['account'];
  /** plex.tv no longer takes the sign-in. */
  readonly isLost: boolean;
}

/**
 * Signing in with plex.tv, as a job of the worker: pages only look at it and may close. What is needed to go on is
 * stored before every step, and every step may be repeated: a worker that died is followed by one that goes on.
 */
export class SignInJob {
  #deps: Deps;
  #record: SignInRecord | undefined;
  #trouble: Failure | null = null;
  #failures = 0;
  #watchers = 0;
  #stopTimer: (() => void) | undefined;
  #step: Promise<void> | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #asking = new AbortController();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async read(): Promise<SignInView> {
    const record = await this.#load();
    const { account, isLost = false } = record;
    return { state: stateOf(record, this.#trouble?.code ?? null), account, isLost };
  }

  /** At the click. A code that is still good is used again, so that clicking twice is harmless. */
  async start(): Promise<void> {
    await this.#inTurn(async (signal) => {
      const { stage } = await this.#load();
      if (stage.kind === 'finishing') return;
      const usable = stage.kind === 'waiting' && !isOver(stage.pin, this.#deps.now());
      try {
        const pin = usable ? stage.pin : await this.#deps.account.createPin(signal);
        if (!usable) await this.#enter({ kind: 'waiting', pin, agreed: false });
        // The page shows the address, too, should this fail.
        await this.#deps.openTab(pin.url).catch(() => undefined);
      } catch (error) {
        if (!signal.aborted) {
          await this.#enter({ kind: 'failed', code: failureOf(error, 'sign-in.start').code });
        }
      }
    });
    this.#schedule();
  }

  /** Takes effect even if plex.tv's yes is on its way; after it has come, it is too late. */
  async cancel(): Promise<void> {
    this.#asking.abort();
    this.#asking = new AbortController();
    await this.#inTurn(async () => {
      const { stage } = await this.#load();
      if (stage.kind === 'waiting') await this.#enter({ kind: 'cancelled' });
    });
  }

  /** Somebody looks: asks every 2 s until the returned function is called, and once more then. */
  watch(): () => void {
    this.#watchers++;
    void this.#ask();
    let watching = true;
    return () => {
      if (!watching) return;
      watching = false;
      this.#watchers--;
      void this.closed();
    };
  }

  /** The page of plex.tv was closed: the yes may have come in the last moment. */
  closed(): Promise<void> {
    return this.#ask();
  }

  /** From the alarm, whether somebody looks or not. */
  async tick(): Promise<void> {
    if (this.#stopTimer === undefined) await this.#ask();
  }

  /** plex.tv has refused the token. Everything stays as it is, until the person signs in again or out. */
  lost(): Promise<void> {
    return this.#inTurn(async () => {
      const record = await this.#load();
      if (record.account && !record.isLost) await this.#save({ ...record, isLost: true });
    });
  }

  /** plex.tv was asked for the servers again. */
  listed(servers: AccountServers): Promise<void> {
    return this.#inTurn(async () => {
      const record = await this.#load();
      if (record.account) await this.#save({ ...record, account: { ...record.account, servers } });
    });
  }

  /** `false`: forgotten here, but plex.tv could not be told. Tokens of servers that were added stay with them. */
  signOut(): Promise<boolean> {
    return this.#inTurn(async (signal) => {
      const revoked = await this.#deps.account.signOut(signal);
      await this.#save({ stage: { kind: 'idle' }, account: null });
      return revoked;
    });
  }

  /** One step: asks plex.tv whether the person has agreed, and finishes when they have. */
  #ask(): Promise<void> {
    this.#stop();
    this.#step ??= this.#inTurn((signal) => this.#goOn(signal))
      .catch(() => undefined) // storage failed: the next alarm tries again
      .finally(() => {
        this.#step = undefined;
        this.#schedule();
      });
    return this.#step;
  }

  async #goOn(signal: AbortSignal): Promise<void> {
    const { stage } = await this.#load();
    if (stage.kind === 'waiting') await this.#check(stage, signal);
    const after = await this.#load();
    if (after.stage.kind === 'finishing') await this.#finish(after.stage.sinceMs, signal);
  }

  async #check(stage: Extract<SignInStage, { kind: 'waiting' }>, signal: AbortSignal): Promise<void> {
    const note = (agreed: SignInStage) => this.#enter(agreed);
    try {
      const next = await checkSignIn(this.#deps, stage, note, signal);
      if (next.kind === 'waiting') this.#well();
      else await this.#enter(next);
    } catch (error) {
      if (!signal.aborted) this.#failed(failureOf(error, 'sign-in.check'));
    }
  }

  async #finish(sinceMs: number, signal: AbortSignal): Promise<void> {
    try {
      const account = await finishSignIn(this.#deps, signal);
      await this.#deps.renewed?.();
      await this.#save({ stage: { kind: 'done' }, account });
    } catch (error) {
      if (signal.aborted) return;
      const failure = failureOf(error, 'sign-in.finish');
      const goesOn = failure.retryable && Math.abs(this.#deps.now() - sinceMs) < finishMs;
      if (goesOn) this.#failed(failure);
      else await this.#enter({ kind: 'failed', code: failure.code });
    }
  }

  #failed(failure: Failure): void {
    const isNew = this.#trouble?.code !== failure.code;
    this.#trouble = failure;
    this.#failures++;
    if (isNew) this.#deps.changed();
  }

  #well(): void {
    const wasTrouble = this.#trouble !== null;
    this.#trouble = null;
    this.#failures = 0;
    if (wasTrouble) this.#deps.changed();
  }

  /** The next step, if somebody looks; otherwise the alarm comes. */
  #schedule(): void {
    this.#stop();
    const kind = this.#record?.stage.kind;
    if (this.#watchers === 0 || (kind !== 'waiting' && kind !== 'finishing')) return;
    const backoffMs = Math.min(pollMs * 2 ** this.#failures, slowestPollMs);
    const delayMs = Math.max(backoffMs, this.#trouble?.retryAfterMs ?? 0);
    this.#stopTimer = this.#deps.later(() => void this.#ask(), delayMs);
  }

  #stop(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
  }

  async #enter(stage: SignInStage): Promise<void> {
    await this.#save({ ...(await this.#load()), stage });
  }

  async #save(record: SignInRecord): Promise<void> {
    await this.#deps.store.write(record);
    this.#record = record;
    this.#trouble = null;
    this.#failures = 0;
    this.#deps.changed();
  }

  async #load(): Promise<SignInRecord> {
    this.#record ??= await this.#deps.store.read();
    return this.#record;
  }

  #inTurn<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const next = this.#turn.then(() => work(this.#asking.signal));
    this.#turn = next.catch(() => undefined);
    return next;
  }
}
