import { i18n } from '#i18n';
import type { SettingsView } from '../../lib/messages/contract.ts';
import type { HostAccess } from '../host-access.ts';
import styles from './About.module.css';
import { AccessPanel } from './AccessPanel.tsx';
import { Panel } from './Panel.tsx';

/** What Marquee may talk to, what it keeps, and how to make it forget. */
export function AboutSection({
  settings,
  access,
  version,
}: {
  readonly settings: SettingsView;
  readonly access: HostAccess;
  readonly version: string;
}) {
  return (
    <>
      <AccessPanel {...{ settings, access }} />
      <Panel heading={i18n.t('about.storedHeading')}>
        <div className={styles.prose}>
          <p>{i18n.t('about.storedSettings')}</p>
          <p>{i18n.t('about.storedSecrets')}</p>
          <p>{i18n.t('about.storedNothing')}</p>
        </div>
      </Panel>
      <Panel heading={i18n.t('about.forgetHeading')}>
        <div className={styles.prose}>
          <p>{i18n.t('about.forget')}</p>
        </div>
      </Panel>
      <p className={styles.version}>{i18n.t('about.version', { version })}</p>
    </>
  );
}
