import { type SyntheticEvent, useRef, useState } from 'react';
import { i18n } from '#i18n';
import type { ClientSettings } from '../../lib/domain/settings.ts';
import type { ClientCheck } from '../../lib/messages/contract.ts';
import { useAsk } from '../ask.tsx';
import type { HostAccess } from '../host-access.ts';
import { Button } from '../ui/Button.tsx';
import { Choice } from '../ui/Field.tsx';
import { AccessChoice } from './AccessChoice.tsx';
import { AddressField, OpenAddressWarning } from './AddressField.tsx';
import { readAddress } from './address.ts';
import { useBorrowedFocus } from './borrowed-focus.ts';
import { CheckSteps } from './CheckSteps.tsx';
import { readClientForm } from './client-form-data.ts';
import { type ClientKind, likelyKind } from './client-kind.ts';
import { useConnectionTest } from './connection-test.ts';
import styles from './form.module.css';
import { applyRemedy } from './form-remedy.ts';

/** Program, address and sign-in of a torrent page. The address of one that exists stays: it is what it is known by. */
export function ClientForm({
  client,
  kinds,
  access,
  onSaved,
  onCancel,
}: {
  readonly client: ClientSettings | null;
  readonly kinds: readonly ClientKind[];
  readonly access: HostAccess;
  readonly onSaved: (check: ClientCheck, address: string) => Promise<void>;
  readonly onCancel: (() => void) | null;
}) {
  const ask = useAsk();
  const test = useConnectionTest(access);
  const form = useRef<HTMLFormElement>(null);
  useBorrowedFocus(form, onCancel !== null);
  const [address, setAddress] = useState(client?.address ?? '');
  const [chosenKind, setChosenKind] = useState(client?.kind ?? null);
  const [chosenAccess, setChosenAccess] = useState<ClientSettings['access']>(
    client?.access ?? 'browser-session',
  );
  const kind = kinds.find(({ id }) => id === chosenKind) ?? likelyKind(address, kinds);
  const accesses = kind?.accesses ?? [];
  const signIn = accesses.includes(chosenAccess) ? chosenAccess : (accesses[0] ?? chosenAccess);
  const onSubmit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    const request = readClientForm(form.current, {
      kind: kind?.id ?? '',
      address: readAddress(address) ?? address,
      access: signIn,
    });
    const check = await test.run(address, () => ask('client.save', request));
    if (check?.ok) await onSaved(check, request.client.address);
  };
  return (
    <form ref={form} className={styles.form} onSubmit={onSubmit} autoComplete="off" noValidate>
      <div className={styles.pair}>
        <Choice
          label={i18n.t('clients.kind')}
          name="kind"
          value={kind?.id}
          onChange={(event) => setChosenKind(event.target.value)}
        >
          {kinds.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </Choice>
        <AddressField
          label={i18n.t('options.address')}
          hint={i18n.t('clients.addressHint')}
          name="address"
          value={address}
          readOnly={client !== null}
          onChange={setAddress}
        />
      </div>
      <OpenAddressWarning address={address} />
      <AccessChoice
        accesses={accesses}
        chosen={signIn}
        choose={setChosenAccess}
        username={kind?.passwordAlone ? null : (client?.username ?? '')}
      />
      <div className={styles.actions}>
        <Button type="submit" look="primary" busy={test.running}>
          {i18n.t('clients.save')}
        </Button>
        {onCancel && (
          <Button look="quiet" onClick={onCancel}>
            {i18n.t('options.cancel')}
          </Button>
        )}
        <p className={styles.note}>{i18n.t('clients.permission')}</p>
      </div>
      <CheckSteps
        test={test}
        address={readAddress(address) ?? address}
        running={i18n.t('clients.running')}
        onRemedy={(remedy) => applyRemedy(remedy, form.current, 'secret')}
      />
    </form>
  );
}
