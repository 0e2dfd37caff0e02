import { i18n } from '#i18n';
import type { PathMapping } from '../../lib/domain/media-path.ts';
import type { Overview } from '../../lib/domain/overview.ts';
import { withMapping } from '../../lib/domain/with-mapping.ts';
import type { SettingsView } from '../../lib/messages/contract.ts';
import { useAsk } from '../ask.tsx';
import { FolderChecks } from '../options/FolderChecks.tsx';
import { ProposalPanel } from '../options/ProposalPanel.tsx';
import { type LivePathChecks, usePathChecks } from '../options/path-checks.ts';
import type { LiveSettings } from '../options/settings-view.ts';
import { optionsPage } from '../options-page.ts';
import { Card } from './Card.tsx';
import styles from './WelcomePage.module.css';

interface Props {
  readonly settings: SettingsView;
  readonly live: LiveSettings;
  readonly overview: Overview;
}

/** Step three: where finished downloads are, and whether a library covers each folder. */
export function PathCard(props: Props) {
  const { servers, clients } = props.settings;
  if (servers.length > 0 && clients.length > 0) return <Paths {...props} />;
  return (
    <Card
      number={3}
      heading={i18n.t('welcome.path.heading')}
      text={i18n.t('welcome.path.text')}
      isDone={false}
    >
      <p className={styles.text}>{i18n.t('welcome.path.waiting')}</p>
    </Card>
  );
}

function Paths({ settings, live, overview }: Props) {
  const ask = useAsk();
  const checked = usePathChecks(settings.mappings);
  const isDone = isCovered(checked);
  const onKeep = async (kept: readonly PathMapping[]): Promise<void> => {
    const mappings = kept.reduce<readonly PathMapping[]>(withMapping, settings.mappings);
    live.take(await ask('mappings.save', { mappings }));
  };
  return (
    <Card
      number={3}
      heading={i18n.t('welcome.path.heading')}
      text={i18n.t('welcome.path.text')}
      isDone={isDone}
    >
      {!isDone && <ProposalPanel {...{ settings, onKeep }} states={overview.servers} isWanted />}
      <FolderChecks
        {...checked}
        clients={settings.clients}
        onMap={() => location.assign(optionsPage('paths'))}
      />
      <p>
        <a href={optionsPage('paths')}>{i18n.t('welcome.path.edit')}</a>
      </p>
      <p role="status" className={styles.ready}>
        {isDone && i18n.t('welcome.ready')}
      </p>
    </Card>
  );
}

/** Every folder is in a library; with nothing downloaded yet there is nothing left to do, either. */
const isCovered = ({ checks }: LivePathChecks): boolean =>
  checks !== null &&
  checks.failures.length === 0 &&
  checks.paths.every(({ sectionTitle }) => sectionTitle !== null);
