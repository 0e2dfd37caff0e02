import { i18n } from '#i18n';
import type { LibraryState } from '../../lib/domain/library-state.ts';
import type { ServerOverview } from '../../lib/domain/overview.ts';
import { wholeNumber } from '../ui/times.ts';
import styles from './ReadingProgress.module.css';

/** How many items have been read. `total` is `null` while nobody knows. */
export interface Reading {
  readonly done: number;
  readonly total: number | null;
}

/** A bar for libraries that are being read; without `reading` a line of the same height. */
export function ReadingBar({ reading }: { readonly reading: Reading | null }) {
  if (!reading) return <div className={styles.line} />;
  const { done, total } = reading;
  const known = total === null || total <= 0 ? {} : { max: total, value: Math.min(done, total) };
  return <progress className={styles.bar} aria-label={i18n.t('library.reading')} {...known} />;
}

/** "35,000 of 120,000" */
export const readingCount = ({ done, total }: Reading): string =>
  total === null
    ? i18n.t('library.countSoFar', [wholeNumber(done)])
    : i18n.t('library.count', [wholeNumber(Math.min(done, total)), wholeNumber(total)]);

/** What is being read on all servers together; `null` when nothing is. */
export function readingOf(servers: readonly Pick<ServerOverview, 'library'>[]): Reading | null {
  const states = servers
    .map(({ library }) => library)
    .filter((one): one is Extract<LibraryState, { kind: 'reading' }> => one?.kind === 'reading');
  if (states.length === 0) return null;
  const isKnown = states.every(({ total }) => total !== null);
  return {
    done: states.reduce((sum, { done }) => sum + done, 0),
    total: isKnown ? states.reduce((sum, { total }) => sum + (total ?? 0), 0) : null,
  };
}
