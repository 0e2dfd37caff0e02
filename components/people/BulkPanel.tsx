import { useEffect, useRef, useState } from 'react';
import { i18n } from '#i18n';
import type { PeopleFailure } from '../../lib/domain/people-errors.ts';
import type { Person } from '../../lib/domain/person.ts';
import type { PeopleList } from '../../lib/messages/people/contract.ts';
import { messageOf } from '../message.ts';
import form from '../options/form.module.css';
import { Panel } from '../options/Panel.tsx';
import { Button } from '../ui/Button.tsx';
import { CheckChoice } from '../ui/Field.tsx';
import { Name } from '../ui/Name.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { AccessFields } from './AccessFields.tsx';
import { type AccessMap, accessOf, diffAccess, type ServerDiff } from './access-draft.ts';
import styles from './People.module.css';
import { PeopleSentence } from './PeopleError.tsx';
import { peopleFailureOfAsk, useAskPeople } from './people-ask.ts';
import type { LiveLibraries, LivePeople } from './people-list.ts';

interface Props {
  readonly people: readonly Person[];
  readonly list: PeopleList;
  readonly libraries: LiveLibraries;
  readonly live: LivePeople;
  readonly close: () => void;
}

interface Planned {
  readonly person: Person;
  readonly diffs: readonly ServerDiff[];
}

/** Servers that were ticked get exactly these libraries, for everybody chosen; all other servers stay as they are. */
const planOf = (people: readonly Person[], wanted: AccessMap): Planned[] =>
  people
    .map((person) => ({ person, diffs: diffAccess(accessOf(person), { ...accessOf(person), ...wanted }) }))
    .filter(({ diffs }) => diffs.length > 0);

export function BulkPanel({ people, list, libraries, live, close }: Props) {
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => body.current?.focus(), []);
  const [wanted, setWanted] = useState<AccessMap>({});
  const servers = list.servers.filter(({ machineIdentifier }) => Object.hasOwn(wanted, machineIdentifier));
  const toggle = (server: string, isWanted: boolean): void => {
    const { [server]: _, ...others } = wanted;
    setWanted(isWanted ? { ...others, [server]: [] } : others);
  };
  return (
    <Panel
      heading={i18n.t('people.bulk.heading', people.length)}
      aside={
        <Button small onClick={close}>
          {i18n.t('people.back')}
        </Button>
      }
    >
      <div ref={body} tabIndex={-1} className={form.form}>
        <fieldset className={styles.fields}>
          <legend>{i18n.t('people.bulk.servers')}</legend>
          {list.servers.map(({ machineIdentifier, name }) => (
            <CheckChoice
              key={machineIdentifier}
              label={<Name text={name} />}
              checked={Object.hasOwn(wanted, machineIdentifier)}
              onChange={({ target }) => toggle(machineIdentifier, target.checked)}
            />
          ))}
        </fieldset>
        <AccessFields
          servers={servers}
          libraries={libraries}
          value={wanted}
          onChange={(server, chosen) => setWanted({ ...wanted, [server]: chosen === 'all' ? [] : chosen })}
        />
        {servers.length > 0 && (
          <ApplyToAll
            key={JSON.stringify(wanted)}
            plan={planOf(people, wanted)}
            {...{ list, live, people }}
          />
        )}
      </div>
    </Panel>
  );
}

/** One person after the other, each a change of its own; stopping leaves the rest as they are. */
function ApplyToAll({
  plan,
  list,
  live,
  people,
}: Pick<Props, 'list' | 'live' | 'people'> & { readonly plan: readonly Planned[] }) {
  const ask = useAskPeople();
  const [planned] = useState(plan);
  const [count, setCount] = useState<number | null>(null);
  const [failures, setFailures] = useState<readonly { name: string; failure: PeopleFailure }[]>([]);
  const isWanted = useRef(true);
  useEffect(() => {
    isWanted.current = true;
    return () => {
      isWanted.current = false;
    };
  }, []);
  const ends = planned.filter(({ diffs }) => diffs.some(({ libraries }) => libraries.length === 0)).length;
  const apply = async (): Promise<void> => {
    for (const [at, { person, diffs }] of planned.entries()) {
      if (!isWanted.current) return;
      setCount(at);
      const failure = await changeOne(person, diffs);
      if (failure) setFailures((before) => [...before, { name: person.name, failure }]);
    }
    setCount(planned.length);
  };
  const changeOne = async (person: Person, diffs: readonly ServerDiff[]) => {
    const { key, id, email } = person;
    const access = diffs.map(({ machineIdentifier, libraries }) => ({ machineIdentifier, libraries }));
    const before = accessOf(person);
    const seen = Object.fromEntries(access.map(({ machineIdentifier: at }) => [at, before[at] ?? []]));
    try {
      const request = { who: { id, email }, access, permissions: {}, seen };
      const changed = await ask('people.change', request);
      live.take(key, changed);
      return changed.failure;
    } catch (error) {
      return peopleFailureOfAsk(error);
    }
  };
  const nameOf = (server: string): string | null =>
    list.servers.find(({ machineIdentifier }) => machineIdentifier === server)?.name ?? null;
  return (
    <section className={styles.box} aria-label={i18n.t('people.diff.heading')}>
      <h4>{i18n.t('people.diff.heading')}</h4>
      <p>{i18n.t('people.bulk.changes', planned.length)}</p>
      {people.length > planned.length && (
        <p className={styles.note}>{i18n.t('people.bulk.same', people.length - planned.length)}</p>
      )}
      {ends > 0 && <p>{i18n.t('people.bulk.ends', ends)}</p>}
      <p role="status">
        {count !== null && i18n.t('people.bulk.progress', [String(count), String(planned.length)])}
      </p>
      <ul>
        {failures.map(({ name, failure }, at) => (
          <li key={at}>
            <Sentence
              text={messageOf('people.bulk.failed')}
              slots={{
                person: <Name text={name} />,
                reason: <PeopleSentence failure={failure} serverName={nameOf} />,
              }}
            />
          </li>
        ))}
      </ul>
      {planned.length > 0 && count === null && (
        <div className={styles.actions}>
          <Button look="primary" onClick={() => void apply()}>
            {i18n.t('people.apply')}
          </Button>
        </div>
      )}
    </section>
  );
}
