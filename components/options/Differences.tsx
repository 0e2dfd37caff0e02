import { i18n } from '#i18n';
import type { Difference } from '../../lib/messages/contract.ts';
import { Icon, type IconName } from '../ui/Icon.tsx';
import { Name } from '../ui/Name.tsx';
import styles from './Import.module.css';

const icons: Record<Difference['kind'], IconName> = { added: 'plus', changed: 'again', removed: 'bin' };

/** What would be added, changed and removed, in this order. */
export function Differences({ differences }: { readonly differences: readonly Difference[] }) {
  return (
    <ul className={styles.differences}>
      {differences.map((one) => (
        <li key={JSON.stringify(one)} className={styles[one.kind]}>
          <Icon name={icons[one.kind]} />
          <span>
            <strong>{i18n.t(`backup.kind.${one.kind}`)}</strong> {i18n.t(`backup.part.${one.part}`)}{' '}
            <Details difference={one} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Names come from a file that anybody may have written. */
function Details({ difference: { part, name, before, after } }: { readonly difference: Difference }) {
  const isMoved = before !== null && after !== null && before !== after;
  const where = part === 'mappings' ? after : isMoved ? after : null;
  const first = isMoved && part !== 'mappings' ? before : null;
  const isNamed = name !== null && name !== first;
  return (
    <>
      {isNamed && <Name text={name} kind={part === 'servers' || part === 'rules' ? 'name' : 'path'} />}
      {first !== null && (
        <>
          {isNamed && ' · '}
          <Name text={first} kind="path" />
        </>
      )}
      {where !== null && (
        <>
          {' '}
          <Icon name="towards" /> <Name text={where} kind="path" />
        </>
      )}
    </>
  );
}
