import { i18n } from '#i18n';
import type { PathMapping } from '../../lib/domain/media-path.ts';
import type { ServerOverview } from '../../lib/domain/overview.ts';
import type { MappingProposals, SettingsView } from '../../lib/messages/contract.ts';
import { Button, LinkButton } from '../ui/Button.tsx';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Name } from '../ui/Name.tsx';
import { Notice } from '../ui/Notice.tsx';
import { hostOf } from './address.ts';
import { Panel } from './Panel.tsx';
import styles from './ProposalPanel.module.css';
import { ProposalRows } from './ProposalRows.tsx';
import { type LiveProposals, useProposals } from './proposals.ts';
import { ReadingBar, readingCount, readingOf } from './ReadingProgress.tsx';

interface Props {
  readonly settings: SettingsView;
  readonly states: readonly ServerOverview[];
  /** Looks by itself; else there is a button. */
  readonly isWanted: boolean;
  /** Stores these mappings beside those that are stored. */
  readonly onKeep: (mappings: readonly PathMapping[]) => Promise<void>;
}

/** What the downloads that are in Plex already say of the folders: mappings to keep with one click. */
export function ProposalPanel({ settings, states, isWanted, onKeep }: Props) {
  const live = useProposals(isWanted);
  const { answer, asking, failure, askAgain } = live;
  const reading = answer?.reading ? (readingOf(states) ?? answer.reading) : null;
  const isUnread = answer?.lookedAt === 0 && !reading && states.some(isNeverRead);
  const failures = [...(failure ? [failure] : []), ...(answer?.failures ?? [])];
  return (
    <Panel
      heading={i18n.t('proposals.heading')}
      aside={
        <Button small icon="again" busy={asking || reading !== null} onClick={askAgain}>
          {answer || failure || asking ? i18n.t('proposals.again') : i18n.t('proposals.look')}
        </Button>
      }
    >
      <div className={styles.content}>
        <p role="status">{leadOf(live, isUnread)}</p>
        {reading && (
          <div className={styles.reading}>
            <ReadingBar reading={reading} />
            <p>{readingCount(reading)}</p>
          </div>
        )}
        {answer && answer.proposals.length > 0 && (
          <ProposalRows proposals={answer.proposals} {...{ settings, onKeep }} />
        )}
        {answer && answer.unexplained.length > 0 && (
          <Unexplained folders={answer.unexplained} clients={settings.clients} />
        )}
        {failures.map(({ code, server, operation }) => (
          <Notice key={`${operation}:${server}:${code}`} tone="bad" announce>
            <p>
              <ErrorSentence code={code} about={{ server }} />
            </p>
          </Notice>
        ))}
        {isUnread && (
          <div>
            <LinkButton small href="#plex">
              {i18n.t('library.readNow')}
            </LinkButton>
          </div>
        )}
      </div>
    </Panel>
  );
}

const isNeverRead = ({ library }: ServerOverview): boolean =>
  library?.kind === 'stopped' || library?.kind === 'too-large';

/** One sentence for how things are. */
function leadOf({ answer, asking, failure }: LiveProposals, isUnread: boolean): string {
  if (!answer) {
    if (asking) return i18n.t('proposals.looking');
    return failure ? i18n.t('proposals.failed') : i18n.t('proposals.idle');
  }
  const { proposals, reading, unexplained, lookedAt, failures } = answer;
  if (proposals.length > 0) return i18n.t('proposals.found');
  if (reading) return i18n.t('proposals.reading');
  if (isUnread) return i18n.t('proposals.unread');
  if (lookedAt === 0)
    return failures.length > 0 ? i18n.t('proposals.failed') : i18n.t('proposals.noDownloads');
  if (unexplained.length > 0) return i18n.t('proposals.nothingFits', lookedAt);
  return i18n.t('proposals.nothingNeeded', lookedAt);
}

function Unexplained({
  folders,
  clients,
}: {
  readonly folders: MappingProposals['unexplained'];
  readonly clients: SettingsView['clients'];
}) {
  return (
    <div className={styles.unexplained}>
      <p>{i18n.t('proposals.unexplained')}</p>
      <ul>
        {folders.map(({ clientId, clientPath }) => {
          const client = clients.length > 1 ? clients.find(({ id }) => id === clientId) : undefined;
          return (
            <li key={`${clientId}:${clientPath}`}>
              <Name text={clientPath} kind="path" />
              {client && (
                <span className={styles.host}>
                  {' '}
                  <Name text={hostOf(client.address)} />
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
