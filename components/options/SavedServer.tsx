import { useCallback, useEffect, useState } from 'react';
import { i18n } from '#i18n';
import type { AccountServer } from '../../lib/domain/account-server.ts';
import type { LibraryState } from '../../lib/domain/library-state.ts';
import type { ServerSettings } from '../../lib/domain/settings.ts';
import type { PlexCheck } from '../../lib/messages/contract.ts';
import { ServerColour } from '../account/ServerColour.tsx';
import { ServerWays } from '../account/ServerWays.tsx';
import { useAsk } from '../ask.tsx';
import type { HostAccess } from '../host-access.ts';
import { messageOf } from '../message.ts';
import { Name } from '../ui/Name.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { ServerDot } from '../ui/ServerDot.tsx';
import { useAction } from '../use-action.ts';
import { Connection } from './Connection.tsx';
import { LibraryLine } from './LibraryLine.tsx';
import { PlexForm } from './PlexForm.tsx';
import { addressesOf, type LiveSettings } from './settings-view.ts';

/** A server that is set up: what it is, whether it answers now, and what can be done with it. */
export function SavedServer({
  server,
  library,
  known,
  listed,
  hasOthers,
  isSignInLost,
  live,
  access,
  onSaved,
}: {
  readonly server: ServerSettings;
  /** Missing before the background has said it. */
  readonly library: LibraryState | undefined;
  /** A test that was just made. */
  readonly known: PlexCheck | null;
  /** As the account that is signed in knows it; missing when it does not. */
  readonly listed: AccountServer | undefined;
  readonly hasOthers: boolean;
  /** Said once for all servers, in another place. */
  readonly isSignInLost: boolean;
  readonly live: LiveSettings;
  readonly access: HostAccess;
  readonly onSaved: (check: PlexCheck) => Promise<void>;
}) {
  const ask = useAsk();
  const [editing, setEditing] = useState(false);
  const [check, setCheck] = useState<PlexCheck | null>(known);
  const { run, busy, failure } = useAction();
  const { address, machineIdentifier } = server;
  const test = useCallback(
    () => run(async () => setCheck(await ask('plex.test', { address, token: null, machineIdentifier }))),
    [ask, run, address, machineIdentifier],
  );
  useEffect(() => {
    if (!known) void test();
  }, [test, known]);
  const remove = async (): Promise<void> => {
    const left = await ask('plex.remove', { machineIdentifier });
    await access.remove(address, addressesOf(left));
    live.take(left);
  };
  const code = failure?.code ?? check?.steps.find((step) => !step.ok)?.code ?? null;
  const isSaidElsewhere = isSignInLost && code !== null && /^TOKEN_/.test(code);
  return (
    <Connection
      name={server.name}
      mark={hasOthers && <ServerDot colour={server.colour ?? 0} />}
      address={address}
      state={code ? 'trouble' : busy || !check ? 'checking' : 'well'}
      facts={[
        <Sentence
          key="version"
          text={messageOf('popup.server.version')}
          slots={{ version: <Name text={server.version.split('-')[0] ?? ''} /> }}
        />,
        <Libraries key="libraries" check={check} />,
        ...(server.isShared ? [i18n.t('plex.shared')] : []),
      ]}
      code={isSaidElsewhere ? null : code}
      onRemedy={async (remedy) => {
        if (remedy === 'allow' && !(await access.request(address))) return;
        if (remedy === 'allow' || remedy === 'retry') void test();
        else setEditing(true);
      }}
      isEdited={editing}
      onEdit={() => setEditing(!editing)}
      removeQuestion={messageOf('plex.removeQuestion')}
      removeText={messageOf('plex.removeText')}
      onRemove={remove}
    >
      {library && <LibraryLine {...{ library, machineIdentifier }} server={server.name} />}
      {hasOthers && <ServerColour {...{ machineIdentifier }} colour={server.colour ?? 0} take={live.take} />}
      {listed && (
        <ServerWays
          known={listed}
          {...{ server, access }}
          onSaved={async (saved) => {
            setCheck(saved);
            await onSaved(saved);
          }}
        />
      )}
      {editing && (
        <PlexForm
          server={server}
          access={access}
          onSaved={async (saved) => {
            setEditing(false);
            setCheck(saved);
            await onSaved(saved);
          }}
          onCancel={() => setEditing(false)}
        />
      )}
    </Connection>
  );
}

function Libraries({ check }: { readonly check: PlexCheck | null }) {
  const found = check?.steps.find(({ step }) => step === 'libraries')?.found ?? null;
  if (found === null) return null;
  return /^\d+$/.test(found) ? i18n.t('plex.libraries', Number(found)) : <Name text={found} />;
}
