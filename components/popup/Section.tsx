import { type ReactNode, useId } from 'react';
import styles from './Section.module.css';

/** A part of the popup with its heading and, behind it, how many there are. */
export function Section({
  heading,
  count,
  children,
}: {
  readonly heading: string;
  readonly count?: number;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <h2 id={id} className={styles.heading}>
        {heading}
        {count !== undefined && count > 0 && <span className={styles.count}>{count}</span>}
      </h2>
      {children}
    </section>
  );
}
