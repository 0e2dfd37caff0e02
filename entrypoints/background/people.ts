import type { PeopleDeps } from '../../lib/background/answer-people.ts';
import { PeopleRunner } from '../../lib/background/people-runner.ts';
import { followedAt } from '../../lib/browser/followed-at.ts';
import { keepAwake } from '../../lib/browser/keep-awake.ts';
import { openPeopleStore } from '../../lib/browser/people-store.ts';
import { PeopleBook } from '../../lib/people/people-book.ts';
import { Redeemer } from '../../lib/people/redeemer.ts';
import type { PlexTvConnection } from '../../lib/plex-tv/connection.ts';
import { createGuestAccount, createGuestSignIn } from '../../lib/plex-tv/people/guest.ts';
import { createPlexPeople } from '../../lib/plex-tv/people/index.ts';
import type { Log } from '../../lib/ports/log.ts';

interface Parts extends Pick<PeopleDeps, 'servers' | 'now' | 'newId'> {
  readonly connection: PlexTvConnection;
  readonly later: (run: () => void, delayMs: number) => () => void;
  readonly log: Log;
}

/** People and invitations, joined to this browser's storage. */
export function createPeople(parts: Parts): PeopleDeps & { readonly runner: PeopleRunner } {
  const { connection, servers, now, newId, later, log } = parts;
  const { signal } = new AbortController(); // the browser ends the worker without asking
  const pause = (ms: number): Promise<void> => new Promise((resolve) => void later(resolve, ms));
  const people = createPlexPeople({ connection, log, pause });
  const book = new PeopleBook(openPeopleStore());
  const guests = createGuestAccount(connection);
  const signIn = createGuestSignIn(connection, now);
  const redeemer = new Redeemer({ book, people, guests, signIn, now, newId, pause, log, signal });
  const runner = new PeopleRunner({ redeemer, followed: followedAt, now, later, keepAwake, log });
  return { people, book, redeemer, runner, servers, now, newId };
}
