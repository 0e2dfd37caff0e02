import { i18n } from '#i18n';
import type { Failure } from '../../lib/domain/errors.ts';
import { messageOf } from '../message.ts';
import { optionsPage } from '../options-page.ts';
import { LinkButton } from '../ui/Button.tsx';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Sign } from '../ui/Sign.tsx';
import styles from './Dashboard.module.css';
import { PopupRemedy } from './PopupRemedy.tsx';

/** Nothing is set up: one sentence, one button. */
export function FirstRun() {
  return (
    <div className={styles.firstRun}>
      <Sign />
      <h2>{i18n.t('popup.firstRun.heading')}</h2>
      <p>{i18n.t('popup.firstRun.text')}</p>
      <LinkButton look="primary" href="/welcome.html" newTab>
        {i18n.t('popup.firstRun.action')}
      </LinkButton>
    </div>
  );
}

/** One of the two halves is not set up yet. */
export function MissingHalf({ half }: { readonly half: 'server' | 'client' }) {
  const [words, section] =
    half === 'server' ? (['popup.noServer', 'plex'] as const) : (['popup.noClient', 'clients'] as const);
  return (
    <Notice
      tone="calm"
      icon="plus"
      actions={
        <LinkButton look="primary" small href={optionsPage(section)} newTab>
          {messageOf(`${words}.action`)}
        </LinkButton>
      }
    >
      <p>{messageOf(`${words}.text`)}</p>
    </Notice>
  );
}

/** Shapes of what is to come; they appear only when it takes a while. */
export function Loading() {
  return (
    <div className={styles.loading} role="status">
      <span className="visually-hidden">{i18n.t('popup.loading')}</span>
      <i />
      <i />
      <i />
    </div>
  );
}

export function StorageBroken() {
  return (
    <Notice
      tone="bad"
      announce
      actions={
        <LinkButton small href={optionsPage('about')} newTab>
          {i18n.t('remedy.openSettings')}
        </LinkButton>
      }
    >
      <p>
        <ErrorSentence code="STORAGE_BROKEN" about={{}} />
      </p>
    </Notice>
  );
}

/** The background did not answer; what is shown is what was stored before. */
export function RefreshFailed({
  failure,
  refresh,
}: {
  readonly failure: Failure;
  readonly refresh: () => void;
}) {
  return (
    <Notice tone="bad" announce actions={<PopupRemedy code={failure.code} retry={refresh} />}>
      <p>
        <ErrorSentence code={failure.code} about={failure} />
      </p>
    </Notice>
  );
}
