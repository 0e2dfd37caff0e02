import type { Download } from '../domain/download.ts';
import type { Settings } from '../domain/settings.ts';
import { apply, clientOf, type FollowDeps } from './follow-deps.ts';

/** How long another program is given to bring a download into Plex before the person is told. */
const othersTakeMs = 30 * 60_000;
const longestElsewhereMinutes = 24 * 60;

/**
 * A download that no library covers may be in Plex all the same: Sonarr and Radarr link or copy files to where Plex
 * sees them. Says whether it is; never throws.
 */
export async function lookElsewhere(
  deps: FollowDeps,
  settings: Settings,
  download: Download,
): Promise<boolean> {
  const target = await deps
    .findElsewhere(settings, clientOf(settings, download), download.hash)
    .catch(() => null);
  if (!target) return false;
  await apply(deps, { kind: 'found', target }, download.id);
  return true;
}

/** What no library covers may have been brought into Plex by another program since: looks at doubling times. */
export async function lookElsewhereAgain(
  deps: FollowDeps & { readonly changed: () => void },
  settings: Settings,
): Promise<void> {
  const { book, now, changed } = deps;
  for (const download of book.all()) {
    const { problem } = download;
    if (problem?.code !== 'UNMAPPED' || problem.retryAtMs !== null) continue;
    const minutes = Math.floor((now() - problem.sinceMs) / 60_000);
    const isTime = minutes > 0 && minutes <= longestElsewhereMinutes && (minutes & (minutes - 1)) === 0;
    if (isTime && (await lookElsewhere(deps, settings, download))) changed();
  }
}

/** Whether others of its kind were brought into Plex by another program: then it is given time to do so again. */
export function waitsForAnother({ book, now }: FollowDeps, download: Download): boolean {
  const { clientId, savePath, category, problem } = download;
  const lastedMs = problem?.code === 'UNMAPPED' ? now() - problem.sinceMs : 0;
  const isLike = (other: Download): boolean =>
    other.clientId === clientId && other.savePath === savePath && other.category === category;
  const wasBrought = (other: Download): boolean => other.stage === 'available' && other.plan === null;
  return lastedMs < othersTakeMs && book.all().some((other) => isLike(other) && wasBrought(other));
}
