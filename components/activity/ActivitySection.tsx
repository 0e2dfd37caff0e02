import { useCallback, useEffect, useState } from 'react';
import { i18n } from '#i18n';
import type { Overview } from '../../lib/domain/overview.ts';
import type { ActivityItem } from '../../lib/messages/contract.ts';
import { useAsk } from '../ask.tsx';
import { Panel } from '../options/Panel.tsx';
import { ShortList } from '../popup/ShortList.tsx';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { useNow } from '../ui/times.ts';
import { useAction } from '../use-action.ts';
import { ActivityEntry } from './ActivityEntry.tsx';
import styles from './activity.module.css';
import { DryRunPanel } from './DryRunPanel.tsx';

/** What happened to each download, and what would happen to one. Read anew with every stored change. */
export function ActivitySection({ overview }: { readonly overview: Overview }) {
  const ask = useAsk();
  const nowMs = useNow();
  const { run, failure } = useAction();
  const [items, setItems] = useState<readonly ActivityItem[] | null>(null);
  const reload = useCallback(
    () => void run(async () => setItems((await ask('activity.read', {})).items)),
    [ask, run],
  );
  useEffect(reload, [reload, overview.downloads]);
  return (
    <>
      <Panel heading={i18n.t('activity.downloads')}>
        {failure && (
          <p role="alert">
            <ErrorSentence code={failure.code} about={failure} />
          </p>
        )}
        {!items && !failure && <p role="status">{i18n.t('activity.loading')}</p>}
        {items?.length === 0 && <p>{i18n.t('activity.none')}</p>}
        {items && (
          <ShortList items={items} first={20} className={styles.list} keyOf={(one) => one.id}>
            {(one) => <ActivityEntry item={one} nowMs={nowMs} changed={reload} />}
          </ShortList>
        )}
      </Panel>
      <DryRunPanel />
    </>
  );
}
