/** The stand-in's idea of the time: this machine's, moved forward or back on demand. Timers stay real. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  seconds(): number;
  /** Moves the clock; negative goes back. Lets a sign-in code expire at once, or gives the server a wrong clock. */
  advance(ms: number): void;
}

export function createClock(now: () => number = Date.now): Clock {
  let shift = 0;
  return {
    now: () => now() + shift,
    seconds: () => Math.floor((now() + shift) / 1000),
    advance: (ms) => {
      shift += ms;
    },
  };
}
