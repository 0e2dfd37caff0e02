import { type ReactNode, useId } from 'react';
import { i18n } from '#i18n';
import { Icon } from '../ui/Icon.tsx';
import styles from './WelcomePage.module.css';

/** One step of setting up, with a tick once it is done. */
export function Card({
  number,
  heading,
  text,
  isDone,
  children,
}: {
  readonly number: number;
  readonly heading: string;
  readonly text: string;
  readonly isDone: boolean;
  readonly children?: ReactNode;
}) {
  const id = useId();
  return (
    <li className={isDone ? styles.doneCard : styles.card} aria-labelledby={id}>
      <span className={styles.number} aria-hidden="true">
        {isDone ? <Icon name="check" /> : number}
      </span>
      <div className={styles.content}>
        <div>
          <h3 id={id} className={styles.heading}>
            {heading}
            {isDone && <span className="visually-hidden"> ({i18n.t('welcome.done')})</span>}
          </h3>
          {!isDone && <p className={styles.text}>{text}</p>}
        </div>
        {children}
      </div>
    </li>
  );
}
