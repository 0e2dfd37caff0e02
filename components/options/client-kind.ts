import type { ClientSettings } from '../../lib/domain/settings.ts';

/** A kind of torrent client, as the form needs it. */
export interface ClientKind {
  readonly id: string;
  readonly label: string;
  readonly accesses: readonly ClientSettings['access'][];
}
