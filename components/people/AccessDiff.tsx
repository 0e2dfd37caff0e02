import { i18n } from '#i18n';
import type { SharePermissions } from '../../lib/domain/person.ts';
import { readFilter } from '../../lib/domain/share-filter.ts';
import type { OwnServer } from '../../lib/messages/people/contract.ts';
import { messageOf } from '../message.ts';
import { Name } from '../ui/Name.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import type { ServerDiff } from './access-draft.ts';
import styles from './People.module.css';
import { tuners } from './PermissionFields.tsx';
import type { LiveLibraries } from './people-list.ts';

interface Props {
  readonly servers: readonly OwnServer[];
  readonly libraries: Pick<LiveLibraries, 'titleOf'>;
  readonly access: readonly ServerDiff[];
  readonly permissions: Partial<SharePermissions>;
}

/** What will change, one line for each thing, before anything does. */
export function AccessDiff({ servers, libraries, access, permissions }: Props) {
  return (
    <ul className={styles.diff}>
      {access.map((diff) => (
        <ServerLines key={diff.machineIdentifier} {...{ diff, servers, libraries }} />
      ))}
      {(Object.keys(permissions) as (keyof SharePermissions)[]).map((name) => (
        <li key={name} className={styles.changed}>
          <PermissionLine name={name} value={permissions[name]} />
        </li>
      ))}
    </ul>
  );
}

function ServerLines({
  diff,
  servers,
  libraries,
}: Pick<Props, 'servers' | 'libraries'> & { readonly diff: ServerDiff }) {
  const { machineIdentifier, added, removed } = diff;
  const name = servers.find((one) => one.machineIdentifier === machineIdentifier)?.name ?? '';
  const server = <Name text={name} />;
  const line = (key: 'people.diff.added' | 'people.diff.removed', id: number) => (
    <li key={`${key} ${id}`} className={key === 'people.diff.added' ? styles.added : styles.removed}>
      <Sentence
        text={messageOf(key)}
        slots={{ library: <Name text={libraries.titleOf(machineIdentifier, id) ?? String(id)} />, server }}
      />
    </li>
  );
  if (diff.libraries.length === 0) {
    return (
      <li className={styles.removed}>
        <Sentence text={messageOf('people.diff.ends')} slots={{ server }} />
      </li>
    );
  }
  return (
    <>
      {added.map((id) => line('people.diff.added', id))}
      {removed.map((id) => line('people.diff.removed', id))}
    </>
  );
}

function PermissionLine({
  name,
  value,
}: {
  readonly name: keyof SharePermissions;
  readonly value: SharePermissions[keyof SharePermissions] | undefined;
}) {
  const label = i18n.t(`people.permission.${name}`);
  if (typeof value === 'boolean') {
    const text = messageOf(value ? 'people.diff.allowed' : 'people.diff.forbidden');
    return <Sentence text={text} slots={{ what: label }} />;
  }
  if (name === 'allowTuners') {
    const shown = i18n.t(`people.permission.tuners.${tuners[Number(value)] ?? 'none'}`);
    return <Sentence text={messageOf('people.diff.value')} slots={{ what: label, value: shown }} />;
  }
  const limits = limitsOf(String(value ?? ''));
  return limits === '' ? (
    <Sentence text={messageOf('people.diff.unlimited')} slots={{ what: label }} />
  ) : (
    <Sentence
      text={messageOf('people.diff.limited')}
      slots={{ what: label, value: <Name text={limits} /> }}
    />
  );
}

/** Ratings and labels as they were typed, those that are excluded with a minus. */
function limitsOf(text: string): string {
  const { contentRating, label, notContentRating, notLabel } = readFilter(text);
  const excluded = [...notContentRating, ...notLabel].map((value) => `−${value}`);
  return [...contentRating, ...label, ...excluded].join(', ');
}
