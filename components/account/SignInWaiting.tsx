import { i18n } from '#i18n';
import type { SignInState } from '../../lib/domain/sign-in.ts';
import { messageOf } from '../message.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { TimeLeft } from '../ui/TimeLeft.tsx';
import { useAction } from '../use-action.ts';
import styles from './account.module.css';

/** A sign-in that waits for the person, or has just heard their yes. */
export function SignInWaiting({
  state,
  reopen,
  cancel,
}: {
  readonly state: Extract<SignInState, { kind: 'waiting' | 'finishing' }>;
  /** Opens the page of plex.tv again, for the same code. */
  readonly reopen: () => void;
  readonly cancel: () => Promise<void>;
}) {
  const cancelling = useAction();
  return (
    <div className={styles.waiting}>
      <p role="status" className={styles.lead}>
        <Icon name="spinner" />
        {i18n.t(state.kind === 'waiting' ? 'account.waiting' : 'account.finishing')}
      </p>
      {state.kind === 'waiting' && (
        <>
          <p className={styles.facts}>
            <TimeLeft untilMs={state.expiresAtMs} />
            <span>
              {i18n.t('account.code')} <bdi className={styles.code}>{state.code}</bdi>
            </span>
          </p>
          <div className={styles.actions}>
            <Button icon="outward" onClick={reopen}>
              {i18n.t('account.reopen')}
            </Button>
            <Button look="quiet" busy={cancelling.busy} onClick={() => void cancelling.run(cancel)}>
              {i18n.t('account.cancel')}
            </Button>
          </div>
        </>
      )}
      {state.trouble && (
        <p role="alert" className={styles.trouble}>
          <Sentence
            text={messageOf('account.trouble')}
            slots={{ reason: <ErrorSentence code={state.trouble} about={{ server: 'plex.tv' }} /> }}
          />
        </p>
      )}
    </div>
  );
}
