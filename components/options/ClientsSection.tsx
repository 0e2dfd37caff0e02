import { useState } from 'react';
import { i18n } from '#i18n';
import type { ClientOverview } from '../../lib/domain/overview.ts';
import type { ClientCheck, SettingsView } from '../../lib/messages/contract.ts';
import type { HostAccess } from '../host-access.ts';
import { Button } from '../ui/Button.tsx';
import { hostOf } from './address.ts';
import { ClientForm } from './ClientForm.tsx';
import { Connected } from './Connected.tsx';
import type { ClientKind } from './client-kind.ts';
import { Panel } from './Panel.tsx';
import { SavedClient } from './SavedClient.tsx';
import type { LiveSettings } from './settings-view.ts';

/** Which torrent pages there are, and a form to add one. */
export function ClientsSection({
  settings,
  states,
  kinds,
  live,
  access,
}: {
  readonly settings: SettingsView;
  /** How each client was when it was last asked. */
  readonly states: readonly ClientOverview[];
  readonly kinds: readonly ClientKind[];
  readonly live: LiveSettings;
  readonly access: HostAccess;
}) {
  const [adding, setAdding] = useState(false);
  const [saved, setSaved] = useState<{ check: ClientCheck; address: string } | null>(null);
  const onSaved = async (check: ClientCheck, address: string): Promise<void> => {
    setSaved({ check, address });
    await live.reload();
    setAdding(false);
  };
  const { clients } = settings;
  return (
    <>
      {saved && (
        <Connected
          key={saved.address}
          sentence="clients.connected"
          server={hostOf(saved.address)}
          steps={saved.check.steps}
          next={{ section: 'paths', label: i18n.t('clients.next') }}
        />
      )}
      {clients.map((client) => (
        <SavedClient
          key={client.id}
          state={states.find(({ id }) => id === client.id) ?? null}
          {...{ client, kinds, live, access, onSaved }}
        />
      ))}
      {clients.length > 0 && (
        <div>
          <Button icon="plus" aria-expanded={adding} onClick={() => setAdding(!adding)}>
            {i18n.t('clients.add')}
          </Button>
        </div>
      )}
      {(clients.length === 0 || adding) && (
        <Panel heading={i18n.t('clients.addHeading')}>
          <ClientForm
            client={null}
            kinds={kinds}
            access={access}
            onSaved={onSaved}
            onCancel={adding ? () => setAdding(false) : null}
          />
        </Panel>
      )}
    </>
  );
}
