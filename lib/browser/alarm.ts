import { browser } from 'wxt/browser';

const name = 'tick';
/** Half a minute is the shortest that browsers promise. */
type Minutes = 0.5 | 1;
const isKnown = (minutes: number | undefined): boolean => minutes === 0.5 || minutes === 1;

let turn: Promise<unknown> = Promise.resolve();
let wanted: Minutes | undefined;

/**
 * Makes sure the alarm exists, without resetting one that does: an extension update clears alarms in Chromium, a
 * restart in Firefox, so this runs at every start of the background. How often it comes is changed by `beat` only.
 */
export const ensureAlarm = (): Promise<void> =>
  inTurn(async () => {
    const alarm = await browser.alarms.get(name);
    if (!isKnown(alarm?.periodInMinutes)) await create(wanted ?? 0.5);
  });

/** How often the alarm comes from now on. One that comes as often already is left alone: setting it puts it off. */
export async function beat(minutes: Minutes): Promise<void> {
  if (minutes === wanted) return;
  wanted = minutes;
  await inTurn(async () => {
    if (minutes !== wanted) return; // somebody has wanted something else since
    const alarm = await browser.alarms.get(name);
    if (alarm?.periodInMinutes !== minutes) await create(minutes);
  }).catch((error: unknown) => {
    wanted = undefined;
    throw error;
  });
}

const create = (periodInMinutes: Minutes): Promise<void> => browser.alarms.create(name, { periodInMinutes });

function inTurn(work: () => Promise<void>): Promise<void> {
  const next = turn.then(work);
  turn = next.catch(() => undefined);
  return next;
}

/** Call in the first turn of the background, or the event that woke it is lost. */
export function onAlarm(tick: () => Promise<void>): void {
  browser.alarms.onAlarm.addListener((alarm) => (alarm.name === name ? tick() : undefined));
}
