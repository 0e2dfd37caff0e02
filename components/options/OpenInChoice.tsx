import { i18n } from '#i18n';
import type { Settings } from '../../lib/domain/settings.ts';
import type { SettingsView } from '../../lib/messages/contract.ts';
import { useAsk } from '../ask.tsx';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { RadioChoice } from '../ui/Field.tsx';
import { useAction } from '../use-action.ts';
import styles from './form.module.css';
import { Panel } from './Panel.tsx';
import { SavedLine } from './SavedLine.tsx';

const choices = ['hosted', 'server', 'app'] as const satisfies Settings['openIn'][];

/** Where "View in Plex" opens; saved as soon as it is chosen. */
export function OpenInChoice({
  openIn,
  take,
}: {
  readonly openIn: Settings['openIn'];
  readonly take: (settings: SettingsView) => void;
}) {
  const ask = useAsk();
  const { run, busy, failure, done } = useAction();
  const choose = (choice: Settings['openIn']): void => {
    void run(async () => take(await ask('settings.openIn', { openIn: choice })));
  };
  return (
    <Panel heading={i18n.t('plex.openIn.heading')} aside={<SavedLine isSaved={done} />}>
      <fieldset className={styles.radios} aria-busy={busy || undefined}>
        <legend className="visually-hidden">{i18n.t('plex.openIn.heading')}</legend>
        {choices.map((choice) => (
          <RadioChoice
            key={choice}
            name="openIn"
            label={i18n.t(`plex.openIn.${choice}`)}
            hint={i18n.t(`plex.openIn.${choice}Hint`)}
            checked={openIn === choice}
            onChange={() => choose(choice)}
          />
        ))}
      </fieldset>
      {failure && (
        <p role="alert">
          <ErrorSentence code={failure.code} about={failure} />
        </p>
      )}
    </Panel>
  );
}
