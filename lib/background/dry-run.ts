import { failureOf, OperationError } from '../domain/errors.ts';
import { holdOf } from '../domain/hold.ts';
import type { InfoHash } from '../domain/info-hash.ts';
import { mapPath, type PathMapping } from '../domain/media-path.ts';
import { locationOf } from '../domain/merge-scans.ts';
import { ruleFor, serversByRule } from '../domain/rules.ts';
import type { ClientSettings, ServerSettings, Settings } from '../domain/settings.ts';
import type { Torrent, TorrentFile } from '../domain/torrent.ts';
import type { DryRun, DryRunTorrent, Requests } from '../messages/contract.ts';
import type { ClientWatch } from './client-watch.ts';
import type { DownloadBook } from './download-book.ts';
import { planDownload } from './plan-download.ts';
import { votesOf } from './plan-on-servers.ts';
import { planPacked } from './plan-packed.ts';
import type { ServerWatch } from './server-watch.ts';

const askMs = 20_000;
const mostListed = 20;

export interface DryRunDeps {
  readonly book: DownloadBook;
  readonly servers: ServerWatch;
  readonly clients: Pick<ClientWatch, 'use'>;
  readonly now: () => number;
}

/** The torrents that finished last, of all clients that answer. */
export async function listForDryRun(
  { clients }: DryRunDeps,
  settings: Settings,
): Promise<Requests['dryRun.list']['response']> {
  const signal = AbortSignal.timeout(askMs);
  const failures: ReturnType<typeof failureOf>[] = [];
  const lists = await Promise.all(
    settings.clients.map(async (client) => {
      try {
        const list = await clients.use(client, 'dryRun.list', (one) => one.listCompleted(signal));
        return list.map((torrent) => ({ clientId: client.id, torrent }));
      } catch (error) {
        failures.push(failureOf(error, 'dryRun.list'));
        return [];
      }
    }),
  );
  const torrents = lists
    .flat()
    .sort((a, b) => (b.torrent.completedAtMs ?? 0) - (a.torrent.completedAtMs ?? 0))
    .slice(0, mostListed)
    .map(
      ({ clientId, torrent: { hash, name } }): DryRunTorrent => ({
        clientId,
        hash,
        name: name.slice(0, 255),
      }),
    );
  return { torrents, failures };
}

/** Decides for a torrent what would be decided if it had just finished. Reads from the client and Plex; sends nothing. */
export async function dryRun(
  deps: DryRunDeps,
  settings: Settings,
  { clientId, hash }: { readonly clientId: string; readonly hash: InfoHash },
): Promise<DryRun> {
  const client = settings.clients.find(({ id }) => id === clientId);
  if (!client) throw new OperationError('NOT_FOUND', { operation: 'dryRun.plan' });
  const signal = AbortSignal.timeout(askMs);
  await deps.book.open();
  const { torrent, files } = await deps.clients.use(client, 'dryRun.plan', async (one) => {
    const [found] = await one.listByHash([hash], signal);
    if (!found) throw new OperationError('CLIENT_GONE', { operation: 'dryRun.plan' });
    return { torrent: found, files: await one.listFiles(hash, signal) };
  });
  const rule = ruleFor(settings.rules, client.id, torrent);
  if (rule?.ignore) return { kind: 'nothing', why: 'rule' };
  let missed: DryRun | null = null;
  for (const server of serversByRule(settings.servers, rule?.library ?? null)) {
    if (server.isShared) continue;
    try {
      return await planOn(deps, settings, server, { client, torrent, files }, signal);
    } catch (error) {
      const { code } = failureOf(error, 'dryRun.plan');
      missed ??= { kind: 'failed', code, path: torrent.contentPath ?? torrent.savePath };
    }
  }
  return missed ?? { kind: 'failed', code: 'TOKEN_MISSING', path: torrent.savePath };
}

interface Found {
  readonly client: ClientSettings;
  readonly torrent: Torrent;
  readonly files: readonly TorrentFile[];
}

async function planOn(
  { book, servers, now }: DryRunDeps,
  settings: Settings,
  server: ServerSettings,
  { client, torrent, files }: Found,
  signal: AbortSignal,
): Promise<DryRun> {
  const sections = await servers.sections(server, signal, true);
  const { machineIdentifier } = server;
  const { name, category, savePath } = torrent;
  const completedAtMs = torrent.completedAtMs ?? now();
  const planned = { clientId: client.id, savePath, name, category, completedAtMs };
  const on = {
    machineIdentifier,
    sections,
    mappings: settings.mappings,
    votes: votesOf(book.all(), machineIdentifier),
  };
  const plan = planDownload(planned, files, on) ?? planPacked(planned, files, on);
  if (!plan) return { kind: 'nothing', why: 'not-playable' };
  return {
    kind: 'scan',
    serverName: server.name,
    scans: plan.scans.map((scan) => ({
      sectionTitle: scan.sectionTitle,
      folder: scan.folder,
      location: locationOf(scan, sections) ?? scan.folder,
    })),
    savePath,
    mapping: mappingFor(savePath, client.id, settings.mappings),
    hold: holdOf(settings, { nowMs: now(), watching: false })?.reason ?? null,
    isPacked: plan.archives !== undefined,
  };
}

/** The mapping that leads from this path to where it really leads. */
function mappingFor(path: string, clientId: string, mappings: readonly PathMapping[]): PathMapping | null {
  const mapped = mapPath(path, clientId, mappings);
  if (mapped === path) return null;
  return mappings.find((one) => mapPath(path, clientId, [one]) === mapped) ?? null;
}
