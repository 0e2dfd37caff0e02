import { i18n } from '#i18n';
import type { AccountView, PlexCheck } from '../../lib/messages/contract.ts';
import type { HostAccess } from '../host-access.ts';
import styles from './account.module.css';
import { ServerOffer } from './ServerOffer.tsx';

/** The servers of the account that are not connected yet: one's own first, and of those the ones that are on. */
export function AccountServers({
  view,
  connected,
  access,
  onSaved,
}: {
  readonly view: AccountView | null;
  /** Ids of servers that are connected. */
  readonly connected: readonly string[];
  readonly access: HostAccess;
  readonly onSaved: (check: PlexCheck) => Promise<void>;
}) {
  if (!view?.account || view.isLost) return null;
  const { servers } = view.account;
  const open = servers.filter(({ machineIdentifier }) => !connected.includes(machineIdentifier));
  const wanted = open.find(({ owned, isOnline }) => owned && isOnline) ?? open[0];
  if (open.length === 0) {
    if (servers.length > 0 && connected.length > 0) return null;
    return <p className={styles.soft}>{i18n.t('account.noServers')}</p>;
  }
  return (
    <>
      <h3 className={styles.heading}>{i18n.t('account.servers')}</h3>
      {open.map((server) => (
        <ServerOffer
          key={server.machineIdentifier}
          isFirst={server === wanted && connected.length === 0}
          {...{ server, access, onSaved }}
        />
      ))}
    </>
  );
}
