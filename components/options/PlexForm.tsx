import { type SyntheticEvent, useRef, useState } from 'react';
import { i18n } from '#i18n';
import type { ServerSettings } from '../../lib/domain/settings.ts';
import type { PlexCheck } from '../../lib/messages/contract.ts';
import { useAsk } from '../ask.tsx';
import type { Remedy } from '../error-text.ts';
import type { HostAccess } from '../host-access.ts';
import { Button } from '../ui/Button.tsx';
import { AddressField, OpenAddressWarning } from './AddressField.tsx';
import { readAddress } from './address.ts';
import { useBorrowedFocus } from './borrowed-focus.ts';
import { CheckSteps } from './CheckSteps.tsx';
import { useConnectionTest } from './connection-test.ts';
import styles from './form.module.css';
import { applyRemedy } from './form-remedy.ts';
import { TokenField } from './TokenField.tsx';

/** Address and token of a server. Saving tests first; the browser is asked for the host within the click. */
export function PlexForm({
  server,
  access,
  onSaved,
  onCancel,
}: {
  /** The one to change; `null` for a new one. */
  readonly server: ServerSettings | null;
  readonly access: HostAccess;
  readonly onSaved: (check: PlexCheck) => Promise<void>;
  readonly onCancel: (() => void) | null;
}) {
  const ask = useAsk();
  const test = useConnectionTest(access);
  const form = useRef<HTMLFormElement>(null);
  useBorrowedFocus(form, onCancel !== null);
  const [address, setAddress] = useState(server?.address ?? '');
  const [asksToken, setAsksToken] = useState(server === null);
  const save = async (machineIdentifier: string | null): Promise<void> => {
    const typed = form.current && new FormData(form.current).get('token');
    const token = typeof typed === 'string' && typed.trim() !== '' ? typed.trim() : null;
    const check = await test.run(address, () =>
      ask('plex.save', { address: readAddress(address) ?? address, token, machineIdentifier }),
    );
    if (check?.server) await onSaved(check);
  };
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault();
    void save(server?.machineIdentifier ?? null);
  };
  const onRemedy = (remedy: Remedy): void => {
    if (remedy === 'useThisServer') return void save(null);
    if (remedy === 'enterToken') setAsksToken(true);
    applyRemedy(remedy, form.current, 'token');
  };
  return (
    <form ref={form} className={styles.form} onSubmit={onSubmit} autoComplete="off" noValidate>
      <AddressField
        label={i18n.t('options.address')}
        hint={i18n.t('plex.addressHint')}
        name="address"
        value={address}
        onChange={setAddress}
      />
      <OpenAddressWarning address={address} />
      <TokenField asksToken={asksToken} onReplace={() => setAsksToken(true)} />
      <div className={styles.actions}>
        <Button type="submit" look="primary" busy={test.running}>
          {i18n.t('plex.save')}
        </Button>
        {onCancel && (
          <Button look="quiet" onClick={onCancel}>
            {i18n.t('options.cancel')}
          </Button>
        )}
        <p className={styles.note}>{i18n.t('plex.permission')}</p>
      </div>
      <CheckSteps
        test={test}
        address={readAddress(address) ?? address}
        running={i18n.t('plex.running')}
        onRemedy={onRemedy}
      />
    </form>
  );
}
