import { type FormEvent, useRef, useState } from 'react';
import { i18n } from '#i18n';
import type { PeopleList } from '../../lib/messages/people/contract.ts';
import { useBorrowedFocus } from '../options/borrowed-focus.ts';
import form from '../options/form.module.css';
import { Panel } from '../options/Panel.tsx';
import { Button } from '../ui/Button.tsx';
import { CheckChoice, Field, RadioChoice } from '../ui/Field.tsx';
import { AccessFields } from './AccessFields.tsx';
import { draftOf, type InvitationFields, type InvitationProblem } from './invitation-draft.ts';
import styles from './People.module.css';
import { PeopleErrorNotice } from './PeopleError.tsx';
import { PermissionFields } from './PermissionFields.tsx';
import { useAskPeople, usePeopleAction } from './people-ask.ts';
import type { LiveJournal } from './people-journal.ts';
import type { LiveLibraries } from './people-list.ts';

interface Props {
  readonly first: InvitationFields;
  readonly list: PeopleList;
  readonly libraries: LiveLibraries;
  readonly take: LiveJournal['take'];
  readonly close: () => void;
}

/** What an invitation opens, for whom, how often and how long. */
export function InvitationForm({ first, list, libraries, take, close }: Props) {
  const ask = useAskPeople();
  const { run, busy, failure } = usePeopleAction();
  const [fields, setFields] = useState(first);
  const [problem, setProblem] = useState<InvitationProblem | null>(null);
  const element = useRef<HTMLFormElement>(null);
  useBorrowedFocus(element, true);
  const change = (next: Partial<InvitationFields>): void => {
    setFields({ ...fields, ...next });
    setProblem(null);
  };
  const save = (event: FormEvent): void => {
    event.preventDefault();
    const draft = draftOf(fields, list.servers, Date.now());
    if ('problem' in draft) {
      setProblem(draft.problem);
      element.current?.querySelector<HTMLElement>(`[name="${draft.problem}"]`)?.focus();
      return;
    }
    void run(async () => take(await ask('people.saveInvitation', { invitation: draft }))).then((isDone) => {
      if (isDone) close();
    });
  };
  return (
    <Panel heading={i18n.t(first.id === null ? 'people.invitation.new' : 'people.invitation.edit')}>
      <form ref={element} className={form.form} onSubmit={save} noValidate>
        <Field
          label={i18n.t('people.invitation.name')}
          name="name"
          value={fields.name}
          autoComplete="off"
          onChange={({ target }) => change({ name: target.value })}
          problem={problem === 'name' && i18n.t('people.invitation.nameMissing')}
        />
        <Kind fields={fields} change={change} />
        <AccessFields
          servers={list.servers}
          libraries={libraries}
          value={fields.access}
          onChange={(server, chosen) => change({ access: { ...fields.access, [server]: chosen } })}
          withAll
        />
        {problem === 'access' && (
          <p role="alert" className={styles.problem}>
            {i18n.t('people.error.LIBRARIES_EMPTY')}
          </p>
        )}
        <PermissionFields
          value={fields.permissions}
          offered={list.capabilities.permissions}
          onChange={(permissions) => change({ permissions: { ...fields.permissions, ...permissions } })}
        />
        <Limits fields={fields} change={change} problem={problem} />
        {failure && <PeopleErrorNotice failure={failure} serverName={() => null} />}
        <div className={form.actions}>
          <Button type="submit" look="primary" busy={busy}>
            {i18n.t('people.invitation.save')}
          </Button>
          <Button look="quiet" onClick={close}>
            {i18n.t('options.cancel')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

interface Part {
  readonly fields: InvitationFields;
  readonly change: (next: Partial<InvitationFields>) => void;
}

function Kind({ fields, change }: Part) {
  return (
    <fieldset className={form.radios}>
      <legend>{i18n.t('people.invitation.kind')}</legend>
      <RadioChoice
        label={i18n.t('people.invitation.friend')}
        hint={i18n.t('people.invitation.friendHint')}
        name="kind"
        checked={fields.kind === 'friend'}
        onChange={() => change({ kind: 'friend' })}
      />
      <RadioChoice
        label={i18n.t('people.invitation.home')}
        hint={i18n.t('people.invitation.homeHint')}
        name="kind"
        checked={fields.kind === 'home'}
        onChange={() => change({ kind: 'home' })}
      />
    </fieldset>
  );
}

function Limits({ fields, change, problem }: Part & { readonly problem: InvitationProblem | null }) {
  return (
    <>
      <div className={form.pair}>
        <Field
          label={i18n.t('people.invitation.uses')}
          hint={i18n.t('people.invitation.usesHint')}
          name="uses"
          inputMode="numeric"
          autoComplete="off"
          value={fields.uses}
          onChange={({ target }) => change({ uses: target.value })}
          problem={problem === 'uses' && i18n.t('people.invitation.notNumber')}
        />
        <Field
          label={i18n.t('people.invitation.lastDay')}
          hint={i18n.t('people.invitation.lastDayHint')}
          name="lastDay"
          type="date"
          value={fields.lastDay}
          onChange={({ target }) => change({ lastDay: target.value })}
          problem={problem === 'lastDay' && i18n.t('people.invitation.dayOver')}
        />
        <Field
          label={i18n.t('people.invitation.days')}
          hint={i18n.t('people.invitation.daysHint')}
          name="days"
          inputMode="numeric"
          autoComplete="off"
          value={fields.days}
          onChange={({ target }) => change({ days: target.value })}
          problem={problem === 'days' && i18n.t('people.invitation.notNumber')}
        />
      </div>
      {fields.kind === 'friend' && (
        <CheckChoice
          label={i18n.t('people.invitation.ask')}
          hint={i18n.t('people.invitation.askHint')}
          checked={fields.confirm === 'ask'}
          onChange={({ target }) => change({ confirm: target.checked ? 'ask' : 'at-once' })}
        />
      )}
      <CheckChoice
        label={i18n.t('people.invitation.isOn')}
        checked={fields.isOn}
        onChange={({ target }) => change({ isOn: target.checked })}
      />
    </>
  );
}
