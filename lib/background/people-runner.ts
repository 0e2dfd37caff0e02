import { failureOf } from '../domain/errors.ts';
import { never } from '../domain/retry.ts';
import type { Log } from '../ports/log.ts';

/** The alarm comes every half minute (see `isSoon`); what is due before is waited for, as long as the worker lives. */
const soonMs = 30_000;
/** The alarm is not made rare when something is due within this. */
const closeMs = 10 * 60_000;
const dayMs = 24 * 60 * 60_000;
const hourMs = 60 * 60_000;
/** The browser ends a worker half a minute after it was last told of work. */
const awakeMs = 20_000;

export interface PeopleRunnerDeps {
  /** See `Redeemer`. */
  readonly redeemer: {
    tick(): Promise<void>;
    nextAtMs(): number | null;
    followAll(): Promise<void>;
  };
  /** When libraries that came later were last looked for; epoch milliseconds, 0: never. */
  readonly followed: { read(): Promise<number>; write(atMs: number): Promise<void> };
  readonly now: () => number;
  /** Runs something later; returns what calls it off. */
  readonly later: (run: () => void, delayMs: number) => () => void;
  readonly keepAwake: () => void;
  readonly log: Log;
}

/** Goes on with redemptions when their time comes, and once a day with what was promised of future libraries. */
export class PeopleRunner {
  readonly #deps: PeopleRunnerDeps;
  #underWay: Promise<void> | undefined;
  #followedMs: number | undefined;
  #callOff: (() => void) | undefined;

  constructor(deps: PeopleRunnerDeps) {
    this.#deps = deps;
  }

  /** Does what is due. Call at the start and at every alarm; never rejects. */
  tick(): Promise<void> {
    this.#underWay ??= this.run(() => this.#deps.redeemer.tick())
      .then(() => this.#follow())
      .finally(() => {
        this.#underWay = undefined;
        this.plan();
      });
    return this.#underWay;
  }

  /** Work that may take minutes, while which the browser is kept from ending the worker. Never rejects. */
  async run(work: () => Promise<void>): Promise<void> {
    const { keepAwake, later, log } = this.#deps;
    let callOff = (): void => undefined;
    const stayAwake = (): void => {
      keepAwake();
      callOff = later(stayAwake, awakeMs);
    };
    stayAwake();
    try {
      await work();
    } catch (error) {
      log('people.run.failed', { level: 'error', code: failureOf(error, 'people.run').code });
    } finally {
      callOff();
    }
  }

  /** Makes sure of a tick when the next thing is due, if that is before the next alarm. */
  plan(): void {
    const { redeemer, now, later } = this.#deps;
    this.#callOff?.();
    this.#callOff = undefined;
    const waitMs = Math.max(0, (redeemer.nextAtMs() ?? never) - now());
    if (waitMs < soonMs) this.#callOff = later(() => void this.tick(), Math.max(1_000, waitMs));
  }

  /** Whether something is due before long: then the alarm must not be late. */
  isSoon(): boolean {
    const { redeemer, now } = this.#deps;
    return (redeemer.nextAtMs() ?? never) - now() < closeMs;
  }

  async #follow(): Promise<void> {
    const { redeemer, followed, now, log } = this.#deps;
    try {
      this.#followedMs ??= await followed.read();
      const sinceMs = now() - this.#followedMs;
      if (sinceMs >= 0 && sinceMs < dayMs) return;
      await this.#note(now());
      await redeemer.followAll();
    } catch (error) {
      log('people.follow.failed', { level: 'warn', code: failureOf(error, 'people.follow').code });
      await this.#note(now() - dayMs + hourMs).catch(() => undefined); // storage says so elsewhere
    }
  }

  async #note(atMs: number): Promise<void> {
    this.#followedMs = atMs;
    await this.#deps.followed.write(atMs);
  }
}
