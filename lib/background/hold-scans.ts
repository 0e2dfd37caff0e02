import type { Download } from '../domain/download.ts';
import { type Hold, holdOf } from '../domain/hold.ts';
import type { ServerSettings, Settings } from '../domain/settings.ts';
import type { ServerWatch } from './server-watch.ts';

/** Further off than this counts as set by a clock that was wrong: it is asked again then. */
const longestHoldMs = 30 * 60_000;

/**
 * Whether a scan waits, by what the person has set: quiet hours, somebody watching. Plex is asked only where that
 * matters; one that can't say holds nothing up.
 */
export async function scanHold(
  servers: Pick<ServerWatch, 'use'>,
  settings: Settings,
  server: ServerSettings,
  nowMs: number,
  signal: AbortSignal,
): Promise<Hold | null> {
  const { quietHours, waitWhileWatched } = settings;
  const hold = holdOf({ quietHours, waitWhileWatched }, { nowMs, watching: false });
  if (hold || !waitWhileWatched) return hold;
  const watching = await servers
    .use(server, 'plex.sessions', (plex) => plex.isWatched(signal))
    .catch(() => false);
  return holdOf({ quietHours, waitWhileWatched }, { nowMs, watching });
}

/** The download, put off; Plex is looked into anew afterwards, since it may have found the files by itself. */
export const putOff = (download: Download, untilMs: number, nowMs: number): Download => ({
  ...download,
  looks: 0,
  nextAtMs: Math.min(untilMs, nowMs + longestHoldMs),
});
