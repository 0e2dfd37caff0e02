import styles from './Icon.module.css';

/** Line drawings on a 16 × 16 field, in the colour of the text around them. */
const drawings = {
  check: 'M3 8.500 6.500 12 13 4.500',
  cross: 'M4 4l8 8M12 4l-8 8',
  alert: 'M8 1.750a6.250 6.250 0 1 1 0 12.500 6.250 6.250 0 0 1 0-12.500zM8 4.750v4M8 11.200v.1',
  clock: 'M8 1.750a6.250 6.250 0 1 1 0 12.500 6.250 6.250 0 0 1 0-12.500zM8 4.500V8l2.500 1.700',
  offline: 'M8 1.750a6.250 6.250 0 1 1 0 12.500 6.250 6.250 0 0 1 0-12.500zM3.600 3.600l8.800 8.800',
  online: 'M8 1.750a6.250 6.250 0 1 1 0 12.500 6.250 6.250 0 0 1 0-12.500zM5.200 8.200l2 2 3.600-4.200',
  lock: 'M3.500 7.250h9v6.500h-9zM5.250 7.250V5a2.750 2.750 0 0 1 5.500 0v2.250',
  scan: 'M7 2.250a4.750 4.750 0 1 1 0 9.500 4.750 4.750 0 0 1 0-9.500zM10.500 10.500l3.750 3.750',
  again: 'M13.750 8a5.750 5.750 0 1 1-1.900-4.270M13.750 1.750v3h-3',
  gear: 'M2 4.500h6.500M12 4.500h2M2 11.500h2M7.500 11.500H14M10.250 2.750a1.750 1.750 0 1 1 0 3.500 1.750 1.750 0 0 1 0-3.500zM5.750 9.750a1.750 1.750 0 1 1 0 3.500 1.750 1.750 0 0 1 0-3.500z',
  folder: 'M1.750 4v8.500h12.500V5.250H7.500L6 3.500H1.750z',
  reel: 'M8 1.750a6.250 6.250 0 1 1 0 12.500 6.250 6.250 0 0 1 0-12.500zM8 4.400v.1M8 11.500v.1M4.500 8h.1M11.400 8h.1M8 7.900v.2',
  outward: 'M6.500 3.250H3.250v9.500h9.500V9.500M9.250 2.750h4v4M13 3 7.500 8.500',
  bin: 'M2.750 4.250h10.500M6.250 4V2.250h3.500V4M4.250 4.500l.6 9h6.300l.6-9M6.700 7v4M9.300 7v4',
  pause: 'M5.750 3.500v9M10.250 3.500v9',
  plus: 'M8 3v10M3 8h10',
  towards: 'M2.500 8h11M9.500 4l4 4-4 4',
  spinner: 'M8 1.750a6.250 6.250 0 1 1-6.250 6.250',
} as const;

export type IconName = keyof typeof drawings;

/** Decoration only: the words beside it say the same. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg
      className={name === 'spinner' ? styles.spinner : styles[name === 'towards' ? 'turning' : 'icon']}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      <path d={drawings[name]} />
    </svg>
  );
}
