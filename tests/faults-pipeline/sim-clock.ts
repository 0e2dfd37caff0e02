/** Chains of promises that only wait for each other are done when the event loop comes round. */
export const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
};

/** Time that passes as told. What the browser's clock says is another matter: it can be put forward and back. */
export class SimClock {
  /** True time, epoch milliseconds. */
  atMs = Date.UTC(2026, 5, 1);
  /** How far the browser's clock is off. */
  offMs = 0;
  #timers = new Set<{ readonly atMs: number; readonly run: () => void }>();

  readonly now = (): number => this.atMs + this.offMs;

  readonly later = (run: () => void, delayMs: number): (() => void) => {
    const timer = { atMs: this.atMs + delayMs, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  dropTimers(): void {
    this.#timers.clear();
  }

  /** Lets time pass, running what comes due and all that this starts. */
  async pass(ms: number): Promise<void> {
    const endMs = this.atMs + ms;
    for (;;) {
      await settled();
      let next: { readonly atMs: number; readonly run: () => void } | undefined;
      for (const timer of this.#timers) if (!next || timer.atMs < next.atMs) next = timer;
      if (!next || next.atMs > endMs) break;
      this.#timers.delete(next);
      this.atMs = Math.max(this.atMs, next.atMs);
      next.run();
    }
    this.atMs = endMs;
    await settled();
  }
}
