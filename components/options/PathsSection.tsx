import { type SyntheticEvent, useState } from 'react';
import { i18n } from '#i18n';
import type { PathMapping } from '../../lib/domain/media-path.ts';
import type { ServerOverview } from '../../lib/domain/overview.ts';
import { withMapping } from '../../lib/domain/with-mapping.ts';
import type { PathCheck, SettingsView } from '../../lib/messages/contract.ts';
import { useAsk } from '../ask.tsx';
import { Button } from '../ui/Button.tsx';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useAction } from '../use-action.ts';
import { FolderChecks } from './FolderChecks.tsx';
import styles from './form.module.css';
import { guessMapping } from './guess-mapping.ts';
import { MappingRows } from './MappingRows.tsx';
import { type MappingDraft, useMappingDraft } from './mapping-draft.ts';
import { Panel } from './Panel.tsx';
import { ProposalPanel } from './ProposalPanel.tsx';
import { usePathChecks } from './path-checks.ts';
import { SavedLine } from './SavedLine.tsx';
import type { LiveSettings } from './settings-view.ts';

interface Props {
  readonly settings: SettingsView;
  /** How the servers were when they were last asked. */
  readonly states: readonly ServerOverview[];
  readonly live: LiveSettings;
}

/** Which folder is called what in the torrent client and in Plex, with a check of every folder while it is edited. */
export function PathsSection(props: Props) {
  const { settings } = props;
  if (settings.servers.length > 0 && settings.clients.length > 0) {
    return <PathsEditor {...props} />;
  }
  return (
    <Notice tone="calm" icon="folder">
      <p>{i18n.t('paths.needServer')}</p>
    </Notice>
  );
}

function PathsEditor({ settings, states, live }: Props) {
  const { clients } = settings;
  const ask = useAsk();
  const draft = useMappingDraft(settings.mappings, clients);
  const { checks, checking, failure } = usePathChecks(draft.mappings);
  const locations = checks?.locations ?? [];
  const onMap = ({ clientPath, clientId }: PathCheck): void =>
    draft.add(guessMapping(clientPath, clients.length > 1 ? clientId : null, locations));
  const isUncovered = checks?.paths.some(({ sectionTitle }) => sectionTitle === null) ?? false;
  const onKeep = async (kept: readonly PathMapping[]): Promise<void> => {
    const mappings = kept.reduce<readonly PathMapping[]>(withMapping, settings.mappings);
    live.take(await ask('mappings.save', { mappings })); // what is being typed is neither stored nor lost
    draft.keep(kept);
  };
  return (
    <>
      <ProposalPanel
        {...{ settings, states, onKeep }}
        isWanted={isUncovered || settings.mappings.length === 0}
      />
      <MappingsForm draft={draft} clients={clients} locations={locations} take={live.take} />
      <FolderChecks {...{ checks, checking, failure, clients, onMap }} />
    </>
  );
}

function MappingsForm({
  draft,
  clients,
  locations,
  take,
}: {
  readonly draft: MappingDraft;
  readonly clients: SettingsView['clients'];
  readonly locations: readonly { readonly sectionTitle: string; readonly path: string }[];
  readonly take: LiveSettings['take'];
}) {
  const ask = useAsk();
  const { run, busy, done, failure } = useAction();
  const [showAll, setShowAll] = useState(false);
  const save = (event: SyntheticEvent): void => {
    event.preventDefault();
    setShowAll(true);
    if (draft.isComplete)
      void run(async () => take(await ask('mappings.save', { mappings: draft.mappings })));
  };
  return (
    <Panel heading={i18n.t('paths.mappings')} aside={<SavedLine isSaved={done && !draft.isChanged} />}>
      <form className={styles.form} onSubmit={save} noValidate autoComplete="off">
        {draft.rows.length === 0 && <p className={styles.note}>{i18n.t('paths.none')}</p>}
        <MappingRows draft={draft} clients={clients} locations={locations} showAll={showAll} />
        <div className={styles.actions}>
          <Button icon="plus" onClick={() => draft.add({ clientId: null, from: '', to: '' })}>
            {i18n.t('paths.add')}
          </Button>
          {(draft.isChanged || busy) && (
            <Button type="submit" look="primary" busy={busy}>
              {i18n.t('paths.save')}
            </Button>
          )}
          <p role="status" className={styles.note}>
            {draft.isChanged && i18n.t('paths.unsaved')}
          </p>
        </div>
        {failure && (
          <p role="alert">
            <ErrorSentence code={failure.code} about={failure} />
          </p>
        )}
      </form>
    </Panel>
  );
}
