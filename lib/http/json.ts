import './zod-jitless.ts';
import * as z from 'zod/mini';
import type { Fail } from './status.ts';

/** What a value from outside has to look like; made with `zod/mini` in a `wire.ts` or `schemas.ts`. */
export type Schema<T> = z.core.$ZodType<T>;

/**
 * Text as JSON of this shape. Damaged JSON may be whole next time; a web page or another shape will be the same.
 * Neither error has a cause: `JSON.parse` repeats what it read.
 */
export function parseJson<T>(text: string, schema: Schema<T>, fail: Fail): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw fail('UNEXPECTED_ANSWER', { retryable: /^\s*[[{]/.test(text) });
  }
  const parsed = z.safeParse(schema, value);
  if (!parsed.success) throw fail('UNEXPECTED_ANSWER');
  return parsed.data;
}

/** The same for text that is only a hint: `undefined` when it can't be read. */
export function tryJson<T>(text: string, schema: Schema<T>): T | undefined {
  try {
    const parsed = z.safeParse(schema, JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
