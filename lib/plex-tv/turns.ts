import { OperationError } from '../domain/errors.ts';

const firstRestMs = 5_000;
const longestRestMs = 15 * 60_000;

interface Turn {
  readonly operation: string;
  readonly signal: AbortSignal;
}

/**
 * Lets one request go at a time. When the server says that it is busy, nothing is sent for as long as it asked, or,
 * when it did not say, for 5 s, and twice as long each further time up to 15 min: every request fails at once with
 * `SERVER_BUSY` and the time that is left.
 */
export function createTurns(now: () => number, server: string) {
  let last: Promise<unknown> = Promise.resolve();
  let rest = { fromMs: 0, forMs: 0 };
  let nextRestMs = firstRestMs;

  function refuseWhileResting({ operation }: Turn): void {
    const restedMs = now() - rest.fromMs;
    if (restedMs < 0 || restedMs >= rest.forMs) return; // below 0: the clock was set back
    throw new OperationError('SERVER_BUSY', {
      operation,
      server,
      retryable: true,
      retryAfterMs: rest.forMs - restedMs,
    });
  }

  async function go<T>(turn: Turn, work: () => Promise<T>): Promise<T> {
    turn.signal.throwIfAborted();
    refuseWhileResting(turn);
    try {
      const result = await work();
      nextRestMs = firstRestMs;
      return result;
    } catch (error) {
      if (error instanceof OperationError && error.code === 'SERVER_BUSY') {
        rest = { fromMs: now(), forMs: error.retryAfterMs ?? nextRestMs };
        nextRestMs = Math.min(nextRestMs * 2, longestRestMs);
      }
      throw error;
    }
  }

  return function inTurn<T>(turn: Turn, work: () => Promise<T>): Promise<T> {
    const next = last.then(() => go(turn, work));
    last = next.catch(() => undefined);
    return next;
  };
}
