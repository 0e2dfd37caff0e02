import styles from './Sign.module.css';

/** The sign of `components/brand/icon.svg` in the colour of the text around it. */
export function Sign() {
  return (
    <svg className={styles.sign} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path
        className={styles.front}
        d="M13 6.500v-3a2 2 0 0 1 2-2h2a2 2 0 0 1 2 2v3h2.500a2 2 0 0 1 2 2V11h4A3.500 3.500 0 0 1 31 14.500v12a3.500 3.500 0 0 1-3.500 3.500h-23A3.500 3.500 0 0 1 1 26.500v-12A3.500 3.500 0 0 1 4.500 11h4V8.500a2 2 0 0 1 2-2z"
      />
      <rect className={styles.board} x="4.250" y="14" width="23.500" height="10.500" rx="1.500" />
      <path className={styles.mark} d="M11.250 19.250l3.500 3.300 6.600-6.600" />
      <path
        className={styles.bulbs}
        d="M16 4.500v.01M16 8v.01M6 27.250v.01M11 27.250v.01M16 27.250v.01M21 27.250v.01M26 27.250v.01"
      />
    </svg>
  );
}
