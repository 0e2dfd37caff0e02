import { useState } from 'react';
import { i18n } from '#i18n';
import type { Overview, ServerOverview } from '../../lib/domain/overview.ts';
import type { PlexCheck, SettingsView } from '../../lib/messages/contract.ts';
import { AccountServers } from '../account/AccountServers.tsx';
import { SignInPanel } from '../account/SignInPanel.tsx';
import { useAccount } from '../account/use-account.ts';
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
  states,
  live,
  access,
  signIn,
}: {
  readonly settings: SettingsView;
  /** How the servers were when they were last asked. */
  readonly states: readonly ServerOverview[];
  readonly live: LiveSettings;
  readonly access: HostAccess;
  /** How the sign-in with plex.tv was when it was last looked at. */
  readonly signIn: Overview['signIn'];
}) {
  const [adding, setAdding] = useState(false);
  const [saved, setSaved] = useState<PlexCheck | null>(null);
  const account = useAccount(signIn ?? '');
  const onSaved = async (check: PlexCheck): Promise<void> => {
    setSaved(check);
    await live.reload();
    setAdding(false);
  };
  const { servers } = settings;
  const isLost = account.view?.isLost === true;
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
      {isLost && <SignInPanel {...{ account, access }} />}
      {servers.map((server) => (
        <SavedServer
          key={server.machineIdentifier}
          library={states.find((one) => one.machineIdentifier === server.machineIdentifier)?.library}
          known={saved?.server?.machineIdentifier === server.machineIdentifier ? saved : null}
          listed={account.view?.account?.servers.find(
            (one) => one.machineIdentifier === server.machineIdentifier,
          )}
          hasOthers={servers.length > 1}
          isSignInLost={isLost}
          {...{ server, live, access, onSaved }}
        />
      ))}
      {!isLost && <SignInPanel {...{ account, access }} />}
      <AccountServers
        view={account.view}
        connected={servers.map(({ machineIdentifier }) => machineIdentifier)}
        {...{ access, onSaved }}
      />
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
