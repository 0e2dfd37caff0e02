import { useEffect, useRef } from 'react';
import { i18n } from '#i18n';
import type { HeldBatch } from '../../lib/domain/held-batch.ts';
import type { Overview } from '../../lib/domain/overview.ts';
import { useAsk } from '../ask.tsx';
import { messageOf } from '../message.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Name } from '../ui/Name.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { wholeNumber } from '../ui/times.ts';
import { useAction } from '../use-action.ts';
import { keepFocusNear } from './AttentionItem.tsx';
import styles from './downloads.module.css';

/** One question for all that completed at once in a torrent client: old torrents look just like that. */
export function HeldQuestion({
  batch,
  client,
  take,
}: {
  readonly batch: HeldBatch;
  /** Name of the torrent client. */
  readonly client: string;
  readonly take: (overview: Overview) => void;
}) {
  const ask = useAsk();
  const { run, busy, failure } = useAction();
  const item = useRef<HTMLElement>(null);
  useEffect(() => keepFocusNear(item.current), []);
  const { clientId, count, untilMs } = batch;
  const answer = (isWanted: boolean) => () =>
    void run(async () => take(await ask('batch.answer', { clientId, untilMs, isWanted })));
  return (
    <article ref={item} className={styles.attention}>
      <h3 className={styles.question}>
        <Sentence
          text={messageOf('popup.held.text')}
          slots={{ count: wholeNumber(count), client: <Name text={client} /> }}
        />
      </h3>
      <p className={styles.problem}>{i18n.t('popup.held.hint')}</p>
      <div className={styles.actions}>
        <Button small icon="scan" onClick={answer(true)} busy={busy}>
          {i18n.t('popup.held.tell')}
        </Button>
        <Button small look="quiet" onClick={answer(false)}>
          {i18n.t('popup.held.old')}
        </Button>
      </div>
      {failure && (
        <p role="alert" className={styles.failure}>
          <ErrorSentence code={failure.code} about={failure} />
        </p>
      )}
    </article>
  );
}
