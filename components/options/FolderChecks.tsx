import { i18n } from '#i18n';
import type { Failure } from '../../lib/domain/errors.ts';
import type { ClientSettings } from '../../lib/domain/settings.ts';
import type { PathCheck, PathChecks } from '../../lib/messages/contract.ts';
import { messageOf } from '../message.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Name } from '../ui/Name.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { hostOf } from './address.ts';
import styles from './FolderChecks.module.css';
import { Panel } from './Panel.tsx';

/** Every folder that is really saved to, and the library that covers it. Those that none covers come first. */
export function FolderChecks({
  checks,
  checking,
  failure,
  clients,
  onMap,
}: {
  readonly checks: PathChecks | null;
  readonly checking: boolean;
  readonly failure: Failure | null;
  readonly clients: readonly ClientSettings[];
  readonly onMap: (check: PathCheck) => void;
}) {
  const failures = [...(failure ? [failure] : []), ...(checks?.failures ?? [])];
  const paths = [...(checks?.paths ?? [])].sort(
    (a, b) => Number(a.sectionTitle !== null) - Number(b.sectionTitle !== null),
  );
  const hostOfClient = (id: string): string | null => {
    const client = clients.length > 1 ? clients.find((one) => one.id === id) : undefined;
    return client ? hostOf(client.address) : null;
  };
  return (
    <Panel
      heading={i18n.t('paths.check')}
      aside={
        <p role="status" className={styles.checking}>
          {checking && i18n.t('paths.checking')}
        </p>
      }
    >
      <p className={styles.intro}>{i18n.t('paths.checkIntro')}</p>
      {failures.map(({ code, server, operation }) => (
        <Notice key={`${operation}:${server}:${code}`} tone="bad" announce>
          <p>
            <ErrorSentence code={code} about={{ server }} />
          </p>
        </Notice>
      ))}
      {checks && paths.length === 0 && failures.length === 0 && <p>{i18n.t('paths.noFolders')}</p>}
      <ul className={styles.folders} aria-busy={checking || undefined}>
        {paths.map((path) => (
          <li key={`${path.clientId}:${path.clientPath}`}>
            <Folder check={path} host={hostOfClient(path.clientId)} onMap={() => onMap(path)} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Folder({
  check,
  host,
  onMap,
}: {
  readonly check: PathCheck;
  readonly host: string | null;
  readonly onMap: () => void;
}) {
  const { clientPath, plexPath, sectionTitle, torrents } = check;
  const isCovered = sectionTitle !== null;
  return (
    <div className={isCovered ? styles.covered : styles.uncovered}>
      <Icon name={isCovered ? 'check' : 'alert'} />
      <div className={styles.what}>
        <p className={styles.paths}>
          <Name text={clientPath} kind="path" />
          {plexPath !== clientPath && (
            <>
              <Icon name="towards" />
              <Name text={plexPath} kind="path" />
            </>
          )}
        </p>
        <p className={styles.facts}>
          <span className={styles.verdict}>
            {isCovered ? (
              <Sentence text={messageOf('paths.library')} slots={{ library: <Name text={sectionTitle} /> }} />
            ) : (
              i18n.t('paths.uncovered')
            )}
          </span>
          <span>{i18n.t('paths.torrents', torrents)}</span>
          {host && (
            <span>
              <Name text={host} />
            </span>
          )}
        </p>
      </div>
      {!isCovered && (
        <Button small onClick={onMap}>
          {i18n.t('paths.mapThis')}
        </Button>
      )}
    </div>
  );
}
