import { type SyntheticEvent, useState } from 'react';
import { i18n } from '#i18n';
import { AddressField, OpenAddressWarning } from '../options/AddressField.tsx';
import { readAddress } from '../options/address.ts';
import { Button } from '../ui/Button.tsx';
import { Disclosure } from '../ui/Disclosure.tsx';
import styles from './account.module.css';

/** For a server behind a proxy: an address that plex.tv does not know. */
export function OwnAddress({
  busy,
  onTry,
}: {
  readonly busy: boolean;
  readonly onTry: (typed: string) => void;
}) {
  const [address, setAddress] = useState('');
  const [isBad, setIsBad] = useState(false);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setIsBad(readAddress(address) === null);
    onTry(address);
  };
  return (
    <Disclosure label={i18n.t('ways.ownHeading')}>
      <form className={styles.own} onSubmit={submit} noValidate autoComplete="off">
        <AddressField
          label={i18n.t('ways.own')}
          hint={i18n.t('ways.ownHint')}
          {...(isBad && { problem: i18n.t('error.URL_INVALID') })}
          name="ownAddress"
          value={address}
          onChange={setAddress}
        />
        <OpenAddressWarning address={address} />
        <div className={styles.actions}>
          <Button type="submit" busy={busy}>
            {i18n.t('ways.ownTry')}
          </Button>
          <p className={styles.note}>{i18n.t('ways.permission')}</p>
        </div>
      </form>
    </Disclosure>
  );
}
