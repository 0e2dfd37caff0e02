import { createTokens } from './access.ts';
import { createClock } from './clock.ts';
import { filesIn } from './disk.ts';
import { createEvents } from './events.ts';
import { quickDelays, type StandInOptions } from './options.ts';
import { createPlexLibrary } from './plex-library.ts';
import type { Pms } from './pms.ts';
import { foldersToScan, type Section } from './section.ts';
import { takeIn } from './take-in.ts';
import type { Timers } from './timers.ts';

/** One media server without a socket. */
export function createPms(options: StandInOptions, token: string, timers: Timers): Pms {
  const clock = createClock(options.now);
  const events = createEvents(options.bareEvents ?? false);
  const library = createPlexLibrary({
    clock,
    timers,
    events,
    delays: () => pms.delays,
    merge: options.merge ?? true,
  });
  const pms: Pms = {
    machineIdentifier: options.machineIdentifier ?? '57a9d19c0ffee57a9d19c0ffee57a9d19c0ffee0',
    name: options.name ?? 'Stand-in',
    version: options.version ?? '1.43.4.10903-5ab2f1e77',
    clock,
    tokens: createTokens(token),
    events,
    library,
    delays: { ...quickDelays, ...options.delays },
    refusedStatus: options.refusedStatus ?? 403,
    ownerEmail: 'owner@example.org',
    sessions: 0,
  };
  return pms;
}

/** What a library holds from the start: scanned and matched before anyone can ask. */
export async function fill(pms: Pms, section: Section): Promise<void> {
  for (const folder of foldersToScan(section, null)) {
    const files = await filesIn(folder, section);
    if (files) takeIn(pms.library.items, section, folder, files, pms.clock.seconds());
  }
  pms.library.matchAll();
}
