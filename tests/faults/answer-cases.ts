import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OperationError } from '../../lib/domain/errors.ts';
import { PeopleError } from '../../lib/domain/people-errors.ts';
import type { Endpoint } from './endpoint.ts';
import { fuzzed } from './fuzzed-answer.ts';
import { type Mutation, namedMutations } from './named-mutations.ts';
import { allowedMs, scaled } from './scale.ts';
import { isPolluted, unsoundIn } from './sound-value.ts';

function objectionsToError(error: unknown): readonly string[] {
  if (error instanceof PeopleError && error.cause === undefined) return [];
  // with people, a cause is one of our own errors
  const own = error instanceof PeopleError ? error.cause : error;
  if (!(own instanceof OperationError)) return [`threw ${String(error)}`.slice(0, 300)];
  if (own.cause !== undefined) return ['told what the server said'];
  return (own.retryAfterMs ?? 0) > 3_600_000 ? ['lets a server silence us for good'] : [];
}

/** What a person or another part of the program would make of the outcome; empty when nothing is wrong. */
async function objectionsTo(endpoint: Endpoint, mutation: Mutation): Promise<readonly string[]> {
  const objections: string[] = [];
  try {
    objections.push(...unsoundIn(await endpoint.answered(mutation, new AbortController().signal)));
  } catch (error) {
    objections.push(...objectionsToError(error));
  }
  if (isPolluted()) objections.push('every object has something new');
  return objections;
}

/** Every answer of one server, spoilt in every way. */
export function itStandsAnyAnswer(endpoints: readonly Endpoint[]): void {
  /** What nobody caught, of whatever kind. */
  const uncaught: unknown[] = [];
  const note = (error: unknown): void => void uncaught.push(error);
  beforeAll(() => void process.on('unhandledRejection', note));
  afterAll(() => void process.off('unhandledRejection', note));
  const named = endpoints.map((endpoint) => [endpoint.name, endpoint] as const);
  const nothingUncaught = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    expect(uncaught).toEqual([]);
  };

  it('is asked something, and can answer otherwise in thirty ways that have a name', () => {
    expect(endpoints.length).toBeGreaterThan(5);
    expect(Object.keys(namedMutations).length).toBeGreaterThanOrEqual(30);
  });

  it.each(named)(
    'answering otherwise to %s makes an error of ours or a sound value',
    async (_, endpoint) => {
      const found: string[] = [];
      for (const [name, mutation] of Object.entries(namedMutations)) {
        const objections = await objectionsTo(endpoint, mutation);
        found.push(...objections.slice(0, 3).map((one) => `${name}: ${one}`));
      }
      expect(found).toEqual([]);
      await nothingUncaught();
    },
    120_000,
  );

  it.each(named)(
    'answering anything at all to %s makes an error of ours or a sound value',
    async (_, endpoint) => {
      const { status, type, text } = endpoint.recorded;
      const headers = { 'content-type': type };
      await fc.assert(
        fc.asyncProperty(fuzzed(text), async (bytes) => {
          const body = status === 204 ? null : bytes;
          expect(await objectionsTo(endpoint, () => new Response(body, { status, headers }))).toEqual([]);
        }),
        { numRuns: scaled(10_000, 100) },
      );
      await nothingUncaught();
    },
    allowedMs(600_000, 60_000),
  );
}
