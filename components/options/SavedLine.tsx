import { i18n } from '#i18n';
import { Icon } from '../ui/Icon.tsx';
import styles from './SavedLine.module.css';

/** Says "Saved", also to a screen reader: the line itself is always there. */
export function SavedLine({ isSaved }: { readonly isSaved: boolean }) {
  return (
    <p role="status" className={styles.saved}>
      {isSaved && (
        <>
          <Icon name="check" />
          {i18n.t('saved')}
        </>
      )}
    </p>
  );
}
