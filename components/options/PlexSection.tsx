import { useState } from 'react';
import { i18n } from '#i18n';
import type { PlexCheck, SettingsView } from '../../lib/messages/contract.ts';
import type { HostAccess } from '../host-access.ts';
import { Button } from '../ui/Button.tsx';
import { Connected } from './Connected.tsx';
import { OpenInChoice } from './OpenInChoice.tsx';
import { Panel } from './Panel.tsx';
import { PlexForm } from './PlexForm.tsx';
import { SavedServer } from './SavedServer.tsx';
import type { LiveSettings } from './settings-view.ts';

/** Which Plex servers there are, and a form to add one. */
export function PlexSection({
  settings,
  live,
  access,
}: {
  readonly settings: SettingsView;
  readonly live: LiveSettings;
  readonly access: HostAccess;
}) {
  const [adding, setAdding] = useState(false);
  const [saved, setSaved] = useState<PlexCheck | null>(null);
  const onSaved = async (check: PlexCheck): Promise<void> => {
    setSaved(check);
    await live.reload();
    setAdding(false);
  };
  const { servers } = settings;
  return (
    <>
      {saved?.server && (
        <Connected
          key={saved.server.machineIdentifier}
          sentence="plex.connected"
          server={saved.server.name}
          steps={saved.steps}
          next={{ section: 'clients', label: i18n.t('plex.next') }}
        />
      )}
      {servers.map((server) => (
        <SavedServer
          key={server.machineIdentifier}
          known={saved?.server?.machineIdentifier === server.machineIdentifier ? saved : null}
          {...{ server, live, access, onSaved }}
        />
      ))}
      {servers.length > 0 && (
        <div>
          <Button icon="plus" aria-expanded={adding} onClick={() => setAdding(!adding)}>
            {i18n.t('plex.add')}
          </Button>
        </div>
      )}
      {(servers.length === 0 || adding) && (
        <Panel heading={i18n.t('plex.addHeading')}>
          <PlexForm
            server={null}
            access={access}
            onSaved={onSaved}
            onCancel={adding ? () => setAdding(false) : null}
          />
        </Panel>
      )}
      {servers.length > 0 && <OpenInChoice openIn={settings.openIn} take={live.take} />}
    </>
  );
}
