import { i18n } from '#i18n';
import type { AccountServer } from '../../lib/domain/account-server.ts';
import type { PlexCheck } from '../../lib/messages/contract.ts';
import type { HostAccess } from '../host-access.ts';
import { messageOf } from '../message.ts';
import { CheckSteps } from '../options/CheckSteps.tsx';
import { Panel } from '../options/Panel.tsx';
import { Button } from '../ui/Button.tsx';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Name } from '../ui/Name.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import styles from './account.module.css';
import { OwnAddress } from './OwnAddress.tsx';
import { useWays } from './use-ways.ts';
import { WaysTable } from './WaysTable.tsx';

/** A server of the account that is not connected yet: one click tries every way to it and takes the best. */
export function ServerOffer({
  server,
  isFirst,
  access,
  onSaved,
}: {
  readonly server: AccountServer;
  /** The one most people want. */
  readonly isFirst: boolean;
  readonly access: HostAccess;
  readonly onSaved: (check: PlexCheck) => Promise<void>;
}) {
  const ways = useWays(server, access, onSaved);
  const { probe, busy, failure, check } = ways;
  const hasHome = server.addresses.some(
    ({ address, reach }) => reach === 'local' && address.startsWith('http:'),
  );
  const wasRefused = probe?.probed.some(({ address, code }) => address.startsWith('http:') && code !== null);
  const isTried = probe !== null && ways.chosen === null && !busy;
  const asksHttp = isTried && hasHome && !(wasRefused && isHttpTried(probe));
  return (
    <Panel heading={<Name text={server.name} />}>
      <div className={styles.offer}>
        <p className={styles.facts}>
          <span>
            <Sentence
              text={messageOf('account.version')}
              slots={{ version: <Name text={server.version.split('-')[0] ?? ''} /> }}
            />
          </span>
          {!server.isOnline && <span>{i18n.t('account.offline')}</span>}
        </p>
        <Button look={isFirst ? 'primary' : 'plain'} busy={busy} onClick={ways.connect}>
          {i18n.t('account.connect')}
          <span className="visually-hidden">
            {' '}
            <Name text={server.name} />
          </span>
        </Button>
      </div>
      {!server.owned && (
        <p className={styles.soft}>
          <Sentence
            text={messageOf('plex.sharedBy')}
            slots={{ owner: <Name text={server.ownerName ?? i18n.t('plex.unnamedOwner')} /> }}
          />
        </p>
      )}
      <p role="status" className={styles.status}>
        {busy && (
          <>
            <Icon name="spinner" />
            {i18n.t('account.connecting')}
          </>
        )}
        {isTried && i18n.t('ways.none')}
      </p>
      {asksHttp && (
        <Notice
          tone="calm"
          icon="lock"
          actions={
            <Button look="primary" onClick={ways.connectByHttp}>
              {i18n.t('ways.http')}
            </Button>
          }
        >
          <p className={styles.strong}>{i18n.t('ways.httpHeading')}</p>
          <p>{i18n.t('ways.httpText')}</p>
        </Notice>
      )}
      {isTried && hasHome && !asksHttp && <p>{i18n.t('ways.noHttp')}</p>}
      {probe && (
        <WaysTable name={server.name} probe={probe} chosen={ways.chosen} inUse={null} allowHttp={false} />
      )}
      {probe && <OwnAddress busy={busy} onTry={ways.connectByOwn} />}
      {check && (
        <CheckSteps
          test={{ steps: check.steps, running: false, failure: null }}
          address={ways.chosen ?? ''}
          running=""
          onRemedy={ways.connect}
        />
      )}
      {failure && (
        <Notice tone="bad" announce>
          <p>
            <ErrorSentence code={failure.code} about={{ server: failure.server ?? server.name }} />
          </p>
        </Notice>
      )}
    </Panel>
  );
}

/** The addresses without encryption at home were asked, and none answered. */
const isHttpTried = ({ probed, withHttp }: NonNullable<ReturnType<typeof useWays>['probe']>): boolean =>
  withHttp.length === 0 &&
  probed.every(({ address, code }) => !address.startsWith('http:') || code !== 'PERMISSION_MISSING');
