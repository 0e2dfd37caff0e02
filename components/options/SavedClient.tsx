import { useState } from 'react';
import { i18n } from '#i18n';
import type { ClientOverview } from '../../lib/domain/overview.ts';
import type { ClientSettings } from '../../lib/domain/settings.ts';
import type { ClientCheck } from '../../lib/messages/contract.ts';
import { useAsk } from '../ask.tsx';
import type { HostAccess } from '../host-access.ts';
import { messageOf } from '../message.ts';
import { Notice } from '../ui/Notice.tsx';
import { useAction } from '../use-action.ts';
import { accessFact } from './AccessChoice.tsx';
import { hostOf } from './address.ts';
import { ClientForm } from './ClientForm.tsx';
import { Connection, type ConnectionState } from './Connection.tsx';
import type { ClientKind } from './client-kind.ts';
import { addressesOf, type LiveSettings } from './settings-view.ts';

const states: Record<ClientOverview['state'], ConnectionState> = {
  unknown: 'checking',
  online: 'well',
  trouble: 'trouble',
};

/** A torrent page that is set up: how it is, how it is signed in to, and what can be done with it. */
export function SavedClient({
  client,
  state,
  kinds,
  live,
  access,
  onSaved,
}: {
  readonly client: ClientSettings;
  readonly state: ClientOverview | null;
  readonly kinds: readonly ClientKind[];
  readonly live: LiveSettings;
  readonly access: HostAccess;
  readonly onSaved: (check: ClientCheck, address: string) => Promise<void>;
}) {
  const ask = useAsk();
  const [editing, setEditing] = useState(false);
  const again = useAction();
  const { address, id } = client;
  const remove = async (): Promise<void> => {
    const left = await ask('client.remove', { clientId: id });
    await access.remove(address, addressesOf(left));
    live.take(left);
  };
  const pollAgain = (): void => {
    void again.run(async () => {
      await ask('scan.now', {});
    });
  };
  const label = kinds.find((kind) => kind.id === client.kind)?.label ?? client.kind;
  const code = again.failure?.code ?? (state?.state === 'trouble' ? (state.code ?? 'UNREACHABLE') : null);
  return (
    <Connection
      name={`${label} (${hostOf(address)})`}
      address={address}
      state={again.busy ? 'checking' : states[state?.state ?? 'unknown']}
      facts={[accessFact(client.access)]}
      code={code}
      onRemedy={async (remedy) => {
        if (remedy === 'allow' && !(await access.request(address))) return;
        if (remedy === 'allow' || remedy === 'retry') pollAgain();
        else setEditing(true);
      }}
      isEdited={editing}
      onEdit={() => setEditing(!editing)}
      removeQuestion={messageOf('clients.removeQuestion')}
      removeText={messageOf('clients.removeText')}
      onRemove={remove}
    >
      {state?.isPageUnreadable && (
        <Notice tone="bad">
          <p>{i18n.t('clients.unreadable')}</p>
        </Notice>
      )}
      {editing && (
        <ClientForm
          client={client}
          kinds={kinds}
          access={access}
          onSaved={async (check, saved) => {
            setEditing(false);
            await onSaved(check, saved);
          }}
          onCancel={() => setEditing(false)}
        />
      )}
    </Connection>
  );
}
