import { type Download, nextStep } from '../domain/download.ts';
import { failureOf } from '../domain/errors.ts';
import type { Settings } from '../domain/settings.ts';
import { apply, type FollowDeps, serverOf } from './follow-deps.ts';
import { putOff, scanHold } from './hold-scans.ts';
import { lookForFiles } from './look-for-files.ts';
import { heldByPause } from './pause.ts';
import { planOnServers } from './plan-on-servers.ts';
import { sendScans } from './send-scans.ts';
import { mayComeBack, settleDownloads } from './settle-downloads.ts';

const stepMs = 25_000;

/**
 * Takes one step for a download that is due: what has been decided is saved first, then done. Never throws; what goes
 * wrong becomes the download's problem. `hinted` looks are extra: they can only find, never use up patience.
 */
export async function followDownload(
  deps: FollowDeps,
  settings: Settings,
  download: Download,
  hinted = false,
): Promise<void> {
  const { now, log } = deps;
  const step = hinted ? 'look' : nextStep(download, now());
  if (!step) return;
  if (!hinted && (await heldByPause(deps.book, settings, download, now()))) return;
  const signal = AbortSignal.timeout(stepMs);
  try {
    if (step === 'poll') await settleDownloads(deps, settings, download, signal);
    else if (step === 'plan') await planOnServers(deps, settings, download, signal);
    else if (step === 'look') await lookForFiles(deps, settings, download, hinted, signal);
    else if (step === 'send') await send(deps, settings, download, signal);
    else await apply(deps, { kind: 'outcome-unknown' }, download.id);
  } catch (error) {
    const failure = failureOf(error, `download.${step}`);
    log('download.step.failed', { step, code: failure.code });
    if (failure.code === 'STORAGE_BROKEN') throw error;
    const passes = failure.code === 'CLIENT_GONE' && mayComeBack(download, now());
    const heard = passes ? { ...failure, retryable: true } : failure;
    if (!hinted) await apply(deps, { kind: 'failed', failure: heard }, download.id);
  }
}

async function send(deps: FollowDeps, settings: Settings, download: Download, signal: AbortSignal) {
  const { book, now, servers } = deps;
  const server = download.plan && serverOf(settings, download.plan);
  const hold = server && (await scanHold(servers, settings, server, now(), signal));
  if (!hold) return sendScans(deps, server, download, signal);
  await book.update([download.id], (one) => (one.stage === 'ready' ? putOff(one, hold.untilMs, now()) : one));
}
