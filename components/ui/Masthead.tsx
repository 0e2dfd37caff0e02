import type { ReactNode } from 'react';
import { i18n } from '#i18n';
import styles from './Masthead.module.css';
import { Sign } from './Sign.tsx';

/** The blue band on top of each page: the sign, the name, and a row of bulbs that is lit when all is well. */
export function Masthead({
  lit,
  aside,
  children,
}: {
  readonly lit: boolean;
  readonly aside?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <header className={styles.masthead}>
      <div className={styles.row}>
        <Sign />
        <h1 className={styles.title}>{i18n.t('extName')}</h1>
        {aside && <div className={styles.aside}>{aside}</div>}
      </div>
      {children}
      <div className={lit ? styles.lit : styles.dark} />
    </header>
  );
}
