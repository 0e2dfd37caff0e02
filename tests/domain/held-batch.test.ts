import { describe, expect, it } from 'vitest';
import { advance } from '../../lib/domain/advance.ts';
import { nextStep } from '../../lib/domain/download.ts';
import { held, heldBatches, isHeld, isOfBatch } from '../../lib/domain/held-batch.ts';
import { downloadOf } from '../fakes/download.ts';

const day = 24 * 60 * 60_000;
const nowMs = 1_800_000_000_000;
const heldAt = (number: number, detectedAtMs: number, clientId = 'qb') =>
  held(downloadOf(number, { clientId, detectedAtMs }), detectedAtMs);

describe('a download that waits for an answer', () => {
  it('has no next step, now or in years, by whatever clock', () => {
    const download = heldAt(1, nowMs);
    for (const atMs of [0, nowMs, nowMs + 4_000 * day]) expect(nextStep(download, atMs)).toBeNull();
  });

  it('goes on from the start when the person tries it alone, and is over when they ignore it', () => {
    const download = heldAt(1, nowMs);
    const tried = advance(download, { kind: 'retry' }, nowMs + day);
    expect(isHeld(tried)).toBe(false);
    expect(nextStep(tried, nowMs + day)).toBe('poll');
    expect(advance(download, { kind: 'ignore' }, nowMs + day).stage).toBe('ignored');
  });
});

describe('the questions', () => {
  it('are one for each torrent client, the oldest first, and of nothing else', () => {
    const downloads = [
      downloadOf(9),
      heldAt(1, nowMs + 5, 'qb'),
      heldAt(2, nowMs, 'deluge'),
      heldAt(3, nowMs + 9, 'qb'),
    ];
    expect(heldBatches(downloads)).toEqual([
      { clientId: 'deluge', count: 1, sinceMs: nowMs, untilMs: nowMs },
      { clientId: 'qb', count: 2, sinceMs: nowMs + 5, untilMs: nowMs + 9 },
    ]);
    expect(heldBatches([])).toEqual([]);
  });

  it('are answered for those of their client that were noticed by then', () => {
    const question = { clientId: 'qb', untilMs: nowMs };
    expect(isOfBatch(heldAt(1, nowMs), question)).toBe(true);
    expect(isOfBatch(heldAt(1, nowMs + 1), question)).toBe(false);
    expect(isOfBatch(heldAt(1, nowMs, 'deluge'), question)).toBe(false);
    expect(isOfBatch(downloadOf(1, { detectedAtMs: nowMs }), question)).toBe(false);
  });
});
