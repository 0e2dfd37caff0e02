import { useEffect } from 'react';
import { i18n } from '#i18n';
import type { OwnServer } from '../../lib/messages/people/contract.ts';
import { messageOf } from '../message.ts';
import { Button } from '../ui/Button.tsx';
import { CheckChoice } from '../ui/Field.tsx';
import { Name } from '../ui/Name.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { withLibrary } from './access-draft.ts';
import type { Chosen } from './invitation-draft.ts';
import styles from './People.module.css';
import { PeopleErrorNotice } from './PeopleError.tsx';
import type { LiveLibraries } from './people-list.ts';

interface Props {
  readonly servers: readonly OwnServer[];
  readonly libraries: LiveLibraries;
  readonly value: Readonly<Record<string, Chosen>>;
  readonly onChange: (machineIdentifier: string, chosen: Chosen) => void;
  /** Whether "all, also future ones" can be chosen. */
  readonly withAll?: boolean;
}

/** Libraries to choose from, server by server. */
export function AccessFields({ servers, ...props }: Props) {
  return servers.map((server) => <ServerFields key={server.machineIdentifier} server={server} {...props} />);
}

function ServerFields({
  server,
  libraries,
  value,
  onChange,
  withAll = false,
}: Omit<Props, 'servers'> & { readonly server: OwnServer }) {
  const { machineIdentifier, name } = server;
  const known = libraries.of(machineIdentifier);
  const chosen = value[machineIdentifier] ?? [];
  const { want } = libraries;
  useEffect(() => want(machineIdentifier), [want, machineIdentifier]);
  return (
    <fieldset className={styles.fields}>
      <legend>
        <Name text={name} />
      </legend>
      {withAll && (
        <CheckChoice
          label={<Sentence text={messageOf('people.access.all')} slots={{ server: <Name text={name} /> }} />}
          hint={i18n.t('people.access.allHint')}
          checked={chosen === 'all'}
          onChange={({ target }) => onChange(machineIdentifier, target.checked ? 'all' : [])}
        />
      )}
      {chosen !== 'all' && (
        <LibraryChoices
          known={known}
          chosen={chosen}
          onChange={(ids) => onChange(machineIdentifier, ids)}
          again={() => libraries.again(machineIdentifier)}
          name={name}
        />
      )}
    </fieldset>
  );
}

function LibraryChoices({
  known,
  chosen,
  onChange,
  again,
  name,
}: {
  readonly known: ReturnType<LiveLibraries['of']>;
  readonly chosen: readonly number[];
  readonly onChange: (ids: readonly number[]) => void;
  readonly again: () => void;
  readonly name: string;
}) {
  if (known.kind === 'reading') return <p className={styles.note}>{i18n.t('people.access.reading')}</p>;
  if (known.kind === 'failed') {
    return <PeopleErrorNotice failure={known.failure} serverName={() => name} again={again} reload={again} />;
  }
  const ids = known.libraries.map(({ id }) => id);
  const hasAll = ids.every((id) => chosen.includes(id));
  return (
    <>
      <ul className={styles.libraries}>
        {known.libraries.map(({ id, title }) => (
          <li key={id}>
            <CheckChoice
              label={<Name text={title} />}
              checked={chosen.includes(id)}
              onChange={({ target }) => onChange(withLibrary(chosen, id, target.checked))}
            />
          </li>
        ))}
      </ul>
      {ids.length > 2 && (
        <div>
          <Button small look="quiet" onClick={() => onChange(hasAll ? [] : ids)}>
            <Sentence
              text={messageOf(hasAll ? 'people.access.none' : 'people.access.every')}
              slots={{ server: <Name text={name} /> }}
            />
          </Button>
        </div>
      )}
    </>
  );
}
