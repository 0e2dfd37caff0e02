import { Activity, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { i18n } from '#i18n';
import type { PeopleList } from '../../lib/messages/people/contract.ts';
import type { HostAccess } from '../host-access.ts';
import { Panel } from '../options/Panel.tsx';
import { Button } from '../ui/Button.tsx';
import { BulkPanel } from './BulkPanel.tsx';
import { InvitationsPanel } from './InvitationsPanel.tsx';
import { JournalPanel } from './JournalPanel.tsx';
import { LiveRedemption } from './LiveRedemption.tsx';
import styles from './People.module.css';
import { PeopleErrorNotice } from './PeopleError.tsx';
import { PeopleTable } from './PeopleTable.tsx';
import { PersonPanel } from './PersonPanel.tsx';
import { isLive, type LiveJournal, useJournal } from './people-journal.ts';
import { type LiveLibraries, type LivePeople, useLibraries, usePeople } from './people-list.ts';
import { usePlexTvAccess } from './plex-tv-access.ts';

const views = ['who', 'invitations', 'journal'] as const;
type View = (typeof views)[number];

const nobody: PeopleList['people'] = [];

/** Who has access to what, how it is changed, and inviting somebody with one link. */
export function PeopleSection({ access }: { readonly access: HostAccess }) {
  const { isAllowed, allow } = usePlexTvAccess(access);
  const people = usePeople(isAllowed === true);
  const live = useJournal();
  const libraries = useLibraries(people.list?.people ?? nobody);
  const [view, setView] = useState<View>('who');
  const serverName = useServerName(people.list, live);
  const runs = live.journal?.redemptions ?? [];
  useReloadAfter(runs.filter((run) => !isLive(run)).length, live.journal !== null, people.reload);
  if (isAllowed === false) {
    return (
      <Panel heading={i18n.t('people.allow.heading')}>
        <p>{i18n.t('people.allow.text')}</p>
        <div>
          <Button look="primary" onClick={allow}>
            {i18n.t('remedy.allow')}
          </Button>
        </div>
      </Panel>
    );
  }
  return (
    <>
      {runs.filter(isLive).map((run) => (
        <LiveRedemption key={run.id} run={run} take={live.take} serverName={serverName} />
      ))}
      <nav className={styles.views} aria-label={i18n.t('people.views')}>
        {views.map((one) => (
          <button
            key={one}
            type="button"
            aria-current={one === view ? 'page' : undefined}
            onClick={() => setView(one)}
          >
            {i18n.t(`people.view.${one}`)}
          </button>
        ))}
      </nav>
      {people.failure && (
        <PeopleErrorNotice
          failure={people.failure}
          serverName={serverName}
          again={people.reload}
          reload={people.reload}
        />
      )}
      <Activity mode={view === 'who' ? 'visible' : 'hidden'}>
        <Who live={people} libraries={libraries} />
      </Activity>
      {view === 'invitations' && <InvitationsPanel list={people.list} {...{ libraries, live, serverName }} />}
      {view === 'journal' && <JournalPanel live={live} serverName={serverName} />}
    </>
  );
}

/** What a redemption has changed is on the screen when it is over, not at the next visit. */
function useReloadAfter(over: number, isRead: boolean, reload: () => void): void {
  const before = useRef<number | null>(null);
  useEffect(() => {
    if (!isRead) return;
    if (before.current !== null && over > before.current) reload();
    before.current = over;
  }, [over, isRead, reload]);
}

/** By the account's list, and where that can't be had by what redemptions have noted. */
function useServerName(list: PeopleList | null, { journal }: LiveJournal): (id: string) => string | null {
  const names = useMemo(() => {
    const noted = journal?.redemptions.flatMap(({ terms }) => terms.access) ?? [];
    return new Map([
      ...noted.map(({ machineIdentifier, serverName }) => [machineIdentifier, serverName] as const),
      ...(list?.servers.map(({ machineIdentifier, name }) => [machineIdentifier, name] as const) ?? []),
    ]);
  }, [list, journal]);
  return useCallback((id) => names.get(id) ?? null, [names]);
}

/** The table, and over it one person, or the change of several. The table keeps what was searched and chosen. */
function Who({ live, libraries }: { readonly live: LivePeople; readonly libraries: LiveLibraries }) {
  const { list, busy, reload } = live;
  const [opened, setOpened] = useState<string | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [isBulk, setBulk] = useState(false);
  const opener = useRef<Element | null>(null);
  const person = list?.people.find(({ key }) => key === opened);
  const several = list?.people.filter(({ key }) => chosen.has(key)) ?? [];
  const isAside = person !== undefined || isBulk;
  const open = useCallback((key: string): void => {
    opener.current = document.activeElement;
    setOpened(key);
  }, []);
  useEffect(() => {
    if (!isAside && opener.current instanceof HTMLElement) opener.current.focus();
  }, [isAside]);
  if (!list) {
    return busy ? (
      <Panel heading={i18n.t('people.view.who')}>
        <p role="status">{i18n.t('people.reading')}</p>
      </Panel>
    ) : null;
  }
  return (
    <>
      {person && (
        <PersonPanel key={person.key} {...{ person, list, libraries, live }} close={() => setOpened(null)} />
      )}
      {isBulk && !person && (
        <BulkPanel people={several} {...{ list, libraries, live }} close={() => setBulk(false)} />
      )}
      <Activity mode={isAside ? 'hidden' : 'visible'}>
        <Panel
          heading={i18n.t('people.view.who')}
          aside={
            <Button small icon="again" busy={busy} onClick={reload}>
              {i18n.t('people.reload')}
            </Button>
          }
        >
          <PeopleTable list={list} open={open} chosen={chosen} choose={setChosen} />
          {several.length > 0 && (
            <div className={styles.bar}>
              <p role="status">{i18n.t('people.chosen', several.length)}</p>
              <Button
                small
                look="primary"
                onClick={() => {
                  opener.current = document.activeElement;
                  setBulk(true);
                }}
              >
                {i18n.t('people.bulk.action')}
              </Button>
              <Button small look="quiet" onClick={() => setChosen(new Set())}>
                {i18n.t('people.bulk.clear')}
              </Button>
            </div>
          )}
        </Panel>
      </Activity>
    </>
  );
}
