/** Long work in short pieces, so that pages are answered in between. */
export interface Slices {
  /** Rests when the work since the last rest took long enough. */
  restIfDue(): Promise<void>;
  /** Does all steps of a work, with rests between them. */
  finish<T>(steps: Generator<void, T>): Promise<T>;
}

/** Milliseconds after which a piece ends; what is begun then takes some more. */
const pieceMs = 10;

export function slicesOf(now: () => number, rest: () => Promise<void>): Slices {
  let sinceMs = now();
  const restIfDue = async (): Promise<void> => {
    if (Math.abs(now() - sinceMs) < pieceMs) return;
    await rest();
    sinceMs = now();
  };
  return {
    restIfDue,
    async finish(steps) {
      for (;;) {
        const step = steps.next();
        if (step.done) return step.value;
        await restIfDue();
      }
    },
  };
}
