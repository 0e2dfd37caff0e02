import { useCallback, useEffect, useMemo, useState } from 'react';
import type { PeopleFailure } from '../../lib/domain/people-errors.ts';
import type { AccountLibrary, Person } from '../../lib/domain/person.ts';
import type { ChangedPerson, PeopleList } from '../../lib/messages/people/contract.ts';
import { peopleFailureOfAsk, useAskPeople, usePeopleAction } from './people-ask.ts';

export interface LivePeople {
  /** `null` until it was read. */
  readonly list: PeopleList | null;
  readonly busy: boolean;
  readonly failure: PeopleFailure | null;
  readonly reload: () => void;
  /** Shows what was read back after a change. */
  readonly take: (key: string, changed: ChangedPerson) => void;
}

/** Everybody, as plex.tv has them: asked for when the section is opened, and again when the owner wants it. */
export function usePeople(isAllowed: boolean): LivePeople {
  const ask = useAskPeople();
  const [list, setList] = useState<PeopleList | null>(null);
  const { run, busy, failure } = usePeopleAction();
  const reload = useCallback(() => void run(async () => setList(await ask('people.list', {}))), [ask, run]);
  useEffect(() => {
    if (isAllowed) reload();
  }, [isAllowed, reload]);
  const take = useCallback(
    (key: string, changed: ChangedPerson) =>
      setList(
        (before) =>
          before && {
            ...before,
            people: before.people.map((one) => (one.key === key ? changedBy(one, changed) : one)),
          },
      ),
    [],
  );
  return useMemo(() => ({ list, busy, failure, reload, take }), [list, busy, failure, reload, take]);
}

/** A person with the shares that were read back in place of those from before. */
export function changedBy(person: Person, { access }: ChangedPerson): Person {
  const changed = new Set(access.map(({ machineIdentifier }) => machineIdentifier));
  const kept = person.shares.filter(({ machineIdentifier }) => !changed.has(machineIdentifier));
  return { ...person, shares: [...kept, ...access.flatMap(({ share }) => share ?? [])] };
}

/** The libraries of a server, or why they can't be had. */
export type KnownLibraries =
  | { readonly kind: 'reading' }
  | { readonly kind: 'known'; readonly libraries: readonly AccountLibrary[] }
  | { readonly kind: 'failed'; readonly failure: PeopleFailure };

export interface LiveLibraries {
  readonly of: (machineIdentifier: string) => KnownLibraries;
  readonly titleOf: (machineIdentifier: string, id: number) => string | null;
  /** Reads those of a server, unless they are known or on their way. */
  readonly want: (machineIdentifier: string) => void;
  readonly again: (machineIdentifier: string) => void;
}

const reading: KnownLibraries = { kind: 'reading' };

/** Libraries of the servers, each asked for once when it is first wanted; titles also from what people have. */
export function useLibraries(people: readonly Person[]): LiveLibraries {
  const ask = useAskPeople();
  const [known, setKnown] = useState<ReadonlyMap<string, KnownLibraries>>(new Map());
  const [asked] = useState(() => new Set<string>());
  const put = useCallback(
    (server: string, value: KnownLibraries) => setKnown((before) => new Map(before).set(server, value)),
    [],
  );
  const again = useCallback(
    (machineIdentifier: string): void => {
      asked.add(machineIdentifier);
      put(machineIdentifier, reading);
      ask('people.libraries', { machineIdentifier }).then(
        (libraries) => put(machineIdentifier, { kind: 'known', libraries }),
        (error: unknown) => put(machineIdentifier, { kind: 'failed', failure: peopleFailureOfAsk(error) }),
      );
    },
    [ask, asked, put],
  );
  const shared = useMemo(() => titlesOf(people), [people]);
  return useMemo(
    () => ({
      of: (server) => known.get(server) ?? reading,
      titleOf: (server, id) => {
        const found = known.get(server);
        const titles = found?.kind === 'known' ? found.libraries : [];
        return titles.find((one) => one.id === id)?.title ?? shared.get(`${server} ${id}`) ?? null;
      },
      want: (server) => {
        if (!asked.has(server)) again(server);
      },
      again,
    }),
    [known, shared, asked, again],
  );
}

const titlesOf = (people: readonly Person[]): ReadonlyMap<string, string> =>
  new Map(
    people.flatMap(({ shares }) =>
      shares.flatMap(({ machineIdentifier, libraries }) =>
        libraries.map(({ id, title }) => [`${machineIdentifier} ${id}`, title] as const),
      ),
    ),
  );
