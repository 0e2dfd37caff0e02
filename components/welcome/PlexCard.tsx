import { useState } from 'react';
import { i18n } from '#i18n';
import type { Overview } from '../../lib/domain/overview.ts';
import type { PlexCheck, SettingsView } from '../../lib/messages/contract.ts';
import { AccountServers } from '../account/AccountServers.tsx';
import { SignInPanel } from '../account/SignInPanel.tsx';
import { useAccount } from '../account/use-account.ts';
import type { HostAccess } from '../host-access.ts';
import { PlexForm } from '../options/PlexForm.tsx';
import { SavedServer } from '../options/SavedServer.tsx';
import type { LiveSettings } from '../options/settings-view.ts';
import { Disclosure } from '../ui/Disclosure.tsx';
import { Card } from './Card.tsx';

/** Step one: sign in and take a server, or paste a token. */
export function PlexCard({
  settings,
  live,
  access,
  overview,
}: {
  readonly settings: SettingsView;
  readonly live: LiveSettings;
  readonly access: HostAccess;
  readonly overview: Overview;
}) {
  const account = useAccount(overview.signIn ?? '');
  const [saved, setSaved] = useState<PlexCheck | null>(null);
  const onSaved = async (check: PlexCheck): Promise<void> => {
    setSaved(check);
    await live.reload();
  };
  const { servers } = settings;
  const isDone = servers.length > 0;
  const isLost = account.view?.isLost === true;
  return (
    <Card
      number={1}
      heading={i18n.t('welcome.plex.heading')}
      text={i18n.t('welcome.plex.text')}
      isDone={isDone}
    >
      {servers.map((server) => (
        <SavedServer
          key={server.machineIdentifier}
          library={
            overview.servers.find((one) => one.machineIdentifier === server.machineIdentifier)?.library
          }
          known={saved?.server?.machineIdentifier === server.machineIdentifier ? saved : null}
          listed={account.view?.account?.servers.find(
            (one) => one.machineIdentifier === server.machineIdentifier,
          )}
          hasOthers={false}
          isSignInLost={isLost}
          {...{ server, live, access, onSaved }}
        />
      ))}
      {(!isDone || isLost) && <SignInPanel {...{ account, access }} />}
      {!isDone && (
        <>
          <AccountServers view={account.view} connected={[]} {...{ access, onSaved }} />
          <Disclosure label={i18n.t('welcome.plex.token')}>
            <PlexForm server={null} access={access} onSaved={onSaved} onCancel={null} />
          </Disclosure>
        </>
      )}
    </Card>
  );
}
