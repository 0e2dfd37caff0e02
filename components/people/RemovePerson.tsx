import { useState } from 'react';
import { i18n } from '#i18n';
import type { Person } from '../../lib/domain/person.ts';
import type { PeopleList, PersonRemoval } from '../../lib/messages/people/contract.ts';
import { messageOf } from '../message.ts';
import { Button } from '../ui/Button.tsx';
import { Confirm } from '../ui/Confirm.tsx';
import { Name } from '../ui/Name.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import styles from './People.module.css';
import { PeopleSentence } from './PeopleError.tsx';
import { useAskPeople, usePeopleAction } from './people-ask.ts';
import { currentShares } from './people-search.ts';

interface Removal {
  readonly what: PersonRemoval;
  readonly server: string;
}

/** Three different ends, each with its own question: one server, the friendship, a member of the Home. */
function removalsOf(person: Person): Removal[] {
  const shares = currentShares(person).map(({ id, machineIdentifier, serverName }) => ({
    what: { kind: 'share', machineIdentifier, shareId: id } as const,
    server: serverName,
  }));
  if (person.id === null) return shares;
  if (person.kind === 'managed') {
    return [...shares, { what: { kind: 'managed', personId: person.id }, server: '' }];
  }
  if (person.kind !== 'friend') return shares;
  return [...shares, { what: { kind: 'friendship', personId: person.id }, server: '' }];
}

export function RemovePerson({
  person,
  list,
  close,
  reload,
}: {
  readonly person: Person;
  readonly list: PeopleList;
  readonly close: () => void;
  readonly reload: () => void;
}) {
  const ask = useAskPeople();
  const { run, busy, failure } = usePeopleAction();
  const [wanted, setWanted] = useState<Removal | null>(null);
  const removals = list.capabilities.deleteUser ? removalsOf(person) : [];
  const slots = ({ server }: Removal) => ({
    server: <Name text={server} />,
    person: <Name text={person.name} />,
  });
  const remove = ({ what }: Removal): void => {
    const work = async (): Promise<void> => {
      await ask('people.remove', { what });
    };
    void run(work).then((isDone) => {
      if (!isDone) return;
      setWanted(null);
      if (what.kind !== 'share') close();
      reload();
    });
  };
  if (removals.length === 0) return null;
  return (
    <div className={styles.actions}>
      {removals.map((one) => (
        <Button key={`${one.what.kind} ${one.server}`} small icon="bin" onClick={() => setWanted(one)}>
          <Sentence text={messageOf(`people.remove.${one.what.kind}.action`)} slots={slots(one)} />
        </Button>
      ))}
      {wanted && (
        <Confirm
          question={
            <Sentence text={messageOf(`people.remove.${wanted.what.kind}.question`)} slots={slots(wanted)} />
          }
          action={i18n.t('options.remove')}
          busy={busy}
          onCancel={() => setWanted(null)}
          onConfirm={() => remove(wanted)}
        >
          {failure ? (
            <PeopleSentence failure={failure} serverName={() => wanted.server} />
          ) : (
            <Sentence text={messageOf(`people.remove.${wanted.what.kind}.text`)} slots={slots(wanted)} />
          )}
        </Confirm>
      )}
    </div>
  );
}
