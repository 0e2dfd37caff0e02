import { Activity, useEffect, useRef, useState } from 'react';
import { i18n } from '#i18n';
import type { Overview } from '../../lib/domain/overview.ts';
import type { SettingsView } from '../../lib/messages/contract.ts';
import { ActivitySection } from '../activity/ActivitySection.tsx';
import { DiagnosticsSection } from '../activity/DiagnosticsSection.tsx';
import type { HostAccess } from '../host-access.ts';
import { type OptionsSection, optionsSections } from '../options-page.ts';
import { type OverviewSource, useStoredOverview } from '../overview-source.ts';
import { ScanNow } from '../ScanNow.tsx';
import { Masthead } from '../ui/Masthead.tsx';
import { PageIntro } from '../ui/PageIntro.tsx';
import { AboutSection } from './AboutSection.tsx';
import { BackupSection } from './BackupSection.tsx';
import { BehaviourSection } from './BehaviourSection.tsx';
import { BrokenSettings } from './BrokenSettings.tsx';
import { ClientsSection } from './ClientsSection.tsx';
import type { ClientKind } from './client-kind.ts';
import { useOptionsSection } from './location-hash.ts';
import styles from './OptionsPage.module.css';
import { PathsSection } from './PathsSection.tsx';
import { PeopleSlot } from './PeopleSlot.tsx';
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
  const { settings, failure } = live;
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
          {!settings && failure && <BrokenSettings failure={failure} live={live} />}
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
  const language = i18n.t('language');
  const [imports, setImports] = useState(0); // what was typed before an import is about settings that are gone
  useEffect(() => {
    document.title = `${i18n.t(`options.${section}`)} · ${i18n.t('extName')}`;
    if (shown.current !== section) heading.current?.focus();
    shown.current = section;
  }, [section, language]);
  return (
    <>
      <PageIntro
        headingRef={heading}
        heading={i18n.t(`${section}.heading`)}
        text={i18n.t(`${section}.intro`)}
      />
      {optionsSections.map((id) => (
        <Activity key={id} mode={id === section ? 'visible' : 'hidden'}>
          <div className={styles.section}>
            <SectionContent
              key={id === 'backup' ? 0 : imports}
              {...{ ...props, id }}
              onImported={() => setImports(imports + 1)}
            />
          </div>
        </Activity>
      ))}
    </>
  );
}

function SectionContent({
  id,
  ...props
}: SectionProps & { readonly id: OptionsSection; readonly onImported: () => void }) {
  const { settings, live, access } = props;
  switch (id) {
    case 'plex':
      return (
        <PlexSection
          {...{ settings, live, access }}
          states={props.overview.servers}
          signIn={props.overview.signIn}
        />
      );
    case 'clients':
      return (
        <ClientsSection
          {...{ settings, live, access }}
          kinds={props.clientKinds}
          states={props.overview.clients}
        />
      );
    case 'paths':
      return <PathsSection {...{ settings, live }} states={props.overview.servers} />;
    case 'people':
      return <PeopleSlot access={access} />;
    case 'behaviour':
      return <BehaviourSection {...{ settings, live, access }} />;
    case 'activity':
      return <ActivitySection overview={props.overview} />;
    case 'diagnostics':
      return <DiagnosticsSection access={access} />;
    case 'backup':
      return <BackupSection {...{ settings, live, access }} onImported={props.onImported} />;
    case 'about':
      return <AboutSection {...{ settings, access }} version={props.version} />;
  }
}
