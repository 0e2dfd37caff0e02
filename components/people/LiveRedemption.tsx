import { useState } from 'react';
import { i18n } from '#i18n';
import type { RedemptionView } from '../../lib/messages/people/contract.ts';
import { messageOf } from '../message.ts';
import { Panel } from '../options/Panel.tsx';
import { Button, LinkButton } from '../ui/Button.tsx';
import { Name } from '../ui/Name.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { TimeLeft } from '../ui/TimeLeft.tsx';
import styles from './People.module.css';
import { PeopleErrorNotice, PeopleSentence } from './PeopleError.tsx';
import { useAskPeople, usePeopleAction } from './people-ask.ts';
import type { LiveJournal } from './people-journal.ts';
import { RedemptionSteps } from './RedemptionSteps.tsx';

interface Props {
  readonly run: RedemptionView;
  readonly take: LiveJournal['take'];
  readonly serverName: (machineIdentifier: string) => string | null;
}

/** A redemption under way: whom or what it waits for, every step, and the way out. */
export function LiveRedemption({ run, take, serverName }: Props) {
  const ask = useAskPeople();
  const { run: act, busy, failure } = usePeopleAction();
  const { stage, id } = run;
  const canCancel = stage !== 'undoing' && stage !== 'ending' && !run.isCancelled;
  const cancel = (): void => void act(async () => take(await ask('people.cancel', { id })));
  const confirm = (): void => void act(async () => take(await ask('people.confirm', { id })));
  return (
    <Panel heading={<Name text={run.invitationName} />}>
      <div role="status">
        <Stage run={run} />
      </div>
      {run.link && stage === 'waiting-for-guest' && <LinkToSend link={run.link} />}
      <RedemptionSteps steps={run.steps} />
      {run.failure && run.failure.code !== 'CANCELLED' && stage === 'undoing' && (
        <Notice tone="bad">
          <p>
            <PeopleSentence failure={run.failure} serverName={serverName} />
          </p>
        </Notice>
      )}
      {run.undoFailures.map((one, at) => (
        <Notice key={at} tone="bad">
          <p>
            <Sentence
              text={messageOf('people.undoFailed')}
              slots={{ reason: <PeopleSentence failure={one} serverName={serverName} /> }}
            />
          </p>
        </Notice>
      ))}
      {failure && <PeopleErrorNotice failure={failure} serverName={serverName} />}
      {canCancel && (
        <div className={styles.actions}>
          {stage === 'waiting-for-owner' && (
            <Button look="primary" busy={busy} onClick={confirm}>
              {i18n.t('people.confirm')}
            </Button>
          )}
          <Button busy={busy && stage !== 'waiting-for-owner'} onClick={cancel}>
            {i18n.t(stage === 'waiting-for-owner' ? 'people.decline' : 'people.cancel')}
          </Button>
        </div>
      )}
    </Panel>
  );
}

function Stage({ run }: { readonly run: RedemptionView }) {
  const guest = <Name text={run.guest?.name ?? ''} />;
  if (run.stage === 'waiting-for-owner') {
    return (
      <>
        <p>
          <Sentence text={messageOf('people.stage.waitingForOwner')} slots={{ guest }} />
        </p>
        {run.guest?.email && (
          <p className={styles.address}>
            <Name text={run.guest.email} />
          </p>
        )}
      </>
    );
  }
  const isCancelled = run.isCancelled || run.failure?.code === 'CANCELLED';
  const key = isCancelled && run.stage !== 'ending' ? 'cancelling' : run.stage;
  const text = {
    'waiting-for-guest': 'people.stage.waitingForGuest',
    running: 'people.stage.running',
    undoing: 'people.stage.undoing',
    ending: 'people.stage.ending',
    cancelling: 'people.stage.cancelling',
  } as const;
  const known = key in text ? text[key as keyof typeof text] : null;
  return <p>{known && <Sentence text={messageOf(known)} slots={{ guest }} />}</p>;
}

/** The address that is the invitation, to be sent, or opened here. */
function LinkToSend({ link }: { readonly link: NonNullable<RedemptionView['link']> }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(link.url);
    setCopied(true);
  };
  return (
    <>
      <bdi className={styles.link}>{link.url}</bdi>
      <p className={styles.facts}>
        <TimeLeft untilMs={link.expiresAtMs} />
        <span role="status">{isCopied && i18n.t('people.link.copied')}</span>
      </p>
      <div className={styles.actions}>
        <Button look="primary" onClick={() => void copy().catch(() => setCopied(false))}>
          {i18n.t('people.link.copy')}
        </Button>
        <LinkButton icon="outward" href={link.url} newTab>
          {i18n.t('people.link.open')}
        </LinkButton>
      </div>
      <p className={styles.note}>{i18n.t('people.link.hint')}</p>
    </>
  );
}
