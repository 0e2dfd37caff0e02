import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';
import styles from './Notice.module.css';

export type NoticeTone = 'calm' | 'good' | 'bad';

const icons: Record<NoticeTone, IconName> = { calm: 'clock', good: 'check', bad: 'alert' };

/** A boxed message with room for one remedy. `announce` reads it out: at once for a failure, else when there is a pause. */
export function Notice({
  tone,
  icon = icons[tone],
  announce = false,
  actions,
  children,
}: {
  readonly tone: NoticeTone;
  readonly icon?: IconName;
  readonly announce?: boolean;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  const role = announce ? (tone === 'bad' ? 'alert' : 'status') : undefined;
  return (
    <div className={[styles.notice, styles[tone]].join(' ')}>
      <Icon name={icon} />
      <div className={styles.words} role={role}>
        {children}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
