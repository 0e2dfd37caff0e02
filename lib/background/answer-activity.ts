import type { Settings } from '../domain/settings.ts';
import type { ActivityItem, RequestName, Requests } from '../messages/contract.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import { type DoctorDeps, runDoctor } from './doctor.ts';
import type { DownloadBook } from './download-book.ts';
import { type DryRunDeps, dryRun, listForDryRun } from './dry-run.ts';
import type { Journal } from './journal.ts';
import { describeDownload, type OverviewKeeper } from './overview-keeper.ts';
import { endPause } from './pause.ts';
import type { PlexIntegrationManager } from './plex-integration-manager.ts';
import { type ReportSources, writeReport } from './report.ts';

const shownDownloads = 200;

/** What telling what happened needs from the edge. */
export interface ActivityDeps {
  readonly journal: Journal;
  readonly doctor: Pick<DoctorDeps, 'knock' | 'blocked' | 'labelOf'>;
  readonly about: () => Promise<Pick<ReportSources, 'version' | 'browser' | 'grants'>>;
  /** Whether a page at this address is open with our script in it: a second one would draw badges twice. */
  readonly isPageOpen: (address: string) => boolean;
  /** Something that the toolbar or pages show has changed. */
  readonly changed: () => void;
  readonly now: () => number;
}

type Deps = DryRunDeps &
  Omit<DoctorDeps, 'knock' | 'blocked' | 'labelOf'> & {
    readonly activity: ActivityDeps;
    readonly settings: SettingsStore;
    readonly book: DownloadBook;
    readonly overview: OverviewKeeper;
    readonly manager: PlexIntegrationManager;
    readonly hostsChanged: (settings: Settings, added?: string) => Promise<void>;
  };

type Handlers = {
  [Name in RequestName]: (request: Requests[Name]['request']) => Promise<Requests[Name]['response']>;
};

/** What is asked for by the activity of the options page and by the switches of the popup. */
export function activityHandlers(given: Omit<Deps, 'now'>) {
  const { settings, overview, manager, activity } = given;
  const deps: Deps = { ...given, now: activity.now };
  return {
    'pause.set': async ({ isPaused }) => {
      await settings.update(({ isPaused: _, ...before }) => (isPaused ? { ...before, isPaused } : before));
      if (!isPaused) {
        await endPause(deps.book, deps.now());
        manager.start();
      }
      activity.changed();
      return overview.update();
    },
    'badges.show': async ({ clientId, isShown }) => {
      const saved = await settings.update((before) => ({
        ...before,
        clients: before.clients.map(({ hidesBadges: was, ...one }) => {
          const hides = one.id === clientId ? !isShown : was === true;
          return hides ? { ...one, hidesBadges: true } : one;
        }),
      }));
      const address = saved.clients.find(({ id }) => id === clientId)?.address;
      const needsScript = isShown && address !== undefined && !activity.isPageOpen(address);
      await deps.hostsChanged(saved, needsScript ? address : undefined);
      activity.changed();
      return overview.update();
    },
    'activity.read': async () => ({ items: await readActivity(deps) }),
    'dryRun.list': async () => listForDryRun(deps, await settings.read()),
    'dryRun.plan': async (request) => dryRun(deps, await settings.read(), request),
    'report.read': async () => ({ text: await report(deps) }),
    'doctor.run': async () => runDoctor({ ...deps, ...activity.doctor }, await settings.read()),
  } satisfies Partial<Handlers>;
}

/** Every download that is known, the one with the newest news first. */
async function readActivity({ book, settings, activity }: Deps): Promise<readonly ActivityItem[]> {
  await book.open();
  const stored = await settings.read();
  const events = new Map((await activity.journal.read()).map((entry) => [entry.id, entry.events]));
  const newsMs = (one: ActivityItem): number => one.events.at(-1)?.atMs ?? one.stageSinceMs;
  return book
    .all()
    .map((one): ActivityItem => ({ ...describeDownload(one, stored), events: events.get(one.id) ?? [] }))
    .sort((a, b) => newsMs(b) - newsMs(a))
    .slice(0, shownDownloads);
}

async function report({ book, settings, overview, activity }: Deps): Promise<string> {
  await book.open();
  return writeReport({
    ...(await activity.about()),
    nowMs: activity.now(),
    settings: await settings.read(),
    overview: await overview.update(),
    downloads: book.all(),
    journal: await activity.journal.read(),
  });
}
