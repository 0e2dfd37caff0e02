import { useState } from 'react';
import { i18n } from '#i18n';
import type { AccountUser } from '../../lib/domain/account-server.ts';
import type { AccountView } from '../../lib/messages/contract.ts';
import { useAsk } from '../ask.tsx';
import { messageOf } from '../message.ts';
import { Button } from '../ui/Button.tsx';
import { Confirm } from '../ui/Confirm.tsx';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Name } from '../ui/Name.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { useAction } from '../use-action.ts';
import styles from './account.module.css';

/** Who is signed in, and the way out. */
export function SignedIn({
  user,
  isLost,
  take,
}: {
  readonly user: AccountUser;
  readonly isLost: boolean;
  readonly take: (view: AccountView) => void;
}) {
  const ask = useAsk();
  const [leaving, setLeaving] = useState(false);
  const listing = useAction();
  const name = <Name text={user.name} />;
  return (
    <div className={styles.person}>
      {!isLost && (
        <p className={styles.lead}>
          <Icon name="check" />
          <span>
            <Sentence text={messageOf('account.signedIn')} slots={{ name }} />
          </span>
        </p>
      )}
      <div className={styles.actions}>
        {!isLost && (
          <Button
            icon="again"
            busy={listing.busy}
            onClick={() => void listing.run(async () => take(await ask('account.list', {})))}
          >
            {i18n.t('account.refresh')}
          </Button>
        )}
        <Button look="quiet" onClick={() => setLeaving(true)}>
          {i18n.t('account.signOut')}
        </Button>
      </div>
      {listing.failure && (
        <Notice tone="bad" announce>
          <p>
            <ErrorSentence code={listing.failure.code} about={{ server: 'plex.tv' }} />
          </p>
        </Notice>
      )}
      {leaving && <LeaveQuestion take={take} onCancel={() => setLeaving(false)} />}
    </div>
  );
}

function LeaveQuestion({
  take,
  onCancel,
}: {
  readonly take: (view: AccountView) => void;
  readonly onCancel: () => void;
}) {
  const ask = useAsk();
  const { run, busy, failure } = useAction();
  const [untold, setUntold] = useState<AccountView | null>(null);
  const leave = async (): Promise<void> => {
    const { revoked, view } = await ask('account.signOut', {});
    if (revoked) take(view);
    else setUntold(view);
  };
  return (
    <Confirm
      question={i18n.t('account.signOutQuestion')}
      action={i18n.t('account.signOut')}
      busy={busy}
      onCancel={untold ? () => take(untold) : onCancel}
      onConfirm={untold ? () => take(untold) : () => void run(leave)}
    >
      {failure ? (
        <ErrorSentence code={failure.code} about={{ server: 'plex.tv' }} />
      ) : (
        i18n.t(untold ? 'account.notRevoked' : 'account.signOutText')
      )}
    </Confirm>
  );
}
