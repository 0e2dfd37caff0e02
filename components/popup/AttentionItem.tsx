import { useEffect, useRef } from 'react';
import { i18n } from '#i18n';
import type { DownloadOverview, Overview } from '../../lib/domain/overview.ts';
import { displayName } from '../../lib/domain/text.ts';
import { useAsk } from '../ask.tsx';
import { errorText } from '../error-text.ts';
import { optionsPage } from '../options-page.ts';
import { Button, LinkButton } from '../ui/Button.tsx';
import { Disclosure } from '../ui/Disclosure.tsx';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Name } from '../ui/Name.tsx';
import { When } from '../ui/When.tsx';
import { useAction } from '../use-action.ts';
import styles from './downloads.module.css';
import { PopupRemedy } from './PopupRemedy.tsx';

type Problem = NonNullable<DownloadOverview['problem']>;

/** A download that waits for a person: one sentence, one remedy, or leave it out. */
export function AttentionItem({
  download,
  problem,
  asked,
  nowMs,
  take,
}: {
  readonly download: DownloadOverview;
  readonly problem: Problem;
  /** Who the problem is with, where that is known. */
  readonly asked: string | null;
  readonly nowMs: number;
  readonly take: (overview: Overview) => void;
}) {
  const ask = useAsk();
  const { run, busy, failure } = useAction();
  const decide = (name: 'download.retry' | 'download.ignore') => () =>
    void run(async () => take(await ask(name, { id: download.id })));
  const about = { server: asked, path: download.path, folder: download.folder ?? download.path };
  const { remedy } = errorText(problem.code);
  const isOnlyChoice = remedy === null || remedy === 'ignore';
  const item = useRef<HTMLElement>(null);
  useEffect(() => keepFocusNear(item.current), []);
  return (
    <article ref={item} className={styles.attention}>
      <h3 className={styles.name} title={displayName(download.name)}>
        <Name text={download.name} />
      </h3>
      <p className={styles.problem}>
        <ErrorSentence code={problem.code} about={about} />
      </p>
      <div className={styles.actions}>
        <PopupRemedy code={problem.code} retry={decide('download.retry')} busy={busy} />
        <Button small look={isOnlyChoice ? 'plain' : 'quiet'} onClick={decide('download.ignore')}>
          {i18n.t('remedy.ignore')}
        </Button>
      </div>
      {failure && (
        <p role="alert" className={styles.failure}>
          <ErrorSentence code={failure.code} about={failure} />
        </p>
      )}
      <Disclosure label={i18n.t('popup.attention.details')}>
        <Details download={download} problem={problem} nowMs={nowMs} />
        <LinkButton small look="quiet" href={optionsPage('activity')} newTab>
          {i18n.t('popup.activity')}
        </LinkButton>
      </Disclosure>
    </article>
  );
}

/** Returns what to do when the item is gone: a focus that went with it goes to the page around it, not to nowhere. */
export function keepFocusNear(item: HTMLElement | null): () => void {
  const around = item?.closest('main');
  return () => {
    if (document.activeElement === document.body) around?.focus({ preventScroll: true });
  };
}

/** What a report about it needs. */
function Details({
  download,
  problem,
  nowMs,
}: {
  readonly download: DownloadOverview;
  readonly problem: Problem;
  readonly nowMs: number;
}) {
  return (
    <dl className={styles.details}>
      <dt>{i18n.t('popup.attention.path')}</dt>
      <dd>
        <Name text={download.path} kind="path" />
      </dd>
      {download.folder && (
        <>
          <dt>{i18n.t('popup.attention.folder')}</dt>
          <dd>
            <Name text={download.folder} kind="path" />
          </dd>
        </>
      )}
      <dt>{i18n.t('popup.attention.since')}</dt>
      <dd>
        <When atMs={problem.sinceMs} nowMs={nowMs} as="clock" />
      </dd>
      <dt>{i18n.t('popup.attention.code')}</dt>
      <dd>
        <code>{problem.code}</code>
      </dd>
    </dl>
  );
}
