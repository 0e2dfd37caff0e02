import { useId, useRef } from 'react';
import { i18n } from '#i18n';
import type { ImportMode, SettingsView } from '../../lib/messages/contract.ts';
import type { HostAccess } from '../host-access.ts';
import { Button } from '../ui/Button.tsx';
import { RadioChoice } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { SaveFailure } from './BehaviourSection.tsx';
import { Differences } from './Differences.tsx';
import styles from './form.module.css';
import importStyles from './Import.module.css';
import { ImportProblem } from './ImportProblem.tsx';
import { type ImportDraft, useImport } from './import-draft.ts';
import { MissingAccessList } from './MissingAccessList.tsx';
import { Panel } from './Panel.tsx';
import { addressesOf, type LiveSettings } from './settings-view.ts';

const modes = ['merge', 'replace'] as const satisfies readonly ImportMode[];

/** A file is looked at first: what it would change is shown before anything is. */
export function ImportPanel({
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
  const draft = useImport(async (after) => {
    const [before, used] = [addressesOf(settings), addressesOf(after)];
    for (const address of before.filter((one) => !used.includes(one))) await access.remove(address, used);
    live.take(after);
    onImported();
  });
  const { stage, failure } = draft;
  return (
    <Panel heading={i18n.t('backup.load.heading')}>
      <div className={styles.form}>
        <p>{i18n.t('backup.load.text')}</p>
        <FileChoice draft={draft} />
        {stage.at === 'refused' && <ImportProblem problem={stage.problem} />}
        {stage.at === 'preview' && <Preview differences={stage.differences} draft={draft} />}
        {stage.at === 'done' && <MissingAccessList missing={stage.missing} access={access} />}
        <SaveFailure failure={failure} />
      </div>
    </Panel>
  );
}

/** The browser's own button for files can't be told what to say; this one opens it. */
function FileChoice({ draft }: { readonly draft: ImportDraft }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className={styles.actions}>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label={i18n.t('backup.load.choose')}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = ''; // so that the same file can be chosen again
          if (file) draft.choose(file);
        }}
      />
      <Button icon="folder" busy={draft.busy} onClick={() => input.current?.click()}>
        {i18n.t('backup.load.choose')}
      </Button>
    </div>
  );
}

function Preview({
  differences,
  draft,
}: {
  readonly differences: Parameters<typeof Differences>[0]['differences'];
  readonly draft: ImportDraft;
}) {
  const id = useId();
  const { mode, busy, setMode, apply, cancel } = draft;
  return (
    <section className={importStyles.preview} aria-labelledby={id}>
      <fieldset className={styles.radios}>
        <legend>{i18n.t('backup.mode.label')}</legend>
        {modes.map((one) => (
          <RadioChoice
            key={one}
            name="mode"
            label={i18n.t(`backup.mode.${one}`)}
            hint={i18n.t(`backup.mode.${one}Hint`)}
            checked={mode === one}
            onChange={() => setMode(one)}
          />
        ))}
      </fieldset>
      <h4 id={id} className={importStyles.heading}>
        {i18n.t('backup.preview.heading')}
      </h4>
      <div role="status">
        {differences.length === 0 ? (
          <Notice tone="calm" icon="check">
            <p>{i18n.t('backup.preview.nothing')}</p>
          </Notice>
        ) : (
          <Differences differences={differences} />
        )}
      </div>
      <div className={styles.actions}>
        {differences.length > 0 && (
          <Button look="primary" busy={busy} onClick={apply}>
            {i18n.t('backup.load.apply')}
          </Button>
        )}
        <Button onClick={cancel}>{i18n.t('options.cancel')}</Button>
      </div>
    </section>
  );
}
