import { describe, expect, it } from 'vitest';
import { oneAtATime } from '../../lib/domain/one-at-a-time.ts';

describe('work that is taken in turn', () => {
  it('begins when the work before it is over, and in the order it was given', async () => {
    const inTurn = oneAtATime();
    const seen: string[] = [];
    const first = Promise.withResolvers<string>();
    const results = [
      inTurn(async () => {
        seen.push('first begins');
        const result = await first.promise;
        seen.push('first ends');
        return result;
      }),
      inTurn(async () => {
        seen.push('second');
        return 'b';
      }),
    ];
    await Promise.resolve();
    expect(seen).toEqual(['first begins']);
    first.resolve('a');
    expect(await Promise.all(results)).toEqual(['a', 'b']);
    expect(seen).toEqual(['first begins', 'first ends', 'second']);
  });

  it('goes on after work that failed, whose error is told to whoever gave it', async () => {
    const inTurn = oneAtATime();
    const bad = inTurn(() => Promise.reject(new Error('no')));
    const good = inTurn(async () => 'yes');
    await expect(bad).rejects.toThrow('no');
    expect(await good).toBe('yes');
  });
});
