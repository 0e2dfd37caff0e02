import type { ReactNode } from 'react';
import { i18n } from '#i18n';
import { Icon } from './Icon.tsx';
import { Name } from './Name.tsx';
import styles from './StepLine.module.css';

/** One step of a check in a list of them: a tick or a cross, what it is about, and what was found. */
export function StepLine({
  ok,
  label,
  about = null,
  found = null,
}: {
  readonly ok: boolean;
  readonly label: string;
  /** Name of who was asked. */
  readonly about?: string | null;
  readonly found?: ReactNode;
}) {
  return (
    <li className={ok ? styles.passed : styles.failed}>
      <Icon name={ok ? 'check' : 'cross'} />
      <span className="visually-hidden">{i18n.t(ok ? 'step.passed' : 'step.failed')}</span>
      <span>{label}</span>
      {about !== null && (
        <span className={styles.aside}>
          <Name text={about} />
        </span>
      )}
      {ok && found !== null && <span className={styles.aside}>{found}</span>}
    </li>
  );
}
