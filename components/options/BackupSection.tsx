import { i18n } from '#i18n';
import type { SettingsView } from '../../lib/messages/contract.ts';
import { useAsk } from '../ask.tsx';
import type { HostAccess } from '../host-access.ts';
import { Button } from '../ui/Button.tsx';
import { useAction } from '../use-action.ts';
import { SaveFailure } from './BehaviourSection.tsx';
import styles from './form.module.css';
import { ImportPanel } from './ImportPanel.tsx';
import { Panel } from './Panel.tsx';
import { SavedLine } from './SavedLine.tsx';
import { saveFile } from './save-file.ts';
import type { LiveSettings } from './settings-view.ts';

/** The settings as a file, and back. */
export function BackupSection({
  settings,
  live,
  access,
  onImported,
}: {
  readonly settings: SettingsView;
  readonly live: LiveSettings;
  readonly access: HostAccess;
  readonly onImported: () => void;
}) {
  return (
    <>
      <ExportPanel />
      <ImportPanel {...{ settings, live, access, onImported }} />
    </>
  );
}

function ExportPanel() {
  const ask = useAsk();
  const { run, busy, done, failure } = useAction();
  const save = (): void => {
    void run(async () => {
      const { fileName, text } = await ask('settings.export', {});
      saveFile(fileName, text);
    });
  };
  return (
    <Panel heading={i18n.t('backup.save.heading')} aside={<SavedLine isSaved={done} />}>
      <div className={styles.form}>
        <p>{i18n.t('backup.save.text')}</p>
        <div className={styles.actions}>
          <Button busy={busy} onClick={save}>
            {i18n.t('backup.save.action')}
          </Button>
        </div>
        <SaveFailure failure={failure} />
      </div>
    </Panel>
  );
}
