/** Waits that can be counted, so that a test can await the moment when nothing is left to happen. */
export interface Timers {
  /** Resolves after `ms`; never, while `ms` is infinite. Resolves `false` when the signal aborts first. */
  wait(ms: number, signal?: AbortSignal): Promise<boolean>;
  /** Follows work until it is over. */
  track(work: Promise<void>): void;
  /** Resolves when no tracked work is left. */
  settled(): Promise<void>;
  close(): void;
}

export function createTimers(): Timers {
  const running = new Set<Promise<void>>();
  const closing = new AbortController();
  return {
    wait(ms, signal) {
      const aborted = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
      if (aborted.aborted) return Promise.resolve(false);
      return new Promise((resolve) => {
        // setTimeout takes infinity for 1 ms.
        const timer = Number.isFinite(ms) ? setTimeout(() => finish(true), ms) : undefined;
        const finish = (elapsed: boolean): void => {
          clearTimeout(timer);
          aborted.removeEventListener('abort', stop);
          resolve(elapsed);
        };
        const stop = (): void => finish(false);
        aborted.addEventListener('abort', stop);
      });
    },
    track(work) {
      const followed = work.finally(() => running.delete(followed));
      running.add(followed);
    },
    async settled() {
      while (running.size > 0) await Promise.all(running);
    },
    close: () => closing.abort(),
  };
}
