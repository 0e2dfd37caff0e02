import { i18n } from '#i18n';
import type { Overview } from '../../lib/domain/overview.ts';
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
import { ServerBoard } from './ServerBoard.tsx';

/** The popup: how Plex is, what needs a person, what is on its way, what is new. */
export function PlexStatusDashboard({ overviewSource }: { readonly overviewSource: OverviewSource }) {
  const live = useLiveOverview(overviewSource);
  const nowMs = useNow();
  const { overview, loading, refreshing, failure, refresh } = live;
  const isEmpty = overview.servers.length === 0 && overview.clients.length === 0;
  const isFirstRun = isEmpty && !loading && !failure && !overview.storageBroken;
  return (
    <div className={styles.popup}>
      <Masthead lit={isWell(overview)} aside={<Freshness {...{ overview, refreshing, nowMs }} />}>
        {overview.servers.map((server) => (
          <ServerBoard key={server.machineIdentifier} {...{ server, nowMs, refresh, refreshing }} />
        ))}
      </Masthead>
      <main className={styles.main} tabIndex={-1}>
        {overview.storageBroken && <StorageBroken />}
        {failure && <RefreshFailed failure={failure} refresh={refresh} />}
        {loading && <Loading />}
        {isFirstRun && <FirstRun />}
        {!isEmpty && <DashboardBody live={live} nowMs={nowMs} />}
      </main>
      {!isFirstRun && (
        <footer className={styles.footer}>
          <ScanNow take={live.take}>
            <LinkButton look="quiet" icon="gear" href={optionsPage('plex')} newTab>
              {i18n.t('popup.options')}
            </LinkButton>
          </ScanNow>
        </footer>
      )}
    </div>
  );
}

const isWell = ({ servers, storageBroken }: Overview): boolean =>
  servers.length > 0 && !storageBroken && servers.every(({ state }) => state === 'online');

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
