import { describe, expect, it } from 'vitest';
import { clockTime, percentOf, relativeTime } from '../../components/ui/times.ts';
import { useRealMessages } from './support/messages.ts';

useRealMessages();

const now = new Date(2026, 4, 20, 14, 30).getTime();
const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000];

describe('times', () => {
  it.each([
    [-20 * second, 'now'],
    [-90 * second, '1 minute ago'],
    [-59.9 * minute, '59 minutes ago'],
    [-3 * hour, '3 hours ago'],
    [-30 * hour, 'yesterday'],
    [-9 * day, '9 days ago'],
    [4.5 * minute, 'in 4 minutes'],
  ])('%i ms away is "%s"', (distance, words) => expect(relativeTime(now + distance, now)).toBe(words));

  it('say the day only when it is not today', () => {
    expect(clockTime(now - hour, now)).toMatch(/^1:30.PM$/);
    expect(clockTime(now - 30 * hour, now)).toMatch(/May 19, 2026/);
  });

  it('say shares as percent', () => expect(percentOf(0.625)).toBe('63%'));
});
