import type { Libraries } from '../../lib/background/libraries.ts';
import { OperationError } from '../../lib/domain/errors.ts';
import type { LibraryIndex } from '../../lib/matching/library-index.ts';

/** Libraries that were read: what is in `news` comes with the next refresh. */
export class ReadLibraries implements Libraries {
  known: LibraryIndex | null;
  news: LibraryIndex | null = null;
  away = false;
  refreshed: string[][] = [];
  dropped: string[] = [];

  constructor(known: LibraryIndex | null) {
    this.known = known;
  }

  stateOf = () => ({ kind: 'unread' }) as const;
  index = async () => this.known;
  refresh: Libraries['refresh'] = async (_server, sections) => {
    this.refreshed.push(sections.map(({ key }) => key));
    if (this.away) throw new OperationError('UNREACHABLE', { operation: 'test', retryable: true });
    this.known = this.news ?? this.known;
    return this.known;
  };
  drop: Libraries['drop'] = async (_machineIdentifier, ratingKeys) => {
    this.dropped.push(...ratingKeys);
    this.known = this.known?.without(ratingKeys) ?? null;
  };
  heard = () => undefined;
  read = async () => undefined;
  stop = async () => undefined;
  forget = async () => undefined;
}
