import { useState } from 'react';
import { i18n } from '#i18n';
import { type Invitation, refusalOf } from '../../lib/domain/invitation.ts';
import type { PeopleList } from '../../lib/messages/people/contract.ts';
import { messageOf } from '../message.ts';
import { Panel } from '../options/Panel.tsx';
import { Button } from '../ui/Button.tsx';
import { Confirm } from '../ui/Confirm.tsx';
import { Name } from '../ui/Name.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { useNow } from '../ui/times.ts';
import { When } from '../ui/When.tsx';
import { InvitationForm } from './InvitationForm.tsx';
import { fieldsOf, type InvitationFields, newInvitation } from './invitation-draft.ts';
import styles from './People.module.css';
import { PeopleSentence } from './PeopleError.tsx';
import { useAskPeople, usePeopleAction } from './people-ask.ts';
import type { LiveJournal } from './people-journal.ts';
import type { LiveLibraries } from './people-list.ts';
import { Redeem } from './Redeem.tsx';

interface Props {
  /** `null`: plex.tv could not be asked; what there is can be looked at, but not changed. */
  readonly list: PeopleList | null;
  readonly libraries: LiveLibraries;
  readonly live: LiveJournal;
  readonly serverName: (machineIdentifier: string) => string | null;
}

/** Invitations that were prepared, and the editor for one of them. */
export function InvitationsPanel({ list, libraries, live, serverName }: Props) {
  const [edited, setEdited] = useState<InvitationFields | null>(null);
  const invitations = live.journal?.invitations ?? [];
  if (edited && list) {
    return (
      <InvitationForm
        key={edited.id}
        first={edited}
        {...{ list, libraries }}
        take={live.take}
        close={() => setEdited(null)}
      />
    );
  }
  return (
    <Panel
      heading={i18n.t('people.invitation.heading')}
      aside={
        list && (
          <Button small icon="plus" onClick={() => setEdited(newInvitation)}>
            {i18n.t('people.invitation.add')}
          </Button>
        )
      }
    >
      {invitations.length === 0 && <p className={styles.soft}>{i18n.t('people.invitation.none')}</p>}
      <ul className={styles.list}>
        {invitations.map((one) => (
          <Item
            key={one.id}
            invitation={one}
            live={live}
            serverName={serverName}
            edit={list && (() => setEdited(fieldsOf(one)))}
          />
        ))}
      </ul>
    </Panel>
  );
}

function Item({
  invitation,
  live,
  serverName,
  edit,
}: Pick<Props, 'live' | 'serverName'> & {
  readonly invitation: Invitation;
  readonly edit: (() => void) | null;
}) {
  const nowMs = useNow();
  const refusal = refusalOf(invitation, nowMs);
  return (
    <li className={styles.item}>
      <h4>
        <Name text={invitation.name} />
      </h4>
      <Facts invitation={invitation} nowMs={nowMs} />
      {refusal && (
        <p className={styles.soft}>
          <PeopleSentence
            failure={{ code: refusal, operation: '', server: null, retryable: false, retryAfterMs: null }}
            serverName={serverName}
          />
        </p>
      )}
      {!refusal && <Redeem invitation={invitation} take={live.take} serverName={serverName} />}
      <div className={styles.actions}>
        {edit && (
          <Button small look="quiet" onClick={edit}>
            {i18n.t('options.edit')}
          </Button>
        )}
        <Remove invitation={invitation} take={live.take} serverName={serverName} />
      </div>
    </li>
  );
}

function Facts({ invitation, nowMs }: { readonly invitation: Invitation; readonly nowMs: number }) {
  const { access, kind, uses, used, expiresAtMs, accessLengthMs } = invitation;
  return (
    <p className={styles.facts}>
      <span>{i18n.t(`people.invitation.${kind}`)}</span>
      {access.map(({ machineIdentifier, serverName, libraries }) => (
        <span key={machineIdentifier}>
          <Name text={serverName} />{' '}
          {libraries.kind === 'all'
            ? i18n.t('people.invitation.all')
            : i18n.t('people.libraries', libraries.ids.length)}
        </span>
      ))}
      <span>
        {uses === null
          ? i18n.t('people.invitation.used', used)
          : i18n.t('people.invitation.usedOf', uses, [String(used), String(uses)])}
      </span>
      {expiresAtMs !== null && (
        <span>
          <Sentence
            text={messageOf('people.invitation.until')}
            slots={{ when: <When atMs={expiresAtMs - 1} nowMs={nowMs} as="clock" /> }}
          />
        </span>
      )}
      {accessLengthMs !== null && (
        <span>{i18n.t('people.invitation.lasts', Math.round(accessLengthMs / 86_400_000))}</span>
      )}
    </p>
  );
}

function Remove({
  invitation,
  take,
  serverName,
}: { readonly invitation: Invitation; readonly take: LiveJournal['take'] } & Pick<Props, 'serverName'>) {
  const ask = useAskPeople();
  const { run, busy, failure } = usePeopleAction();
  const [isAsked, setAsked] = useState(false);
  const slots = { invitation: <Name text={invitation.name} /> };
  return (
    <>
      <Button small look="quiet" icon="bin" onClick={() => setAsked(true)}>
        {i18n.t('options.remove')}
      </Button>
      {isAsked && (
        <Confirm
          question={<Sentence text={messageOf('people.invitation.removeQuestion')} slots={slots} />}
          action={i18n.t('options.remove')}
          busy={busy}
          onCancel={() => setAsked(false)}
          onConfirm={() =>
            void run(async () => take(await ask('people.removeInvitation', { id: invitation.id })))
          }
        >
          {failure ? (
            <PeopleSentence failure={failure} serverName={serverName} />
          ) : (
            i18n.t('people.invitation.removeText')
          )}
        </Confirm>
      )}
    </>
  );
}
