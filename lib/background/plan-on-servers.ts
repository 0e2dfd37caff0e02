import type { Download, DownloadEvent, ScanPlan } from '../domain/download.ts';
import { failureOf, OperationError } from '../domain/errors.ts';
import { type LibraryRef, ruleFor, serversByRule } from '../domain/rules.ts';
import type { ServerSettings, Settings } from '../domain/settings.ts';
import type { Torrent, TorrentFile } from '../domain/torrent.ts';
import { countSections, type SectionVotes } from '../matching/section-votes.ts';
import { apply, clientOf, type FollowDeps } from './follow-deps.ts';
import { lookElsewhere, waitsForAnother } from './look-elsewhere.ts';
import { type PlanServer, planDownload } from './plan-download.ts';
import { isPacked, planPacked } from './plan-packed.ts';

/** So many files, and so much text, prove that a download is in Plex; of a torrent with more they are enough. */
const mostFiles = 300;
const mostFileText = 48_000;

/** Decides on which server, in which library and folder a download belongs, and by which files that will be seen. */
export async function planOnServers(
  deps: FollowDeps,
  settings: Settings,
  download: Download,
  signal: AbortSignal,
): Promise<void> {
  const client = clientOf(settings, download);
  const files = await deps.clients.use(client, 'download.files', (torrentClient) =>
    torrentClient.listFiles(download.hash, signal),
  );
  // something is complete, so a list without files is no answer
  if (files.length === 0)
    throw new OperationError('UNEXPECTED_ANSWER', { operation: 'plan', retryable: true });
  const { library } = ruleFor(settings.rules, client.id, labelsOf(download)) ?? { library: null };
  const servers = serversByRule(settings.servers, library);
  const planned = await firstThatCovers({ ...settings, servers }, async (server, fresh) => {
    deps.servers.refuseWhileAway(server);
    const sections = await deps.servers.sections(server, signal, fresh);
    const { machineIdentifier } = server;
    const votes = votesOf(deps.book.all(), machineIdentifier);
    const planServer = { machineIdentifier, sections, mappings: settings.mappings, votes };
    return (
      planByRule(download, files, planServer, library) ??
      planDownload(download, files, planServer) ??
      planPacked(download, files, planServer)
    );
  }).catch(async (error: unknown): Promise<'elsewhere' | null> => {
    if (failureOf(error, 'plan').code !== 'UNMAPPED') throw error;
    if (isPacked(files)) return null; // archives outside of all libraries may be anything
    if (await lookElsewhere(deps, settings, download)) return 'elsewhere';
    const retryable = waitsForAnother(deps, download);
    throw new OperationError('UNMAPPED', { operation: 'plan', retryable });
  });
  if (planned === 'elsewhere') return;
  const event: DownloadEvent = planned ? { kind: 'planned', plan: bounded(planned) } : { kind: 'ignore' };
  await apply(deps, event, download.id);
}

const labelsOf = ({ category, tags = [] }: Download): Pick<Torrent, 'category' | 'tags'> => ({
  category,
  tags,
});

/** In the library that a rule prefers, if that covers the folder; else `null`. */
function planByRule(
  download: Download,
  files: readonly TorrentFile[],
  on: PlanServer,
  library: LibraryRef | null,
): ScanPlan | null {
  if (library?.machineIdentifier !== on.machineIdentifier) return null;
  const sections = on.sections.filter(({ key }) => key === library.sectionKey);
  try {
    return planDownload(download, files, { ...on, sections });
  } catch (error) {
    if (failureOf(error, 'plan').code === 'UNMAPPED') return null;
    throw error;
  }
}

/** One download must not fill the storage, or none could be stored any more. */
function bounded(plan: ScanPlan): ScanPlan {
  let length = 0;
  const files = plan.files.slice(0, mostFiles).filter((file, at) => {
    length += file.length;
    return at === 0 || length <= mostFileText;
  });
  return { ...plan, files };
}

/** Which libraries the downloads of this server went into so far. */
export const votesOf = (downloads: readonly Download[], machineIdentifier: string): SectionVotes =>
  countSections(
    downloads.flatMap(({ clientId, category, savePath, target }) =>
      target?.machineIdentifier === machineIdentifier
        ? [{ clientId, category, savePath, sectionKey: target.sectionKey }]
        : [],
    ),
  );

/** The first server with a library that covers the path. A miss is believed only from a fresh list of libraries. */
async function firstThatCovers(
  settings: Settings,
  planOn: (server: ServerSettings, fresh: boolean) => Promise<ScanPlan | null>,
): Promise<ScanPlan | null> {
  let away: unknown;
  let missed: unknown;
  for (const server of settings.servers.filter(({ isShared }) => !isShared)) {
    for (const fresh of [false, true]) {
      try {
        return await planOn(server, fresh);
      } catch (error) {
        const isMiss = failureOf(error, 'plan').code === 'UNMAPPED';
        if (isMiss) missed = error;
        else away ??= error;
        if (!isMiss) break; // asking it once more at once would only double the wait
      }
    }
  }
  // A server that can't be asked may be the one that covers it: waiting beats "no library".
  throw away ?? missed ?? new OperationError('TOKEN_MISSING', { operation: 'download.plan' });
}
