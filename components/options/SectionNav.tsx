import { i18n } from '#i18n';
import type { SettingsView } from '../../lib/messages/contract.ts';
import { type OptionsSection, optionsSections } from '../options-page.ts';
import { Icon } from '../ui/Icon.tsx';
import { useOptionsSection } from './location-hash.ts';
import styles from './OptionsPage.module.css';

/** The sections as links, with a tick behind what has been set up. */
export function SectionNav({ settings }: { readonly settings: SettingsView | null }) {
  const current = useOptionsSection();
  const isDone = (section: OptionsSection): boolean =>
    (section === 'plex' && (settings?.servers.length ?? 0) > 0) ||
    (section === 'clients' && (settings?.clients.length ?? 0) > 0);
  return (
    <nav aria-label={i18n.t('options.nav')}>
      <ul className={styles.nav}>
        {optionsSections.map((section) => (
          <li key={section}>
            <a href={`#${section}`} aria-current={section === current ? 'page' : undefined}>
              {i18n.t(`options.${section}`)}
              {isDone(section) && (
                <span className={styles.done}>
                  <Icon name="check" />
                  <span className="visually-hidden">{i18n.t('options.done')}</span>
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
