import { i18n } from '#i18n';
import type { Happening } from '../../lib/domain/journal.ts';
import type { ActivityItem } from '../../lib/messages/contract.ts';
import { useAsk } from '../ask.tsx';
import { needsAttention, onItsWay } from '../downloads.ts';
import { errorText } from '../error-text.ts';
import { type MessageKey, messageOf } from '../message.ts';
import { Button } from '../ui/Button.tsx';
import { Disclosure } from '../ui/Disclosure.tsx';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Name } from '../ui/Name.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { When } from '../ui/When.tsx';
import { useAction } from '../use-action.ts';
import { ViewInPlexButton } from '../ViewInPlexButton.tsx';
import styles from './activity.module.css';

const words: Record<Happening['what'], MessageKey> = {
  seen: 'activity.what.seen',
  settled: 'activity.what.settled',
  planned: 'activity.what.planned',
  unplanned: 'activity.what.unplanned',
  absent: 'activity.what.absent',
  sending: 'activity.what.sending',
  accepted: 'activity.what.accepted',
  unclear: 'activity.what.unclear',
  'not-sent': 'activity.what.notSent',
  again: 'activity.what.again',
  problem: 'activity.what.problem',
  'went-on': 'activity.what.wentOn',
  available: 'activity.what.available',
  ignored: 'activity.what.ignored',
  restarted: 'activity.what.restarted',
};

/** One download: how it stands, what can be done about it, and what happened. */
export function ActivityEntry({
  item,
  nowMs,
  changed,
}: {
  readonly item: ActivityItem;
  readonly nowMs: number;
  /** Something was decided about it. */
  readonly changed: () => void;
}) {
  const { name, stage, problem, href } = item;
  const isStuck = needsAttention(item);
  return (
    <article className={isStuck ? styles.stuck : styles.entry}>
      <h4 className={styles.name}>
        <Name text={name} />
      </h4>
      <p className={styles.facts}>
        {isStuck && problem ? (
          <ErrorSentence code={problem.code} about={{ path: item.path, folder: item.folder ?? item.path }} />
        ) : (
          messageOf(`stage.${stage}`)
        )}
      </p>
      <div className={styles.actions}>
        {stage === 'available' && href && (
          <ViewInPlexButton
            view={{ state: 'available', href, found: null, expected: 1, evidence: [], library: null }}
          />
        )}
        {(isStuck || onItsWay(item)) && <Decisions item={item} changed={changed} />}
      </div>
      <Disclosure label={i18n.t('activity.events')}>
        {item.events.length === 0 ? (
          <p>{i18n.t('activity.nothingKept')}</p>
        ) : (
          <ol className={styles.events}>
            {item.events.map((event, at) => (
              <li key={`${event.atMs} ${at}`}>
                <When atMs={event.atMs} nowMs={nowMs} as="clock" />
                <Told event={event} item={item} nowMs={nowMs} />
              </li>
            ))}
          </ol>
        )}
      </Disclosure>
    </article>
  );
}

function Decisions({ item, changed }: { readonly item: ActivityItem; readonly changed: () => void }) {
  const ask = useAsk();
  const { run, busy, failure } = useAction();
  const decide = (name: 'download.retry' | 'download.ignore') => () =>
    void run(async () => {
      await ask(name, { id: item.id });
      changed();
    });
  const isScan = item.problem !== null && errorText(item.problem.code).remedy === 'scanAgain';
  return (
    <>
      <Button small icon={isScan ? 'scan' : 'again'} busy={busy} onClick={decide('download.retry')}>
        {i18n.t(isScan ? 'activity.scanAgain' : 'activity.retry')}
      </Button>
      <Button small look="quiet" onClick={decide('download.ignore')}>
        {i18n.t('activity.dismiss')}
      </Button>
      {failure && (
        <p role="alert">
          <ErrorSentence code={failure.code} about={failure} />
        </p>
      )}
    </>
  );
}

/** One thing that happened, and why. */
function Told({
  event,
  item,
  nowMs,
}: {
  readonly event: Happening;
  readonly item: ActivityItem;
  readonly nowMs: number;
}) {
  const { what, code, retryAtMs, section, folder, send } = event;
  return (
    <div>
      <p>
        <Sentence text={messageOf(words[what])} slots={{ number: send }} />
      </p>
      {section && folder && what === 'planned' && (
        <p className={styles.why}>
          <Sentence
            text={messageOf('activity.inLibrary')}
            slots={{ section: <Name text={section} />, folder: <Name text={folder} kind="path" /> }}
          />
        </p>
      )}
      {code && (
        <p className={styles.why}>
          <ErrorSentence code={code} about={{ path: item.path, folder: item.folder }} />{' '}
          {retryAtMs === undefined ? (
            i18n.t('activity.waitsForYou')
          ) : (
            <Sentence
              text={messageOf('activity.nextTry')}
              slots={{ when: <When atMs={retryAtMs} nowMs={nowMs} as="clock" /> }}
            />
          )}
        </p>
      )}
    </div>
  );
}
