import type { ReactNode } from 'react';
import styles from './Disclosure.module.css';

/** More, for whoever wants it: a native `<details>`. */
export function Disclosure({ label, children }: { readonly label: ReactNode; readonly children: ReactNode }) {
  return (
    <details className={styles.disclosure}>
      <summary>{label}</summary>
      <div className={styles.body}>{children}</div>
    </details>
  );
}
