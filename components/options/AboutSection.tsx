import { i18n } from '#i18n';
import type { SettingsView } from '../../lib/messages/contract.ts';
import { Name } from '../ui/Name.tsx';
import styles from './About.module.css';
import { Panel } from './Panel.tsx';
import { addressesOf } from './settings-view.ts';

/** What Marquee may talk to, what it keeps, and how to make it forget. */
export function AboutSection({
  settings,
  version,
}: {
  readonly settings: SettingsView;
  readonly version: string;
}) {
  const addresses = addressesOf(settings);
  return (
    <>
      <Panel heading={i18n.t('about.addressesHeading')}>
        {addresses.length === 0 ? (
          <p>{i18n.t('about.noAddresses')}</p>
        ) : (
          <ul className={styles.list}>
            {addresses.map((address) => (
              <li key={address}>
                <Name text={address} kind="path" />
              </li>
            ))}
          </ul>
        )}
      </Panel>
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
