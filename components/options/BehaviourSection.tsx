import { i18n } from '#i18n';
import type { Failure } from '../../lib/domain/errors.ts';
import { languages, themes } from '../../lib/domain/settings.ts';
import type { SettingsView } from '../../lib/messages/contract.ts';
import type { HostAccess } from '../host-access.ts';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Choice, RadioChoice } from '../ui/Field.tsx';
import { useAutosave } from './autosave.ts';
import styles from './form.module.css';
import { NoticesPanel } from './NoticesPanel.tsx';
import { Panel } from './Panel.tsx';
import { QuietPanel } from './QuietPanel.tsx';
import { RulesPanel } from './RulesPanel.tsx';
import { SavedLine } from './SavedLine.tsx';
import type { LiveSettings } from './settings-view.ts';

/** What Marquee does differently, when it waits, and how it looks. Everything is saved as soon as it is changed. */
export function BehaviourSection({
  settings,
  live,
  access,
}: {
  readonly settings: SettingsView;
  readonly live: LiveSettings;
  readonly access: HostAccess;
}) {
  return (
    <>
      <RulesPanel settings={settings} take={live.take} />
      <QuietPanel settings={settings} take={live.take} />
      <NoticesPanel settings={settings} take={live.take} access={access} />
      <LooksPanel settings={settings} take={live.take} />
    </>
  );
}

function LooksPanel({
  settings,
  take,
}: {
  readonly settings: SettingsView;
  readonly take: LiveSettings['take'];
}) {
  const { shown, change, isSaved, failure } = useAutosave(settings, take);
  return (
    <Panel heading={i18n.t('behaviour.looks')} aside={<SavedLine isSaved={isSaved} />}>
      <div className={styles.form}>
        <fieldset className={styles.radios}>
          <legend>{i18n.t('behaviour.theme.label')}</legend>
          {themes.map((theme) => (
            <RadioChoice
              key={theme}
              name="theme"
              label={i18n.t(`behaviour.theme.${theme}`)}
              checked={shown.theme === theme}
              onChange={() => change({ theme })}
            />
          ))}
        </fieldset>
        <Choice
          label={i18n.t('behaviour.language.label')}
          name="language"
          value={shown.language}
          onChange={(event) => {
            const language = languages.find((one) => one === event.target.value);
            if (language) change({ language });
          }}
        >
          {languages.map((language) => (
            <option key={language} value={language} lang={language === 'browser' ? undefined : language}>
              {i18n.t(`behaviour.language.${language}`)}
            </option>
          ))}
        </Choice>
        <SaveFailure failure={failure} />
      </div>
    </Panel>
  );
}

/** Why the last change was not saved. */
export function SaveFailure({ failure }: { readonly failure: Failure | null }) {
  if (!failure) return null;
  return (
    <p role="alert">
      <ErrorSentence code={failure.code} about={failure} />
    </p>
  );
}
