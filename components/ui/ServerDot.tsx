import styles from './ServerDot.module.css';

const colours = [
  styles.c0,
  styles.c1,
  styles.c2,
  styles.c3,
  styles.c4,
  styles.c5,
  styles.c6,
  styles.c7,
] as const;

export const swatchOf = (colour: number): string => [styles.dot, colours[colour] ?? styles.c0].join(' ');

/** The colour of a server, beside its name. Decoration: the name says which it is. */
export function ServerDot({ colour }: { readonly colour: number }) {
  return <span className={swatchOf(colour)} aria-hidden="true" />;
}
