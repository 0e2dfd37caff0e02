import { type Failure, failureOf } from '../domain/errors.ts';
import { chooseSections } from '../domain/library-section.ts';
import { mapPath, type PathMapping } from '../domain/media-path.ts';
import type { Settings } from '../domain/settings.ts';
import { isComplete, type Torrent } from '../domain/torrent.ts';
import type { PathChecks } from '../messages/contract.ts';
import { type Connections, requireClient } from './connections.ts';
import type { ServerWatch } from './server-watch.ts';

const checkMs = 25_000;
const shownPaths = 50;

/** Where every folder that the clients save to would be scanned, with these mappings instead of the stored ones. */
export async function checkPaths(
  connections: Connections,
  servers: ServerWatch,
  settings: Settings,
  mappings: readonly PathMapping[],
): Promise<PathChecks> {
  const failures: Failure[] = [];
  const signal = AbortSignal.timeout(checkMs);
  const attempt = async <T>(operation: string, work: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      failures.push(failureOf(error, operation));
      return otherwise;
    }
  };
  const sections = (
    await Promise.all(
      settings.servers.map((server) =>
        attempt('paths.sections', () => servers.sections(server, signal, true), []),
      ),
    )
  ).flat();
  const paths = await Promise.all(
    settings.clients.map(async (client) => {
      const torrents = await attempt<readonly Torrent[]>('paths.torrents', async () => {
        const torrentClient = await requireClient(connections, client, Date.now());
        return (await torrentClient.listCompleted(signal)).filter(isComplete);
      }, []);
      return [...countBy(torrents.map((torrent) => torrent.savePath))].map(([clientPath, count]) => {
        const plexPath = mapPath(clientPath, client.id, mappings);
        const [choice] = chooseSections(plexPath, sections, null);
        const sectionTitle = choice?.section.title ?? null;
        return { clientId: client.id, clientPath, plexPath, sectionTitle, torrents: count };
      });
    }),
  );
  return {
    paths: paths
      .flat()
      .sort((a, b) => b.torrents - a.torrents)
      .slice(0, shownPaths),
    locations: sections.flatMap((section) =>
      section.locations.map((path) => ({ sectionTitle: section.title, path })),
    ),
    failures,
  };
}

function countBy(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) {
    const key = value.replace(/(?<=[^/\\:])[/\\]+$/, '');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
