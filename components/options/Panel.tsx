import { type ReactNode, useId } from 'react';
import styles from './Panel.module.css';

/** A box of the options page with its own heading. */
export function Panel({
  heading,
  aside,
  children,
}: {
  readonly heading: ReactNode;
  /** Beside the heading. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section className={styles.panel} aria-labelledby={id}>
      <div className={styles.top}>
        <h3 id={id} className={styles.heading}>
          {heading}
        </h3>
        {aside}
      </div>
      {children}
    </section>
  );
}
