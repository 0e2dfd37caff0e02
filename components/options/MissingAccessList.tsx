import { useState } from 'react';
import { i18n } from '#i18n';
import type { MissingAccess } from '../../lib/messages/contract.ts';
import type { HostAccess } from '../host-access.ts';
import { Button, LinkButton } from '../ui/Button.tsx';
import { Name } from '../ui/Name.tsx';
import { Notice } from '../ui/Notice.tsx';
import { hostOf } from './address.ts';
import styles from './Import.module.css';

/** After an import: what a file can't bring with it, each with the one thing to do. */
export function MissingAccessList({
  missing,
  access,
}: {
  readonly missing: MissingAccess;
  readonly access: HostAccess;
}) {
  const [allowed, setAllowed] = useState<readonly string[]>([]);
  const permissions = [...new Set(missing.permissions)].filter((address) => !allowed.includes(address));
  const { servers, clients } = missing;
  const isAll = permissions.length + servers.length + clients.length === 0;
  const allow = async (address: string): Promise<void> => {
    if (await access.request(address)) setAllowed((before) => [...before, address]);
  };
  return (
    <>
      <Notice tone="good" announce>
        <p>
          {i18n.t('backup.done')} {!isAll && i18n.t('backup.missing.heading')}
        </p>
      </Notice>
      <ul className={styles.missing}>
        {permissions.map((address) => (
          <li key={address}>
            <span>
              {i18n.t('backup.missing.permission')} <Name text={hostOf(address)} kind="path" />
            </span>
            <Button small icon="lock" onClick={() => allow(address)}>
              {i18n.t('remedy.allow')}
              <span className="visually-hidden"> {hostOf(address)}</span>
            </Button>
          </li>
        ))}
        {servers.map(({ machineIdentifier, name }) => (
          <li key={machineIdentifier}>
            <span>
              {i18n.t('backup.missing.signIn')} <Name text={name} />
            </span>
            <LinkButton small href="#plex">
              {i18n.t('options.plex')}
            </LinkButton>
          </li>
        ))}
        {clients.map(({ id, address }) => (
          <li key={id}>
            <span>
              {i18n.t('backup.missing.signIn')} <Name text={hostOf(address)} kind="path" />
            </span>
            <LinkButton small href="#clients">
              {i18n.t('options.clients')}
            </LinkButton>
          </li>
        ))}
      </ul>
    </>
  );
}
