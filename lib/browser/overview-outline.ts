import { emptyOverview, type Overview } from '../domain/overview.ts';

/**
 * The stored overview, if its outline is that of one; it is made anew all the time, and an odd one is simply dropped.
 * Checked by hand: the popup reads nothing else, and a schema would bring it the whole of zod (measured: 6.0 kB gzip of its 85; this is 0.5).
 */
export function overviewIn(stored: unknown): Overview | null {
  if (!isRecord(stored) || typeof stored.takenAtMs !== 'number') return null;
  const { servers, clients, downloads, held = [] } = stored;
  const isWhole =
    isListOf(servers, (one) => typeof one.machineIdentifier === 'string' && Array.isArray(one.recent)) &&
    isListOf(clients, (one) => typeof one.id === 'string') &&
    isListOf(downloads, (one) => typeof one.id === 'string' && typeof one.name === 'string') &&
    isListOf(held, (one) => typeof one.clientId === 'string' && isNumber(one.count) && isNumber(one.untilMs));
  if (!isWhole) return null;
  const known = { ...stored, servers: servers.map(withKnownLibrary) };
  return { ...emptyOverview, ...(known as unknown as Overview) };
}

type Fields = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isListOf = (value: unknown, fits: (one: Fields) => boolean): value is readonly Fields[] =>
  Array.isArray(value) && value.every((one) => isRecord(one) && fits(one));

/** A state that this version does not know is left out. */
function withKnownLibrary({ library, ...server }: Fields): Fields {
  return isRecord(library) && isKnownLibrary(library) ? { ...server, library } : server;
}

const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);

function isKnownLibrary({ kind, done, total, items, readAtMs, code }: Fields): boolean {
  switch (kind) {
    case 'unread':
    case 'stopped':
      return true;
    case 'reading':
      return isNumber(done) && (total === null || isNumber(total));
    case 'ready':
      return isNumber(items) && isNumber(readAtMs);
    case 'too-large':
      return isNumber(items);
    case 'failed':
      return typeof code === 'string';
    default:
      return false;
  }
}
