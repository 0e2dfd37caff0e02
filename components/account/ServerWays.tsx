import { i18n } from '#i18n';
import type { AccountServer } from '../../lib/domain/account-server.ts';
import type { ServerSettings } from '../../lib/domain/settings.ts';
import type { PlexCheck } from '../../lib/messages/contract.ts';
import type { HostAccess } from '../host-access.ts';
import { Button } from '../ui/Button.tsx';
import { Disclosure } from '../ui/Disclosure.tsx';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './account.module.css';
import { OwnAddress } from './OwnAddress.tsx';
import { useWays } from './use-ways.ts';
import { WaysTable } from './WaysTable.tsx';

/** How a connected server is reached: every way to it, tried at a click, and another one chosen. */
export function ServerWays({
  known,
  server,
  access,
  onSaved,
}: {
  /** As the account knows it. */
  readonly known: AccountServer;
  readonly server: ServerSettings;
  readonly access: HostAccess;
  readonly onSaved: (check: PlexCheck) => Promise<void>;
}) {
  const allowHttp = server.allowHttp === true || server.address.startsWith('http:');
  const ways = useWays(known, access, onSaved, allowHttp);
  const { probe, chosen, busy, failure } = ways;
  const code = failure?.code ?? ways.check?.steps.find(({ ok }) => !ok)?.code;
  return (
    <Disclosure label={i18n.t('ways.heading')}>
      <div className={styles.saved}>
        <div>
          <Button small icon="again" busy={busy} onClick={ways.tryAll}>
            {i18n.t('ways.try')}
          </Button>
        </div>
        <p role="status" className={styles.status}>
          {busy && (
            <>
              <Icon name="spinner" />
              {i18n.t('ways.trying')}
            </>
          )}
        </p>
        {probe && (
          <WaysTable
            name={server.name}
            probe={probe}
            chosen={chosen}
            choose={ways.choose}
            inUse={server.address}
            allowHttp={allowHttp}
          />
        )}
        {probe && chosen !== null && chosen !== server.address && (
          <div>
            <Button look="primary" busy={busy} onClick={ways.keepChosen}>
              {i18n.t('ways.use')}
            </Button>
          </div>
        )}
        {code && (
          <p role="alert" className={styles.trouble}>
            <ErrorSentence code={code} about={{ server: server.name }} />
          </p>
        )}
        <OwnAddress busy={busy} onTry={ways.connectByOwn} />
      </div>
    </Disclosure>
  );
}
