import type { Overview, ServerOverview } from './overview.ts';

/** What the toolbar icon says: at most four characters, in words, by a colour and by the shape of the icon. */
export interface ToolbarState {
  /** Which of the titles, with what is filled in. */
  readonly title:
    | { readonly key: 'setUp' | 'signIn' | 'paused' }
    | { readonly key: 'attention' | 'working' | 'idle'; readonly count: number }
    /** Since when the first of them is away, epoch milliseconds, and how many downloads wait. */
    | { readonly key: 'offline'; readonly sinceMs: number; readonly count: number };
  readonly badge: string;
  readonly colour: 'grey' | 'amber' | 'red';
  /** Not by colour alone: `ring` asks for the person, `slash` means that Plex is away, `dim` that nothing is done. */
  readonly shape: 'plain' | 'ring' | 'slash' | 'dim';
}

const offlineAfterMs = 5 * 60_000;

/** What most needs to be known: sign-in, then the person's own pause, what needs a person, then Plex being away. */
export function toolbarState(overview: Overview, nowMs: number): ToolbarState {
  const { servers, clients, downloads } = overview;
  if (servers.length === 0 || clients.length === 0) {
    return { badge: '…', title: { key: 'setUp' }, colour: 'grey', shape: 'dim' };
  }
  const mustSignIn = servers.some(({ state }) => state === 'needs-sign-in' || state === 'wrong-server');
  if (mustSignIn || overview.signIn === 'lost') {
    return { badge: '!', title: { key: 'signIn' }, colour: 'red', shape: 'ring' };
  }
  if (overview.isPaused) return { badge: 'II', title: { key: 'paused' }, colour: 'grey', shape: 'dim' };
  const stuck = downloads.filter(({ problem }) => problem?.retryAtMs === null).length;
  const asked = overview.held?.length ?? 0;
  const count =
    asked + stuck + clients.filter(({ state }) => state === 'trouble').length + notAllowed(servers);
  if (count > 0) {
    const badge = count > 99 ? '99+' : String(count);
    return { badge, title: { key: 'attention', count }, colour: 'amber', shape: 'ring' };
  }
  const onTheirWay = downloads.filter(({ stage }) => stage !== 'available').length;
  const away = servers.filter((server) => isAway(server, nowMs));
  if (away.length > 0) {
    const sinceMs = Math.min(...away.map((one) => one.sinceMs));
    return {
      badge: 'off',
      title: { key: 'offline', sinceMs, count: onTheirWay },
      colour: 'grey',
      shape: 'slash',
    };
  }
  const title =
    onTheirWay > 0
      ? { key: 'working' as const, count: onTheirWay }
      : { key: 'idle' as const, count: addedToday(servers, nowMs) };
  return { badge: '', title, colour: 'grey', shape: 'plain' };
}

const notAllowed = (servers: readonly ServerOverview[]): number =>
  servers.filter(({ state }) => state === 'no-permission').length;

const isAway = ({ state, sinceMs }: ServerOverview, nowMs: number): boolean =>
  (state === 'offline' || state === 'starting') && nowMs - sinceMs > offlineAfterMs;

/** As far as the lists of what was added lately reach. */
function addedToday(servers: readonly ServerOverview[], nowMs: number): number {
  const midnightMs = new Date(nowMs).setHours(0, 0, 0, 0);
  return servers.flatMap(({ recent }) => recent).filter(({ addedAtMs }) => addedAtMs >= midnightMs).length;
}
