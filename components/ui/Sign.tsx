import styles from './Sign.module.css';

/** The sign of `components/brand/icon.svg` in the colour of the text around it. */
export function Sign() {
  return (
    <svg className={styles.sign} viewBox="0 0 128 128" aria-hidden="true" focusable="false">
      <path
        className={styles.front}
        d="M48 6a6 6 0 0 1 6-6h20a6 6 0 0 1 6 6v10h12a4 4 0 0 1 4 4v4h4a4 4 0 0 1 4 4v4h8a8 8 0 0 1 8 8v56a8 8 0 0 1 8 8v18a6 6 0 0 1-6 6H6a6 6 0 0 1-6-6v-18a8 8 0 0 1 8-8V40a8 8 0 0 1 8-8h8v-4a4 4 0 0 1 4-4h4v-4a4 4 0 0 1 4-4h12z"
      />
      <rect className={styles.board} x="16" y="40" width="96" height="48" rx="5" />
      <path className={styles.mark} d="M44 65l15 14 26-27" />
      <path className={styles.bulbs} d="M64 15v10M16 112v.01M40 112v.01M64 112v.01M88 112v.01M112 112v.01" />
    </svg>
  );
}
