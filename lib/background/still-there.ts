import { failureOf } from '../domain/errors.ts';
import type { PlexTarget } from '../domain/plex-item.ts';
import type { Settings } from '../domain/settings.ts';
import type { FindDeps } from './find-torrents.ts';

const askMs = 10_000;

/**
 * Asks Plex whether an item is still there, and has the index forget it if not: Plex gives an item another key when it
 * is matched anew, merged or split. `null` when Plex can't be asked. Never throws.
 */
export async function isStillThere(
  { servers, libraries, log }: Pick<FindDeps, 'servers' | 'libraries' | 'log'>,
  settings: Settings,
  { machineIdentifier, ratingKey }: PlexTarget,
): Promise<boolean | null> {
  const server = settings.servers.find((one) => one.machineIdentifier === machineIdentifier);
  if (!server) return null;
  try {
    const signal = AbortSignal.timeout(askMs);
    const items = await servers.use(server, 'lookup.item', (plex) => plex.items([ratingKey], signal));
    if (items.length > 0) return true;
    await libraries.drop(machineIdentifier, [ratingKey]);
    return false;
  } catch (error) {
    log('lookup.item.failed', { code: failureOf(error, 'lookup.item').code });
    return null;
  }
}
