import { i18n } from '#i18n';
import { displayName } from '../../lib/domain/text.ts';
import styles from './Name.module.css';

/** Text that a stranger chose: shown as text, without its control characters, and kept from turning its surroundings. */
export function Name({ text, kind = 'name' }: { readonly text: string; readonly kind?: 'name' | 'path' }) {
  return (
    <bdi className={kind === 'path' ? styles.path : styles.name}>{displayName(text) || i18n.t('noName')}</bdi>
  );
}
