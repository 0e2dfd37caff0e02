import {
  type Dispatch,
  memo,
  type SetStateAction,
  useCallback,
  useDeferredValue,
  useMemo,
  useState,
} from 'react';
import { i18n } from '#i18n';
import type { Person } from '../../lib/domain/person.ts';
import { displayName } from '../../lib/domain/text.ts';
import type { PeopleList } from '../../lib/messages/people/contract.ts';
import form from '../options/form.module.css';
import { Button } from '../ui/Button.tsx';
import { Choice, Field } from '../ui/Field.tsx';
import { Name } from '../ui/Name.tsx';
import styles from './People.module.css';
import { currentShares, everybody, found, type StateFilter, searchRows } from './people-search.ts';

/** So many rows are drawn at first, and with each press of the button: more than anybody reads, and quick to draw. */
const pageRows = 100;
const states: readonly StateFilter[] = ['any', 'accepted', 'pending'];

interface Props {
  readonly list: PeopleList;
  readonly open: (key: string) => void;
  readonly chosen: ReadonlySet<string>;
  readonly choose: Dispatch<SetStateAction<ReadonlySet<string>>>;
}

/** Everybody with what they have, to be searched, opened, and chosen for a change of several at once. */
export function PeopleTable({ list, open, chosen, choose }: Props) {
  const [filter, setFilter] = useState(everybody);
  const shown = useDeferredValue(filter);
  const rows = useMemo(() => searchRows(list.people), [list.people]);
  const people = useMemo(() => found(rows, shown), [rows, shown]);
  const [limit, setLimit] = useState(pageRows);
  const change = (next: Partial<typeof filter>): void => {
    setFilter({ ...filter, ...next });
    setLimit(pageRows);
  };
  return (
    <div className={form.form}>
      <div className={styles.filters}>
        <Field
          label={i18n.t('people.search')}
          type="search"
          name="search"
          autoComplete="off"
          spellCheck={false}
          value={filter.text}
          onChange={({ target }) => change({ text: target.value })}
        />
        <Choice
          label={i18n.t('people.server')}
          value={filter.server ?? ''}
          onChange={({ target }) => change({ server: target.value || null })}
        >
          <option value="">{i18n.t('people.anyServer')}</option>
          {list.servers.map(({ machineIdentifier, name }) => (
            <option key={machineIdentifier} value={machineIdentifier}>
              {displayName(name)}
            </option>
          ))}
        </Choice>
        <Choice
          label={i18n.t('people.state.heading')}
          value={filter.state}
          onChange={({ target }) =>
            change({ state: states.find((state) => state === target.value) ?? 'any' })
          }
        >
          {states.map((state) => (
            <option key={state} value={state}>
              {i18n.t(`people.state.${state}`)}
            </option>
          ))}
        </Choice>
      </div>
      <p className={styles.note} role="status">
        {people.length === 0
          ? i18n.t(list.people.length === 0 ? 'people.nobody' : 'people.noneFound')
          : i18n.t('people.count', people.length)}
      </p>
      {people.length > 0 && <Rows people={people} limit={limit} {...{ open, chosen, choose }} />}
      {people.length > limit && (
        <div>
          <Button onClick={() => setLimit(limit + pageRows)}>
            {i18n.t('people.more', Math.min(pageRows, people.length - limit))}
          </Button>
        </div>
      )}
    </div>
  );
}

const Rows = memo(function Rows({
  people,
  limit,
  open,
  chosen,
  choose,
}: Omit<Props, 'list'> & { readonly people: readonly Person[]; readonly limit: number }) {
  const isAll = people.every(({ key }) => chosen.has(key));
  const toggleAll = (): void => choose(isAll ? new Set() : new Set(people.map(({ key }) => key)));
  const toggle = useCallback(
    (key: string, isChosen: boolean): void =>
      choose((before) => {
        const next = new Set(before);
        if (isChosen) next.add(key);
        else next.delete(key);
        return next;
      }),
    [choose],
  );
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">{i18n.t('people.table')}</caption>
      <thead>
        <tr>
          <th scope="col">
            <input
              type="checkbox"
              name="all"
              aria-label={i18n.t('people.chooseAll')}
              checked={isAll}
              onChange={toggleAll}
            />
          </th>
          <th scope="col">{i18n.t('people.person')}</th>
          <th scope="col">{i18n.t('people.has')}</th>
        </tr>
      </thead>
      <tbody>
        {people.slice(0, limit).map((person) => (
          <Row key={person.key} person={person} isChosen={chosen.has(person.key)} {...{ open, toggle }} />
        ))}
      </tbody>
    </table>
  );
});

const Row = memo(function Row({
  person,
  isChosen,
  open,
  toggle,
}: {
  readonly person: Person;
  readonly isChosen: boolean;
  readonly open: (key: string) => void;
  readonly toggle: (key: string, isChosen: boolean) => void;
}) {
  const { key, name, email, kind, state } = person;
  const shares = currentShares(person);
  return (
    <tr>
      <td>
        <input
          type="checkbox"
          name={`choose ${key}`}
          aria-label={i18n.t('people.choose', [displayName(name)])}
          checked={isChosen}
          onChange={({ target }) => toggle(key, target.checked)}
        />
      </td>
      <th scope="row">
        <button type="button" className={styles.open} onClick={() => open(key)}>
          <Name text={name} />
        </button>
        {email !== null && email !== name && (
          <span className={styles.address}>
            <Name text={email} />
          </span>
        )}
        <span className={styles.kind}>{i18n.t(`people.kind.${kind}`)}</span>
      </th>
      <td>
        {state === 'gone' || shares.length === 0 ? (
          <span className={styles.soft}>{i18n.t('people.nothing')}</span>
        ) : (
          <ul className={styles.shares}>
            {shares.map(({ id, serverName, libraries, state: ofShare }) => (
              <li key={id}>
                <Name text={serverName} />{' '}
                <span className={styles.soft}>
                  {i18n.t('people.libraries', libraries.length)}
                  {ofShare === 'pending' && ` · ${i18n.t('people.state.pending')}`}
                </span>
              </li>
            ))}
          </ul>
        )}
      </td>
    </tr>
  );
});
