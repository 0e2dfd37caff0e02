/** A page that shows a sign-in says so every second; so long after the last time it is taken to be closed. */
const leaseMs = 5_000;

/**
 * Keeps something watched for as long as somebody says so every few seconds. A page can't tell that it closes, and a
 * connection to it would not survive the worker.
 */
export class WatchLease {
  readonly #watch: () => () => void;
  readonly #later: (run: () => void, delayMs: number) => () => void;
  #stopTimer: (() => void) | undefined;
  #stop: (() => void) | undefined;

  constructor(watch: () => () => void, later: (run: () => void, delayMs: number) => () => void) {
    this.#watch = watch;
    this.#later = later;
  }

  renew(): void {
    this.#stopTimer?.();
    this.#stop ??= this.#watch();
    this.#stopTimer = this.#later(() => {
      this.#stop?.();
      this.#stop = undefined;
      this.#stopTimer = undefined;
    }, leaseMs);
  }
}
