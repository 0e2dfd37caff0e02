import { useState } from 'react';
import { i18n } from '#i18n';
import type { Notifications } from '../../lib/domain/settings.ts';
import type { SettingsView } from '../../lib/messages/contract.ts';
import type { HostAccess } from '../host-access.ts';
import { CheckChoice } from '../ui/Field.tsx';
import { useAutosave } from './autosave.ts';
import { SaveFailure } from './BehaviourSection.tsx';
import styles from './form.module.css';
import { Panel } from './Panel.tsx';
import { SavedLine } from './SavedLine.tsx';
import type { LiveSettings } from './settings-view.ts';

const kinds = ['ready', 'attention'] as const satisfies readonly (keyof Notifications)[];

/** What the browser tells while no page of ours is open. It is asked for the permission when the first one is chosen. */
export function NoticesPanel({
  settings,
  take,
  access,
}: {
  readonly settings: SettingsView;
  readonly take: LiveSettings['take'];
  readonly access: HostAccess;
}) {
  const { shown, change, isSaved, failure } = useAutosave(settings, take);
  const [isDeclined, setDeclined] = useState(false);
  const set = async (kind: keyof Notifications, isOn: boolean): Promise<void> => {
    const isAllowed = !isOn || (await access.requestNotifications().catch(() => false));
    setDeclined(!isAllowed);
    if (isAllowed) change({ notifications: { ...shown.notifications, [kind]: isOn } });
  };
  return (
    <Panel heading={i18n.t('notices.heading')} aside={<SavedLine isSaved={isSaved} />}>
      <div className={styles.form}>
        {kinds.map((kind) => (
          <CheckChoice
            key={kind}
            name={kind}
            label={i18n.t(`notices.${kind}`)}
            hint={i18n.t(`notices.${kind}Hint`)}
            checked={shown.notifications[kind]}
            onChange={(event) => void set(kind, event.target.checked)}
          />
        ))}
        {isDeclined && <p role="alert">{i18n.t('notices.declined')}</p>}
        <SaveFailure failure={failure} />
      </div>
    </Panel>
  );
}
