import { Activity, useEffect, useRef } from 'react';
import { i18n } from '#i18n';
import type { Overview } from '../../lib/domain/overview.ts';
import type { SettingsView } from '../../lib/messages/contract.ts';
import type { HostAccess } from '../host-access.ts';
import { type OptionsSection, optionsSections } from '../options-page.ts';
import { type OverviewSource, useStoredOverview } from '../overview-source.ts';
import { ScanNow } from '../ScanNow.tsx';
import { Button } from '../ui/Button.tsx';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Masthead } from '../ui/Masthead.tsx';
import { Notice } from '../ui/Notice.tsx';
import { AboutSection } from './AboutSection.tsx';
import { ClientsSection } from './ClientsSection.tsx';
import type { ClientKind } from './client-kind.ts';
import { useOptionsSection } from './location-hash.ts';
import styles from './OptionsPage.module.css';
import { PathsSection } from './PathsSection.tsx';
import { PlexSection } from './PlexSection.tsx';
import { SectionNav } from './SectionNav.tsx';
import { type LiveSettings, useSettings } from './settings-view.ts';

interface Props {
  readonly overviewSource: OverviewSource;
  readonly access: HostAccess;
  readonly clientKinds: readonly ClientKind[];
  readonly version: string;
}

/** Everything that can be set, one section at a time, by the fragment of the address. */
export function OptionsPage(props: Props) {
  const live = useSettings();
  const overview = useStoredOverview(props.overviewSource);
  const { settings, failure, reload } = live;
  const isSetUp = settings !== null && settings.servers.length > 0 && settings.clients.length > 0;
  return (
    <div className={styles.page}>
      <Masthead lit={isSetUp} aside={i18n.t('options.title')} />
      <div className={styles.columns}>
        <div className={styles.side}>
          <SectionNav settings={settings} />
          {isSetUp && <ScanNow />}
        </div>
        <main className={styles.main}>
          {settings && <Sections {...props} {...{ settings, live, overview }} />}
          {!settings && failure && (
            <Notice tone="bad" announce actions={<Button onClick={reload}>{i18n.t('remedy.retry')}</Button>}>
              <p>
                <ErrorSentence code={failure.code} about={failure} />
              </p>
            </Notice>
          )}
          {!settings && !failure && <p role="status">{i18n.t('options.loading')}</p>}
        </main>
      </div>
      <footer className={styles.footer}>{i18n.t('disclaimer')}</footer>
    </div>
  );
}

type SectionProps = Props & {
  readonly settings: SettingsView;
  readonly live: LiveSettings;
  readonly overview: Overview;
};

/** Sections that were left keep what was typed into them; only the one that is looked at does anything. */
function Sections(props: SectionProps) {
  const section = useOptionsSection();
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(section);
  useEffect(() => {
    document.title = `${i18n.t(`options.${section}`)} · ${i18n.t('extName')}`;
    if (shown.current !== section) heading.current?.focus();
    shown.current = section;
  }, [section]);
  return (
    <>
      <div className={styles.intro}>
        <h2 ref={heading} tabIndex={-1}>
          {i18n.t(`${section}.heading`)}
        </h2>
        <p>{i18n.t(`${section}.intro`)}</p>
      </div>
      {optionsSections.map((id) => (
        <Activity key={id} mode={id === section ? 'visible' : 'hidden'}>
          <div className={styles.section}>
            <SectionContent id={id} {...props} />
          </div>
        </Activity>
      ))}
    </>
  );
}

function SectionContent({ id, ...props }: SectionProps & { readonly id: OptionsSection }) {
  const { settings, live, access } = props;
  switch (id) {
    case 'plex':
      return <PlexSection {...{ settings, live, access }} />;
    case 'clients':
      return (
        <ClientsSection
          {...{ settings, live, access }}
          kinds={props.clientKinds}
          states={props.overview.clients}
        />
      );
    case 'paths':
      return <PathsSection {...{ settings, live }} />;
    case 'about':
      return <AboutSection settings={settings} version={props.version} />;
  }
}
