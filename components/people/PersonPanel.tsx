import { useEffect, useRef, useState } from 'react';
import { i18n } from '#i18n';
import type { Person, SharePermissions } from '../../lib/domain/person.ts';
import type { PeopleList } from '../../lib/messages/people/contract.ts';
import form from '../options/form.module.css';
import { Panel } from '../options/Panel.tsx';
import { Button } from '../ui/Button.tsx';
import { Name } from '../ui/Name.tsx';
import { Notice } from '../ui/Notice.tsx';
import { AccessDiff } from './AccessDiff.tsx';
import { AccessFields } from './AccessFields.tsx';
import { type AccessMap, accessOf, diffAccess, diffPermissions, permissionsOf } from './access-draft.ts';
import styles from './People.module.css';
import { PeopleErrorNotice } from './PeopleError.tsx';
import { PermissionFields } from './PermissionFields.tsx';
import { PeopleProblem, useAskPeople, usePeopleAction } from './people-ask.ts';
import type { LiveLibraries, LivePeople } from './people-list.ts';
import { RemovePerson } from './RemovePerson.tsx';

interface Props {
  readonly person: Person;
  readonly list: PeopleList;
  readonly libraries: LiveLibraries;
  readonly live: LivePeople;
  readonly close: () => void;
}

/** Changes to one person that are not applied yet; what is left out is as plex.tv has it. */
interface Draft {
  readonly access: AccessMap;
  readonly permissions: Partial<SharePermissions>;
  /** Drawn anew when it is discarded. */
  readonly version: number;
}

const noDraft: Draft = { access: {}, permissions: {}, version: 0 };

/** What one person has, as a draft: nothing is changed before it was seen and applied. */
export function PersonPanel({ person, list, libraries, live, close }: Props) {
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const [draft, setDraft] = useState(noDraft);
  const before = accessOf(person);
  const after = { ...before, ...draft.access };
  const held = permissionsOf(person);
  const permissions = { ...held, ...draft.permissions };
  const hasShares = Object.keys(before).length > 0;
  const discard = (): void => setDraft({ ...noDraft, version: draft.version + 1 });
  const takeAllAway = (): void =>
    setDraft({ ...draft, access: Object.fromEntries(Object.keys(before).map((server) => [server, []])) });
  return (
    <Panel
      heading={<Name text={person.name} />}
      aside={
        <Button small onClick={close}>
          {i18n.t('people.back')}
        </Button>
      }
    >
      <div ref={heading} tabIndex={-1} className={form.form}>
        <p className={styles.facts}>
          {person.email !== null && <Name text={person.email} />}
          <span>{i18n.t(`people.kind.${person.kind}`)}</span>
          <span>{i18n.t(`people.state.${person.state}`)}</span>
        </p>
        <AccessFields
          servers={list.servers}
          libraries={libraries}
          value={after}
          onChange={(server, chosen) =>
            setDraft({ ...draft, access: { ...draft.access, [server]: chosen === 'all' ? [] : chosen } })
          }
        />
        {person.id !== null && hasShares && (
          <PermissionFields
            key={draft.version}
            value={permissions}
            offered={list.capabilities.permissions}
            onChange={(change) => setDraft({ ...draft, permissions: { ...draft.permissions, ...change } })}
          />
        )}
        <Apply
          {...{ person, list, libraries, live, discard }}
          access={diffAccess(before, after)}
          permissions={diffPermissions(held, permissions)}
          seen={Object.fromEntries(
            list.servers.map(({ machineIdentifier: server }) => [server, before[server] ?? []]),
          )}
        />
        {!list.capabilities.enableDisable && hasShares && (
          <div className={styles.actions}>
            <p className={form.note}>{i18n.t('people.noDisable')}</p>
            <Button small onClick={takeAllAway}>
              {i18n.t('people.takeAllAway')}
            </Button>
          </div>
        )}
        <RemovePerson {...{ person, list, close }} reload={live.reload} />
      </div>
    </Panel>
  );
}

/** The draft against what there is, and the button that makes it so. */
function Apply({
  person,
  list,
  libraries,
  live,
  discard,
  access,
  permissions,
  seen,
}: Omit<Props, 'close'> & {
  readonly discard: () => void;
  readonly access: ReturnType<typeof diffAccess>;
  readonly permissions: Partial<SharePermissions>;
  readonly seen: AccessMap;
}) {
  const ask = useAskPeople();
  const { run, busy, done, failure } = usePeopleAction();
  const { servers } = list;
  const isChange = access.length > 0 || Object.keys(permissions).length > 0;
  const apply = (): void => {
    void run(async () => {
      const changed = await ask('people.change', {
        who: { id: person.id, email: person.email },
        access: access.map((one) => ({
          machineIdentifier: one.machineIdentifier,
          libraries: one.libraries,
        })),
        permissions,
        seen,
      });
      live.take(person.key, changed);
      if (changed.failure) throw new PeopleProblem(changed.failure);
      discard();
    });
  };
  const nameOf = (id: string): string | null =>
    servers.find(({ machineIdentifier }) => machineIdentifier === id)?.name ?? null;
  return (
    <>
      {isChange && (
        <section className={styles.box} aria-label={i18n.t('people.diff.heading')}>
          <h4>{i18n.t('people.diff.heading')}</h4>
          <AccessDiff {...{ servers, libraries, access, permissions }} />
          <div className={styles.actions}>
            <Button look="primary" busy={busy} onClick={apply}>
              {i18n.t('people.apply')}
            </Button>
            <Button look="quiet" onClick={discard}>
              {i18n.t('people.discard')}
            </Button>
          </div>
        </section>
      )}
      {failure && (
        <PeopleErrorNotice failure={failure} serverName={nameOf} again={apply} reload={live.reload} />
      )}
      {done && !isChange && (
        <Notice tone="good" announce>
          <p>{i18n.t('people.applied')}</p>
        </Notice>
      )}
    </>
  );
}
