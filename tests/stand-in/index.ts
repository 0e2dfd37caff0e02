import { createPms, fill } from './create-pms.ts';
import { createFaults } from './faults.ts';
import { filesOf, type Item } from './items.ts';
import type { Listener } from './listener.ts';
import { guidOf } from './matching.ts';
import type { SectionConfig, StandInOptions } from './options.ts';
import { type PlexTv, startPlexTv } from './plex-tv/index.ts';
import type { Pms } from './pms.ts';
import { type PmsServerParts, servePms } from './pms-server.ts';
import { createRequestLog } from './request-log.ts';
import type { Section } from './section.ts';
import type { StandIn, StandInItem } from './stand-in.ts';
import { createTimers } from './timers.ts';

export type { SectionConfig, StandInOptions } from './options.ts';
export type { StandIn } from './stand-in.ts';

const itemView = (item: Item): StandInItem => ({
  ratingKey: String(item.ratingKey),
  type: item.type,
  title: item.title,
  sectionKey: item.section.key,
  guid: guidOf(item),
  isMatched: item.isMatched,
  files: filesOf(item),
});

/** A new token for a guest on every call. */
function sharedTokens(pms: Pms): StandIn['addSharedToken'] {
  let count = 0;
  return ({ sections } = {}) => {
    count += 1;
    const token = `shared-token-${String(count).padStart(4, '0')}`;
    pms.tokens.grant(token, {
      isOwner: false,
      userID: 1000 + count,
      sections: sections ? new Set(sections) : null,
    });
    return token;
  };
}

type Controls = Omit<StandIn, 'plexUrl' | 'plexTvUrl' | 'token' | 'addSection'>;

function controlsOf(
  pms: Pms,
  { log, faults, timers }: PmsServerParts,
  plexTv: PlexTv,
  [server, account]: readonly [Listener, Listener],
): Controls {
  const { library } = pms;
  return {
    plexTv,
    get machineIdentifier() {
      return pms.machineIdentifier;
    },
    sections: library.sections,
    requests: log.entries,
    clearRequests: log.clear,
    waitForRequest: log.waitFor,
    faults,
    scans: library.scans.records,
    settled: timers.settled,
    matchAll: library.matchAll,
    items: () => library.items.all().map(itemView),
    setDelays(delays) {
      pms.delays = { ...pms.delays, ...delays };
    },
    clock: pms.clock,
    addSharedToken: sharedTokens(pms),
    revokeToken: pms.tokens.revoke,
    becomeOther(machineIdentifier) {
      pms.machineIdentifier = machineIdentifier;
    },
    setSessions(count) {
      pms.sessions = count;
    },
    reset() {
      log.clear();
      faults.clear();
      library.clear();
      plexTv.reset();
    },
    notify: pms.events.send,
    listeners: pms.events.count,
    goOffline: server.goOffline,
    goOnline: server.goOnline,
    async close() {
      timers.close();
      faults.clear();
      pms.events.close();
      await Promise.all([server.close(), account.close()]);
    },
  };
}

/** Starts the stand-in. `close()` ends it with every timer and connection. */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const token = options.token ?? 'owner-token-20-chars';
  const timers = createTimers();
  const pms = createPms(options, token, timers);
  const addSection = async (config: SectionConfig): Promise<Section> => {
    const section = pms.library.addSection(config);
    if (config.scanAtStart ?? options.scanAtStart ?? false) await fill(pms, section);
    return section;
  };
  for (const config of options.sections ?? []) await addSection(config);
  const host = options.host ?? '127.0.0.1';
  const address = { port: options.port ?? 0, host };
  const parts: PmsServerParts = { address, log: createRequestLog(), faults: createFaults(), timers };
  const server = await servePms(pms, parts);
  const { plexTv, listener: account } = await startPlexTv({
    ...parts,
    address: { port: options.plexTvPort ?? 0, host },
    clock: pms.clock,
    token,
    email: pms.ownerEmail,
    pms: { ...pms, url: server.url, sections: () => pms.library.sections },
  });
  const controls = controlsOf(pms, parts, plexTv, [server, account]);
  const addresses = { plexUrl: server.url, plexTvUrl: account.url, token, addSection };
  // Not spread: `machineIdentifier` is looked up anew each time.
  return Object.assign(controls, addresses);
}
