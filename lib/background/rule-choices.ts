import { type Failure, failureOf } from '../domain/errors.ts';
import type { Settings } from '../domain/settings.ts';
import type { Torrent } from '../domain/torrent.ts';
import type { RuleChoices } from '../messages/contract.ts';
import { type Connections, requireClient } from './connections.ts';
import type { ServerWatch } from './server-watch.ts';

const askMs = 25_000;
const shownLabels = 200;

/** Labels of the torrents that have completed, and the libraries of every server: to choose from, not to be bound by. */
export async function ruleChoices(
  connections: Connections,
  servers: ServerWatch,
  settings: Settings,
): Promise<RuleChoices> {
  const failures: Failure[] = [];
  const signal = AbortSignal.timeout(askMs);
  const attempt = async <T>(operation: string, work: () => Promise<readonly T[]>): Promise<readonly T[]> => {
    try {
      return await work();
    } catch (error) {
      failures.push(failureOf(error, operation));
      return [];
    }
  };
  const libraries = settings.servers.map((server) =>
    attempt('rules.sections', async () => {
      const { machineIdentifier, name } = server;
      const sections = await servers.sections(server, signal, true);
      return sections.map(({ key, title }) => ({
        machineIdentifier,
        serverName: name,
        sectionKey: key,
        title,
      }));
    }),
  );
  const labels = settings.clients.map((client) =>
    attempt('rules.torrents', async () => {
      const torrentClient = await requireClient(connections, client, Date.now());
      const found = labelsOf(await torrentClient.listCompleted(signal));
      return found.slice(0, shownLabels).map((label) => ({ clientId: client.id, label }));
    }),
  );
  return {
    libraries: (await Promise.all(libraries)).flat(),
    labels: (await Promise.all(labels)).flat(),
    failures,
  };
}

/** The most used first. */
function labelsOf(torrents: readonly Torrent[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { category, tags } of torrents) {
    for (const label of new Set([category ?? '', ...tags].map((one) => one.trim()))) {
      if (label !== '') counts.set(label, (counts.get(label) ?? 0) + 1);
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([label]) => label);
}
