import { i18n } from '#i18n';
import type { DownloadOverview, Overview } from '../../lib/domain/overview.ts';
import { needsAttention } from '../downloads.ts';
import { AttentionItem } from './AttentionItem.tsx';
import { ClientTrouble } from './ClientTrouble.tsx';
import styles from './downloads.module.css';
import { MissingHalf } from './first-states.tsx';
import { HeldQuestion } from './HeldQuestion.tsx';
import { useLinkBase } from './link-base.ts';
import type { LiveOverview } from './live-overview.ts';
import { PlexActivities } from './PlexActivities.tsx';
import { RecentlyAdded } from './RecentlyAdded.tsx';
import { Section } from './Section.tsx';
import { ShortList } from './ShortList.tsx';
import { mustSignInAgain, waitsForSignIn } from './SignInLost.tsx';
import type { ActivePage } from './TorrentPageOffer.tsx';
import { UnderWayItem } from './UnderWayItem.tsx';

/** Everything below the signs, once something has been set up: trouble first. */
export function DashboardBody({
  live,
  nowMs,
  activePage,
}: {
  readonly live: LiveOverview;
  readonly nowMs: number;
  readonly activePage: ActivePage | undefined;
}) {
  const { overview, refresh, refreshing, take } = live;
  const { servers, clients, downloads, held = [] } = overview;
  const linkBase = useLinkBase();
  const signsIn = mustSignInAgain(overview);
  const isStuck = (one: DownloadOverview): boolean =>
    needsAttention(one) && !(signsIn && waitsForSignIn(one));
  const attention = downloads.filter(isStuck);
  const underWay = downloads.filter((one) => !isStuck(one) && one.stage !== 'ignored');
  return (
    <>
      {servers.length === 0 && <MissingHalf half="server" />}
      {clients.length === 0 && <MissingHalf half="client" />}
      {clients
        .filter((client) => client.state === 'trouble')
        .map((client) => (
          <ClientTrouble
            key={client.id}
            {...{ client, refresh, refreshing }}
            {...(activePage && { allow: activePage.request })}
          />
        ))}
      {attention.length + held.length > 0 && (
        <Section heading={i18n.t('popup.attention.heading')} count={attention.length + held.length}>
          {held.length > 0 && (
            <div className={styles.list}>
              {held.map((batch) => (
                <HeldQuestion
                  key={batch.clientId}
                  client={clients.find(({ id }) => id === batch.clientId)?.label ?? ''}
                  {...{ batch, take }}
                />
              ))}
            </div>
          )}
          {attention.length > 0 && (
            <ShortList items={attention} first={3} className={styles.list} keyOf={(one) => one.id}>
              {(one) =>
                one.problem && (
                  <AttentionItem
                    download={one}
                    problem={one.problem}
                    asked={askedFor(one, overview)}
                    {...{ nowMs, take }}
                  />
                )
              }
            </ShortList>
          )}
        </Section>
      )}
      {clients.length > 0 && (
        <Section heading={i18n.t('popup.underWay.heading')} count={underWay.length}>
          {underWay.length === 0 && <p className={styles.facts}>{i18n.t('popup.underWay.empty')}</p>}
          <ShortList items={underWay} first={4} className={styles.list} keyOf={(one) => one.id}>
            {(one) => <UnderWayItem download={one} asked={askedFor(one, overview)} nowMs={nowMs} />}
          </ShortList>
        </Section>
      )}
      <PlexActivities activities={servers.flatMap((server) => server.activities)} />
      {servers.length > 0 && <RecentlyAdded {...{ servers, linkBase, nowMs }} />}
    </>
  );
}

/** A download does not say which server or client its problem is with; where there is only one, it is that. */
function askedFor({ problem }: DownloadOverview, { servers, clients }: Overview): string | null {
  const [names, isOne] = problem?.code.startsWith('CLIENT_')
    ? [clients.map(({ label }) => label), clients.length === 1]
    : [servers.map(({ name }) => name), servers.length === 1];
  return (isOne && names[0]) || null;
}
