import type { Invitation } from '../../../lib/domain/invitation.ts';
import { plainPermissions } from '../../../lib/domain/person.ts';
import type { Redemption } from '../../../lib/domain/redemption.ts';
import { PeopleBook } from '../../../lib/people/people-book.ts';
import { Redeemer } from '../../../lib/people/redeemer.ts';
import { createPlexTvConnection } from '../../../lib/plex-tv/connection.ts';
import { createGuestAccount, createGuestSignIn } from '../../../lib/plex-tv/people/guest.ts';
import { createPlexPeople } from '../../../lib/plex-tv/people/index.ts';
import type { PeopleChange, PeopleStore } from '../../../lib/ports/people-store.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { type StandIn, startStandIn } from '../../stand-in/index.ts';
import { type FaultyFetch, faultyFetch } from './faulty-fetch.ts';

export const serverIds = ['server-one', 'server-two', 'server-three'] as const;

/** A store that keeps what JSON can keep, until the worker dies: then nothing it does counts any more. */
export class MemoryPeopleStore implements PeopleStore {
  readonly invitations = new Map<string, string>();
  readonly redemptions = new Map<string, string>();
  /** Every text that was ever stored. */
  readonly written: string[] = [];

  async load() {
    return {
      invitations: [...this.invitations.values()].map((text): Invitation => JSON.parse(text)),
      redemptions: [...this.redemptions.values()].map((text): Redemption => JSON.parse(text)),
      broken: 0,
    };
  }

  async commit(change: PeopleChange): Promise<void> {
    this.written.push(JSON.stringify(change));
    for (const one of change.putInvitations ?? []) this.invitations.set(one.id, JSON.stringify(one));
    for (const id of change.removeInvitations ?? []) this.invitations.delete(id);
    for (const one of change.putRedemptions ?? []) this.redemptions.set(one.id, JSON.stringify(one));
    for (const id of change.removeRedemptions ?? []) this.redemptions.delete(id);
  }
}

/** A worker: everything it knows beyond the store dies with it. */
export interface Worker {
  readonly world: PeopleWorld;
  readonly book: PeopleBook;
  readonly redeemer: Redeemer;
  readonly people: ReturnType<typeof createPlexPeople>;
  kill(): void;
}

export interface PeopleWorld {
  readonly standIn: StandIn;
  readonly clock: FakeClock;
  readonly net: FaultyFetch;
  readonly logged: string[];
  store: MemoryPeopleStore;
  worker(): Worker;
  /** plex.tv's id of a library. */
  libraryId(server: string, key: string): number;
  reset(): void;
}

/** plex.tv with three servers of the owner that have three libraries each; the media servers themselves play no part. */
export async function startPeopleWorld(): Promise<PeopleWorld> {
  const location = [{ diskPath: '/nowhere' }];
  const standIn = await startStandIn({
    sections: [
      { type: 'movie', title: 'Movies', locations: location },
      { type: 'show', title: 'TV Shows', locations: location },
      { type: 'artist', title: 'Music', locations: location },
    ],
  });
  for (const machineIdentifier of serverIds) {
    const sections = () => standIn.sections;
    standIn.plexTv.addServer({
      name: `Server ${machineIdentifier}`,
      machineIdentifier,
      connections: [],
      sections,
    });
  }
  const clock = new FakeClock(Date.now());
  const net = faultyFetch();
  const logged: string[] = [];
  let count = 0;
  const world: PeopleWorld = {
    standIn,
    clock,
    net,
    logged,
    store: new MemoryPeopleStore(),
    worker: () => startWorker(world, () => `run-${++count}`),
    libraryId: (server, key) => libraryIdOf(standIn, server, key),
    reset() {
      standIn.reset();
      net.heal();
      net.requests.length = 0;
      logged.length = 0;
      world.store = new MemoryPeopleStore();
    },
  };
  return world;
}

function startWorker(world: PeopleWorld, newId: () => string): Worker {
  const { standIn, clock, net, logged } = world;
  const { store } = world;
  let isDead = false;
  const connection = createPlexTvConnection({
    fetch: (input) => (isDead ? Promise.reject(new TypeError('dead')) : net.fetch(input)),
    client: async () => ({ clientIdentifier: 'marquee-1', version: '1.0.0', platform: 'Chrome' }),
    tokens: { token: async () => standIn.token, refused: async () => false },
    base: () => `${standIn.plexTvUrl}/`,
    now: clock.now,
  });
  const pause = async (ms: number): Promise<void> => {
    clock.nowMs += ms;
    standIn.clock.advance(ms);
    await net.passTo(clock.nowMs);
  };
  const log = (event: string, fields?: unknown) =>
    void logged.push(`${event} ${JSON.stringify(fields ?? {})}`);
  const people = createPlexPeople({ connection, log, pause });
  const book = new PeopleBook({
    load: () => store.load(),
    commit: async (change) => {
      if (isDead) throw new Error('dead');
      await store.commit(change);
    },
  });
  const redeemer = new Redeemer({
    book,
    people,
    guests: createGuestAccount(connection),
    signIn: createGuestSignIn(connection, clock.now),
    now: clock.now,
    newId,
    pause,
    log,
    signal: new AbortController().signal,
  });
  const kill = (): void => {
    isDead = true;
  };
  return { world, book, redeemer, people, kill };
}

function libraryIdOf(standIn: StandIn, server: string, key: string): number {
  const known = standIn.plexTv.servers.find((one) => one.machineIdentifier === server);
  const id = known && standIn.plexTv.libraryId(known.machineIdentifier, key);
  if (id === undefined) throw new Error(`No library ${key} at ${server}`);
  return id;
}

export const anInvitation = (fields: Partial<Invitation> = {}): Invitation => ({
  id: 'invitation-1',
  name: 'Film night',
  createdAtMs: 0,
  kind: 'friend',
  access: [],
  permissions: plainPermissions,
  accessLengthMs: null,
  expiresAtMs: null,
  uses: null,
  used: 0,
  isOn: true,
  confirm: 'ask',
  ...fields,
});

/** Everything at plex.tv that a redemption could change, for comparison. */
export function factsOf({ plexTv }: StandIn): string {
  const shares = plexTv.shares.map(({ accessToken: _, ...share }) => ({
    ...share,
    sectionIds: [...share.sectionIds].sort((a, b) => a - b),
  }));
  const people = plexTv.accounts.map(({ id, title, home, restricted }) => ({ id, title, home, restricted }));
  return JSON.stringify({ shares, friends: [...plexTv.friends].sort(), people }, null, 1);
}
