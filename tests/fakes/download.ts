import { type Download, startDownload } from '../../lib/domain/download.ts';
import { FakeWorld } from './world.ts';

/** A download as the store has it, at any point of its way. */
export function downloadOf(number: number, change: Partial<Download> = {}): Download {
  const torrent = new FakeWorld().complete(
    number,
    [`Film ${number}/film.mkv`],
    '/media/movies',
    1_700_000_000_000 + number,
  );
  return { ...startDownload(change.clientId ?? 'qb', torrent, torrent.completedAtMs ?? 0), ...change };
}
