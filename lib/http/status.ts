import type { ErrorCode, OperationError } from '../domain/errors.ts';

/** An answer with a status outside 2xx. `text` is the first 64 kB of its body, and empty when that could not be read. */
export interface RefusedAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** What a status means in the words of the project. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly retryable?: boolean;
  readonly retryAfterMs?: number | null;
}

/** Makes the error of one operation at one server. */
export type Fail = (code: ErrorCode, refusal?: Omit<Refusal, 'code'>) => OperationError;

/** What a server means by its statuses; `undefined` leaves it to `usualRefusal`. */
export type StatusMapping = (answer: RefusedAnswer) => Refusal | undefined;

const longestWaitMs = 60 * 60 * 1000;

/** What a status means when its server has no meaning of its own for it. */
export function usualRefusal({ status, headers }: RefusedAnswer, nowMs: number): Refusal {
  if (status === 404 || status === 410) return { code: 'NOT_FOUND' };
  if (status === 429 || status === 503) {
    return {
      code: 'SERVER_BUSY',
      retryable: true,
      retryAfterMs: retryAfterMs(headers.get('retry-after'), nowMs),
    };
  }
  if (status >= 500) return { code: 'SERVER_ERROR', retryable: true };
  return { code: 'UNEXPECTED_ANSWER' };
}

/**
 * `Retry-After` in milliseconds from now: seconds or a date (RFC 9110 §10.2.3). At most an hour, so that a wrong
 * clock or a hostile server can't silence us for good; `null` when there is none that can be read.
 */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, longestWaitMs);
  if (!/^[a-z]{3}[a-z]*,/i.test(text)) return null;
  const waitMs = Date.parse(text) - nowMs;
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(waitMs, 0), longestWaitMs);
}
