import type { BeatMinutes } from '../../lib/background/heart-beat.ts';
import { beat } from '../../lib/browser/alarm.ts';

/**
 * How often the alarm comes: as downloads need it, and not seldom while a sign-in or an invitation waits for it.
 * `isOtherUnderWay`: whether one does.
 */
export function createBeat(isOtherUnderWay: () => Promise<boolean>, failed: () => void) {
  let wanted: BeatMinutes = 0.5;
  const keep = async (): Promise<void> => beat(wanted === 1 && (await isOtherUnderWay()) ? 0.5 : wanted);
  return {
    /** What downloads need from now on. */
    set: (minutes: BeatMinutes): void => {
      wanted = minutes;
      void keep().catch(failed);
    },
    /** Something else may be under way now, or no longer be. */
    again: (): void => void keep().catch(failed),
  };
}
