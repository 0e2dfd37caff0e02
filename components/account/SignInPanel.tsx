import { i18n } from '#i18n';
import { OperationError } from '../../lib/domain/errors.ts';
import type { AccountView } from '../../lib/messages/contract.ts';
import { useAsk } from '../ask.tsx';
import type { HostAccess } from '../host-access.ts';
import { messageOf } from '../message.ts';
import { Panel } from '../options/Panel.tsx';
import { Button } from '../ui/Button.tsx';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Name } from '../ui/Name.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { type Action, useAction } from '../use-action.ts';
import styles from './account.module.css';
import { SignedIn } from './SignedIn.tsx';
import { SignInWaiting } from './SignInWaiting.tsx';
import type { LiveAccount } from './use-account.ts';

/** Who is asked for a code, and has to be allowed by the browser first. */
const plexTv = 'https://plex.tv/';

interface Props {
  readonly account: LiveAccount;
  readonly access: HostAccess;
}

/** Signing in with Plex, as far as it has got, and who is signed in. */
export function SignInPanel({ account, access }: Props) {
  const ask = useAsk();
  const action = useAction();
  const { view, failure } = account;
  const start = (): void => {
    void action.run(async () => {
      // first: after any other wait the click no longer counts
      if (!(await access.request(plexTv)))
        throw new OperationError('PERMISSION_MISSING', { operation: 'account.start' });
      account.take(await ask('account.start', {}));
    });
  };
  if (!view) {
    return (
      <Panel heading={i18n.t('account.heading')}>
        <p role="status" className={styles.soft}>
          {failure ? <ErrorSentence code={failure.code} about={failure} /> : i18n.t('options.loading')}
        </p>
      </Panel>
    );
  }
  const { state, account: signedIn, isLost } = view;
  if (state.kind === 'waiting' || state.kind === 'finishing') {
    return (
      <Panel heading={i18n.t('account.heading')}>
        <SignInWaiting
          state={state}
          reopen={start}
          cancel={async () => account.take(await ask('account.cancel', {}))}
        />
        <Declination action={action} />
      </Panel>
    );
  }
  return (
    <Panel heading={i18n.t(headingOf(view))}>
      {isLost && signedIn && (
        <Notice
          tone="bad"
          announce
          actions={
            <Button look="primary" busy={action.busy} onClick={start}>
              {i18n.t('account.again')}
            </Button>
          }
        >
          <p>
            <Sentence text={messageOf('account.lost')} slots={{ name: <Name text={signedIn.user.name} /> }} />
          </p>
        </Notice>
      )}
      {signedIn ? (
        <SignedIn user={signedIn.user} take={account.take} isLost={isLost} />
      ) : (
        <div className={styles.start}>
          <p>{i18n.t('account.intro')}</p>
          <div>
            <Button look="primary" icon="outward" busy={action.busy} onClick={start}>
              {i18n.t('account.start')}
            </Button>
          </div>
          <p className={styles.note}>{i18n.t('account.device')}</p>
        </div>
      )}
      <Ended state={state} busy={action.busy} />
      <Declination action={action} />
    </Panel>
  );
}

const headingOf = ({ account, isLost }: AccountView) =>
  isLost ? 'account.lostHeading' : account ? 'account.signedInHeading' : 'account.heading';

/** How the last sign-in ended, where it did not end well. */
function Ended({ state, busy }: { readonly state: AccountView['state']; readonly busy: boolean }) {
  const text =
    state.kind === 'expired' || state.kind === 'cancelled' ? (
      i18n.t(`account.${state.kind}`)
    ) : state.kind === 'failed' ? (
      <Sentence
        text={messageOf('account.failed')}
        slots={{ reason: <ErrorSentence code={state.code} about={{ server: 'plex.tv' }} /> }}
      />
    ) : null;
  return (
    <p role="status" className={styles.ended}>
      {busy ? i18n.t('account.starting') : text}
    </p>
  );
}

function Declination({ action: { failure } }: { readonly action: Action }) {
  if (!failure) return null;
  return (
    <Notice tone="bad" announce>
      <p>
        {failure.code === 'PERMISSION_MISSING' ? (
          i18n.t('account.declined')
        ) : (
          <ErrorSentence code={failure.code} about={{ server: failure.server ?? 'plex.tv' }} />
        )}
      </p>
    </Notice>
  );
}
