import type { Clock } from '../clock.ts';

/** plex.tv counts requests per client identifier and answers 429 beyond a number it does not publish. */
export interface RateLimit {
  allows(clientIdentifier: string): boolean;
  /** `null`: no limit. */
  set(limit: { readonly requests: number; readonly perMs: number } | null): void;
  /** Requests of this client so far, refused ones included. */
  count(clientIdentifier: string): number;
}

export function createRateLimit(clock: Clock): RateLimit {
  const seen = new Map<string, number[]>();
  let limit: { readonly requests: number; readonly perMs: number } | null = null;
  return {
    allows(clientIdentifier) {
      const times = seen.get(clientIdentifier) ?? [];
      times.push(clock.now());
      seen.set(clientIdentifier, times);
      if (!limit) return true;
      const { requests, perMs } = limit;
      return times.filter((time) => time > clock.now() - perMs).length <= requests;
    },
    set(value) {
      limit = value;
    },
    count: (clientIdentifier) => seen.get(clientIdentifier)?.length ?? 0,
  };
}
