import { type FormEvent, useRef, useState } from 'react';
import { i18n } from '#i18n';
import type { Invitation } from '../../lib/domain/invitation.ts';
import type { PeopleErrorCode } from '../../lib/domain/people-errors.ts';
import { useBorrowedFocus } from '../options/borrowed-focus.ts';
import form from '../options/form.module.css';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import styles from './People.module.css';
import { PeopleErrorNotice, PeopleSentence } from './PeopleError.tsx';
import { useAskPeople, usePeopleAction } from './people-ask.ts';
import type { LiveJournal } from './people-journal.ts';

interface Props {
  readonly invitation: Invitation;
  readonly take: LiveJournal['take'];
  readonly serverName: (machineIdentifier: string) => string | null;
}

/** The ways to use an invitation: by link, here, by mail; or a name, for a member of the Home. */
export function Redeem({ invitation, take, serverName }: Props) {
  const ask = useAskPeople();
  const { run, busy, failure } = usePeopleAction();
  const [isNaming, setNaming] = useState(false);
  const { id: invitationId, kind } = invitation;
  const start = (where: 'anywhere' | 'here') => (): void =>
    void run(async () => take(await ask('people.startLink', { invitationId, where })));
  return (
    <>
      <div className={styles.actions}>
        {kind === 'friend' && (
          <>
            <Button small look="primary" busy={busy} onClick={start('anywhere')}>
              {i18n.t('people.redeem.link')}
            </Button>
            <Button small onClick={start('here')}>
              {i18n.t('people.redeem.here')}
            </Button>
          </>
        )}
        {!isNaming && (
          <Button small onClick={() => setNaming(true)}>
            {i18n.t(kind === 'home' ? 'people.redeem.home' : 'people.redeem.mail')}
          </Button>
        )}
      </div>
      {failure && <PeopleErrorNotice failure={failure} serverName={serverName} />}
      {isNaming && <Named {...{ invitation, take, serverName }} close={() => setNaming(false)} />}
    </>
  );
}

const ofField: readonly (PeopleErrorCode | string)[] = [
  'EMAIL_REQUIRED',
  'EMAIL_INVALID',
  'USERNAME_REQUIRED',
];

function Named({ invitation, take, serverName, close }: Props & { readonly close: () => void }) {
  const ask = useAskPeople();
  const { run, busy, failure } = usePeopleAction();
  const [typed, setTyped] = useState('');
  const element = useRef<HTMLFormElement>(null);
  useBorrowedFocus(element, true);
  const isHome = invitation.kind === 'home';
  const invite = (event: FormEvent): void => {
    event.preventDefault();
    void run(async () => {
      const whom = isHome ? { email: null, name: typed } : { email: typed, name: '' };
      take(await ask('people.inviteNamed', { invitationId: invitation.id, ...whom }));
    }).then((isDone) => {
      if (isDone) close();
    });
  };
  const isOfField = failure !== null && ofField.includes(failure.code);
  return (
    <form ref={element} className={form.form} onSubmit={invite} noValidate>
      <Field
        label={i18n.t(isHome ? 'people.redeem.name' : 'people.redeem.email')}
        hint={i18n.t(isHome ? 'people.redeem.nameHint' : 'people.redeem.emailHint')}
        name="guest"
        type={isHome ? 'text' : 'email'}
        autoComplete="off"
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        problem={isOfField && <PeopleSentence failure={failure} serverName={serverName} />}
      />
      {failure && !isOfField && <PeopleErrorNotice failure={failure} serverName={serverName} />}
      <div className={form.actions}>
        <Button type="submit" look="primary" busy={busy}>
          {i18n.t(isHome ? 'people.redeem.create' : 'people.redeem.invite')}
        </Button>
        <Button look="quiet" onClick={close}>
          {i18n.t('options.cancel')}
        </Button>
      </div>
    </form>
  );
}
