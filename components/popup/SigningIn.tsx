import { useEffect, useState } from 'react';
import { i18n } from '#i18n';
import type { AccountView } from '../../lib/messages/contract.ts';
import { useAsk } from '../ask.tsx';
import { messageOf } from '../message.ts';
import { Button, LinkButton } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { clockTime } from '../ui/times.ts';

type SignInState = AccountView['state'];

/** A sign-in with plex.tv that is under way: its code, and how to get back to its page. Asks nobody but the background. */
export function SigningIn({ nowMs }: { readonly nowMs: number }) {
  const ask = useAsk();
  const [state, setState] = useState<SignInState | null>(null);
  useEffect(() => {
    let isCurrent = true;
    ask('account.read', {}).then(
      (view) => isCurrent && setState(view.state),
      () => undefined, // whatever else the popup asks says what is wrong
    );
    return () => {
      isCurrent = false;
    };
  }, [ask]);
  if (state?.kind === 'finishing') {
    return (
      <Notice tone="calm">
        <p>{i18n.t('account.finishing')}</p>
      </Notice>
    );
  }
  if (state?.kind !== 'waiting') return null;
  const cancel = () =>
    void ask('account.cancel', {}).then(
      (view) => setState(view.state),
      () => undefined,
    );
  return (
    <Notice
      tone="calm"
      icon="lock"
      actions={
        <>
          <LinkButton small href={state.url} newTab>
            {i18n.t('account.reopen')}
          </LinkButton>
          <Button small look="quiet" onClick={cancel}>
            {i18n.t('account.cancel')}
          </Button>
        </>
      }
    >
      <p>{i18n.t('account.waiting')}</p>
      <p>
        <Sentence
          text={messageOf('popup.signingIn')}
          slots={{
            code: <code>{state.code}</code>,
            when: <time>{clockTime(state.expiresAtMs, nowMs)}</time>,
          }}
        />
      </p>
    </Notice>
  );
}
