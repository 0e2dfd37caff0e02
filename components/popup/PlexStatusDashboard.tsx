import { i18n } from '#i18n';
import type { Overview, ServerOverview } from '../../lib/domain/overview.ts';
import { messageOf } from '../message.ts';
import { optionsPage } from '../options-page.ts';
import type { OverviewSource } from '../overview-source.ts';
import { ScanNow } from '../ScanNow.tsx';
import { LinkButton } from '../ui/Button.tsx';
import { Masthead } from '../ui/Masthead.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { useNow } from '../ui/times.ts';
import { When } from '../ui/When.tsx';
import styles from './Dashboard.module.css';
import { DashboardBody } from './DashboardBody.tsx';
import { FirstRun, Loading, RefreshFailed, StorageBroken } from './first-states.tsx';
import { useLiveOverview } from './live-overview.ts';
import { PageSwitch } from './PageSwitch.tsx';
import { PauseButton, PausedNotice } from './Paused.tsx';
import { ServerBoard } from './ServerBoard.tsx';
import { mustSignInAgain, SignInLost } from './SignInLost.tsx';
import { SigningIn } from './SigningIn.tsx';
import { type ActivePage, TorrentPageOffer } from './TorrentPageOffer.tsx';

/** The popup: how Plex is, what needs a person, what is on its way, what is new. */
export function PlexStatusDashboard({
  overviewSource,
  activePage,
}: {
  readonly overviewSource: OverviewSource;
  /** Missing: nothing is known of the tab below. */
  readonly activePage?: ActivePage;
}) {
  const live = useLiveOverview(overviewSource);
  const nowMs = useNow();
  const { overview, loading, refreshing, failure, refresh } = live;
  const signsIn = mustSignInAgain(overview);
  const isEmpty = overview.servers.length === 0 && overview.clients.length === 0;
  const isFirstRun = isEmpty && !loading && !failure && !overview.storageBroken;
  return (
    <div className={styles.popup}>
      <Masthead lit={isWell(overview)} aside={<Freshness {...{ overview, refreshing, nowMs }} />}>
        {overview.servers.map((server) => (
          <ServerBoard
            key={server.machineIdentifier}
            {...{ server, nowMs, refresh, refreshing }}
            isSaidElsewhere={signsIn}
            nextTryMs={nextTryOf(overview, server)}
            {...(activePage && { allow: activePage.request })}
          />
        ))}
      </Masthead>
      <main className={styles.main} tabIndex={-1}>
        {overview.storageBroken && <StorageBroken />}
        {failure && <RefreshFailed failure={failure} refresh={refresh} />}
        {signsIn && <SignInLost />}
        {(isEmpty || overview.servers.length === 0 || signsIn) && <SigningIn nowMs={nowMs} />}
        {overview.isPaused && <PausedNotice take={live.take} />}
        {activePage && <TorrentPageOffer activePage={activePage} clients={overview.clients} />}
        {loading && <Loading />}
        {isFirstRun && <FirstRun />}
        {!isEmpty && <DashboardBody live={live} nowMs={nowMs} activePage={activePage} />}
      </main>
      {!isFirstRun && (
        <footer className={styles.footer}>
          {activePage && <PageSwitch activePage={activePage} clients={overview.clients} take={live.take} />}
          <ScanNow take={live.take}>
            {!overview.isPaused && !isEmpty && <PauseButton isPaused={false} take={live.take} />}
            <LinkButton look="quiet" small icon="gear" href={optionsPage('plex')} newTab>
              {i18n.t('popup.options')}
            </LinkButton>
          </ScanNow>
        </footer>
      )}
    </div>
  );
}

/** When a server that is away is asked again: with the first download that waits for it. */
function nextTryOf({ downloads }: Overview, { state }: ServerOverview): number | null {
  if (state !== 'offline' && state !== 'starting') return null;
  const times = downloads.flatMap(({ problem }) => problem?.retryAtMs ?? []);
  return times.length > 0 ? Math.min(...times) : null;
}

const isWell = ({ servers, storageBroken, isPaused }: Overview): boolean =>
  servers.length > 0 && !storageBroken && !isPaused && servers.every(({ state }) => state === 'online');

function Freshness({
  overview,
  refreshing,
  nowMs,
}: {
  readonly overview: Overview;
  readonly refreshing: boolean;
  readonly nowMs: number;
}) {
  if (refreshing) return i18n.t('popup.refreshing');
  if (overview.takenAtMs === 0) return null;
  return (
    <Sentence
      text={messageOf('popup.updated')}
      slots={{ when: <When atMs={Math.min(overview.takenAtMs, nowMs)} nowMs={nowMs} as="relative" /> }}
    />
  );
}
