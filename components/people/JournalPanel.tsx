import { useState } from 'react';
import { i18n } from '#i18n';
import type { RedemptionView } from '../../lib/messages/people/contract.ts';
import { messageOf } from '../message.ts';
import { Panel } from '../options/Panel.tsx';
import { Button } from '../ui/Button.tsx';
import { Confirm } from '../ui/Confirm.tsx';
import { Name } from '../ui/Name.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { useNow } from '../ui/times.ts';
import { When } from '../ui/When.tsx';
import styles from './People.module.css';
import { PeopleErrorNotice, PeopleSentence } from './PeopleError.tsx';
import { useAskPeople, usePeopleAction } from './people-ask.ts';
import { isLive, type LiveJournal } from './people-journal.ts';
import { RedemptionSteps } from './RedemptionSteps.tsx';

interface Props {
  readonly live: LiveJournal;
  readonly serverName: (machineIdentifier: string) => string | null;
}

const shownAtFirst = 50;

const outcomes = {
  done: 'people.outcome.done',
  ended: 'people.outcome.ended',
  failed: 'people.outcome.failed',
  expired: 'people.outcome.expired',
  cancelled: 'people.outcome.cancelled',
} as const;

/** What came of every invitation that was used: what was shared, why not, and what was taken back. */
export function JournalPanel({ live, serverName }: Props) {
  const [limit, setLimit] = useState(shownAtFirst);
  const runs = live.journal?.redemptions.filter((run) => !isLive(run)) ?? [];
  const broken = live.journal?.broken ?? 0;
  return (
    <Panel heading={i18n.t('people.journal.heading')}>
      {broken > 0 && (
        <Notice tone="bad">
          <p>{i18n.t('people.journal.broken', broken)}</p>
        </Notice>
      )}
      {live.failure && (
        <PeopleErrorNotice failure={live.failure} serverName={serverName} again={live.reload} />
      )}
      {runs.length === 0 && <p className={styles.soft}>{i18n.t('people.journal.empty')}</p>}
      <ul className={styles.list}>
        {runs.slice(0, limit).map((run) => (
          <Entry key={run.id} run={run} take={live.take} serverName={serverName} />
        ))}
      </ul>
      {runs.length > limit && (
        <div>
          <Button onClick={() => setLimit(limit + shownAtFirst)}>
            {i18n.t('people.more', Math.min(shownAtFirst, runs.length - limit))}
          </Button>
        </div>
      )}
    </Panel>
  );
}

function Entry({
  run,
  take,
  serverName,
}: { readonly run: RedemptionView; readonly take: LiveJournal['take'] } & Pick<Props, 'serverName'>) {
  const nowMs = useNow();
  const outcome = run.stage in outcomes ? outcomes[run.stage as keyof typeof outcomes] : null;
  return (
    <li className={styles.item}>
      <h4>
        <Name text={run.guest?.name || run.invitationName} />
      </h4>
      <p className={styles.facts}>
        {run.guest && <Name text={run.invitationName} />}
        <When atMs={run.stageSinceMs} nowMs={nowMs} as="relative" />
        {outcome && <span>{i18n.t(outcome)}</span>}
        {run.stage === 'done' && run.endsAtMs !== null && (
          <span>
            <Sentence
              text={messageOf('people.journal.ends')}
              slots={{ when: <When atMs={run.endsAtMs} nowMs={nowMs} as="clock" /> }}
            />
          </span>
        )}
      </p>
      {run.failure && run.failure.code !== 'CANCELLED' && (
        <p>
          <PeopleSentence failure={run.failure} serverName={serverName} />
        </p>
      )}
      <RedemptionSteps steps={run.steps} />
      {run.stage === 'done' && <TakeBack run={run} take={take} serverName={serverName} />}
    </li>
  );
}

function TakeBack({
  run,
  take,
  serverName,
}: { readonly run: RedemptionView; readonly take: LiveJournal['take'] } & Pick<Props, 'serverName'>) {
  const ask = useAskPeople();
  const { run: act, busy, failure } = usePeopleAction();
  const [isAsked, setAsked] = useState(false);
  const name = <Name text={run.guest?.name ?? ''} />;
  const takeBack = (): void => {
    void act(async () => take(await ask('people.cancel', { id: run.id }))).then((isDone) => {
      if (isDone) setAsked(false);
    });
  };
  return (
    <div>
      <Button small onClick={() => setAsked(true)}>
        {i18n.t('people.takeBack.action')}
      </Button>
      {isAsked && (
        <Confirm
          question={<Sentence text={messageOf('people.takeBack.question')} slots={{ guest: name }} />}
          action={i18n.t('people.takeBack.action')}
          busy={busy}
          onCancel={() => setAsked(false)}
          onConfirm={takeBack}
        >
          {failure ? (
            <PeopleSentence failure={failure} serverName={serverName} />
          ) : (
            i18n.t('people.takeBack.text')
          )}
        </Confirm>
      )}
    </div>
  );
}
