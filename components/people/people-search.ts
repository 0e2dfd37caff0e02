import type { Person, Share } from '../../lib/domain/person.ts';

export type StateFilter = 'any' | 'accepted' | 'pending';

export interface PeopleFilter {
  readonly text: string;
  /** Machine identifier; `null`: whatever server. */
  readonly server: string | null;
  readonly state: StateFilter;
}

export const everybody: PeopleFilter = { text: '', server: null, state: 'any' };

/** A person with what a search looks at. */
export interface SearchRow {
  readonly person: Person;
  readonly text: string;
}

const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Made once for each list: folding a thousand names at each key would be felt. In the order of names. */
export function searchRows(people: readonly Person[]): SearchRow[] {
  const { compare } = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });
  return people
    .map((person) => {
      const { name, username, email } = person;
      return { person, text: folded([name, username, email].join('\n')) };
    })
    .sort((a, b) => compare(a.person.name, b.person.name));
}

/** What is shared with somebody, or offered. */
export const currentShares = ({ shares }: Person): readonly Share[] =>
  shares.filter(({ state }) => state !== 'gone');

/** Everybody who has all words of the text in their names or address, this server, and this state. */
export function found(rows: readonly SearchRow[], { text, server, state }: PeopleFilter): Person[] {
  const words = folded(text).split(/\s+/).filter(Boolean);
  return rows
    .filter(({ text: own }) => words.every((word) => own.includes(word)))
    .map(({ person }) => person)
    .filter(
      (person) =>
        (state === 'any' || person.state === state) &&
        (server === null ||
          currentShares(person).some(({ machineIdentifier }) => machineIdentifier === server)),
    );
}
