import { browser } from 'wxt/browser';
import type { GeneratedI18nStructure } from '#i18n';
import { showToolbar, type ToolbarState } from '../../lib/browser/toolbar.ts';
import type { Overview, ServerOverview } from '../../lib/domain/overview.ts';

type Key = `toolbar.${string}` & keyof GeneratedI18nStructure;

/** The worker has no plural forms to choose and does without the library for them; the keys are the same. */
const text = (key: Key, count?: number): string =>
  (browser.i18n.getMessage as (name: string, values?: string) => string)(
    key.replace('.', '_'),
    count?.toString(),
  );

const offlineAfterMs = 5 * 60_000;

/** Shows on the toolbar what most needs to be known: sign-in, then what needs a person, then Plex being away. */
export const toolbarOf = (overview: Overview): Promise<void> => showToolbar(stateOf(overview, Date.now()));

function stateOf(overview: Overview, nowMs: number): ToolbarState {
  const { servers, clients, downloads } = overview;
  if (servers.length === 0 || clients.length === 0) {
    return { text: '…', title: text('toolbar.setUp'), colour: 'grey' };
  }
  const stopped = servers.find(
    (server) => server.state === 'needs-sign-in' || server.state === 'wrong-server',
  );
  if (stopped) return { text: '!', title: text('toolbar.signIn'), colour: 'red' };
  const attention = downloads.filter((one) => one.problem && one.problem.retryAtMs === null).length;
  const trouble = clients.filter((client) => client.state === 'trouble').length;
  if (attention + trouble > 0) {
    const count = attention + trouble;
    return {
      text: count > 99 ? '99+' : String(count),
      title: text('toolbar.attention', count),
      colour: 'amber',
    };
  }
  if (servers.some((server) => isAway(server, nowMs))) {
    return { text: 'off', title: text('toolbar.offline'), colour: 'grey' };
  }
  const onTheirWay = downloads.filter((one) => one.stage !== 'available').length;
  return {
    text: '',
    title: onTheirWay > 0 ? text('toolbar.working', onTheirWay) : text('toolbar.idle'),
    colour: 'grey',
  };
}

const isAway = ({ state, sinceMs }: ServerOverview, nowMs: number): boolean =>
  (state === 'offline' || state === 'starting') && nowMs - sinceMs > offlineAfterMs;
