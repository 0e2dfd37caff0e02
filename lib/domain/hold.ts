import { localMinuteOfDay, type MinuteOfDay, quietUntilMs } from './quiet-hours.ts';
import type { Settings } from './settings.ts';

/** Why nothing may be scanned just now, and when to look again. */
export interface Hold {
  readonly reason: 'paused' | 'quiet-hours' | 'watching';
  readonly untilMs: number;
}

/** Plex doesn't say when a film will be over: it is asked again after this. */
export const lookAgainMs = 5 * 60_000;

/**
 * Whether scans wait, by what the person has set. `watching`: whether something is being played on the server that
 * would scan; it matters only where `waitWhileWatched` is set, so nobody need ask Plex before that.
 */
export function holdOf(
  { isPaused, quietHours, waitWhileWatched }: Pick<Settings, 'isPaused' | 'quietHours' | 'waitWhileWatched'>,
  now: { readonly nowMs: number; readonly watching: boolean },
  minuteOfDay: MinuteOfDay = localMinuteOfDay,
): Hold | null {
  if (isPaused) return { reason: 'paused', untilMs: now.nowMs + lookAgainMs };
  const untilMs = quietHours && quietUntilMs(quietHours, now.nowMs, minuteOfDay);
  if (untilMs !== null) return { reason: 'quiet-hours', untilMs };
  if (waitWhileWatched && now.watching) return { reason: 'watching', untilMs: now.nowMs + lookAgainMs };
  return null;
}
