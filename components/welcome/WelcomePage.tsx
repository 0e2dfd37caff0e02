import { useEffect } from 'react';
import { i18n } from '#i18n';
import type { Overview } from '../../lib/domain/overview.ts';
import type { HostAccess } from '../host-access.ts';
import { BrokenSettings } from '../options/BrokenSettings.tsx';
import type { ClientKind } from '../options/client-kind.ts';
import { useSettings } from '../options/settings-view.ts';
import { optionsPage } from '../options-page.ts';
import { type OverviewSource, useStoredOverview } from '../overview-source.ts';
import { Masthead } from '../ui/Masthead.tsx';
import { PageIntro } from '../ui/PageIntro.tsx';
import { PageCard } from './PageCard.tsx';
import { PathCard } from './PathCard.tsx';
import { PlexCard } from './PlexCard.tsx';
import styles from './WelcomePage.module.css';

interface Props {
  readonly overviewSource: OverviewSource;
  readonly access: HostAccess;
  readonly clientKinds: readonly ClientKind[];
}

/** The first run: three cards, each with its own check. What is done is shown as done, whenever the page is opened. */
export function WelcomePage({ overviewSource, access, clientKinds }: Props) {
  const live = useSettings();
  const overview = useStoredOverview(overviewSource);
  const { settings, failure, reload } = live;
  const connected = idsOf(overview);
  useEffect(() => {
    void reload();
  }, [reload, connected]);
  useEffect(() => {
    document.title = `${i18n.t('welcome.title')} · ${i18n.t('extName')}`;
  }, []);
  const isSetUp = settings !== null && settings.servers.length > 0 && settings.clients.length > 0;
  return (
    <div className={styles.page}>
      <Masthead lit={isSetUp} aside={i18n.t('welcome.title')} />
      <main className={styles.main}>
        <PageIntro heading={i18n.t('welcome.heading')} text={i18n.t('welcome.intro')} />
        {settings && (
          <ol className={styles.cards}>
            <PlexCard {...{ settings, live, access, overview }} />
            <PageCard {...{ settings, live, access, overview }} kinds={clientKinds} />
            <PathCard {...{ settings, live, overview }} />
          </ol>
        )}
        {!settings && failure && <BrokenSettings failure={failure} live={live} />}
        {!settings && !failure && <p role="status">{i18n.t('options.loading')}</p>}
        <p>
          <a href={optionsPage('plex')}>{i18n.t('welcome.options')}</a>
        </p>
      </main>
      <footer className={styles.footer}>{i18n.t('disclaimer')}</footer>
    </div>
  );
}

const idsOf = ({ servers, clients }: Overview): string =>
  [...servers.map(({ machineIdentifier }) => machineIdentifier), ...clients.map(({ id }) => id)].join();
