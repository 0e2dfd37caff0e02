import { useEffect, useId, useState } from 'react';
import { i18n } from '#i18n';
import { displayName } from '../../lib/domain/text.ts';
import type { RuleChoices, SettingsView } from '../../lib/messages/contract.ts';
import { useAsk } from '../ask.tsx';
import { Button } from '../ui/Button.tsx';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { useAction } from '../use-action.ts';
import { useAutosave } from './autosave.ts';
import { SaveFailure } from './BehaviourSection.tsx';
import styles from './form.module.css';
import mappingStyles from './MappingRows.module.css';
import { Panel } from './Panel.tsx';
import { RuleFields } from './RuleFields.tsx';
import { useRuleDraft } from './rule-draft.ts';
import { SavedLine } from './SavedLine.tsx';
import type { LiveSettings } from './settings-view.ts';
import { UndoNotice } from './UndoNotice.tsx';

const noChoices: RuleChoices = { labels: [], libraries: [], failures: [] };

/** What to do differently with some downloads. Removing a rule can be undone until the page is left. */
export function RulesPanel({
  settings,
  take,
}: {
  readonly settings: SettingsView;
  readonly take: LiveSettings['take'];
}) {
  const { change, isSaved, failure } = useAutosave(settings, take);
  const draft = useRuleDraft(settings.rules, (rules) => change({ rules }));
  const isUsed = draft.rows.length > 0;
  const choices = useRuleChoices(isUsed);
  const listId = useId();
  const labels = [...new Set(choices.labels.map(({ label }) => label))];
  const [problem] = choices.failures;
  return (
    <Panel heading={i18n.t('behaviour.rules.heading')} aside={<SavedLine isSaved={isSaved} />}>
      <div className={styles.form}>
        <p className={styles.note}>{i18n.t(isUsed ? 'behaviour.rules.order' : 'behaviour.rules.none')}</p>
        <ul className={mappingStyles.rows}>
          {draft.rows.map((row, at) => (
            <RuleFields
              key={row.key}
              {...{ row, draft, listId, choices }}
              number={at + 1}
              clients={settings.clients}
            />
          ))}
        </ul>
        <datalist id={listId}>
          {labels.map((label) => (
            <option key={label} value={displayName(label)} />
          ))}
        </datalist>
        {draft.canUndo && (
          <UndoNotice key={draft.removals} text={i18n.t('behaviour.rules.removed')} undo={draft.undo} />
        )}
        <div className={styles.actions}>
          <Button icon="plus" onClick={draft.add}>
            {i18n.t('behaviour.rules.add')}
          </Button>
        </div>
        {problem && (
          <p className={styles.note} role="status">
            <ErrorSentence code={problem.code} about={problem} />
          </p>
        )}
        <SaveFailure failure={failure} />
      </div>
    </Panel>
  );
}

/** Asked once there is a rule to choose for; what can't be had is typed. */
function useRuleChoices(isWanted: boolean): RuleChoices {
  const ask = useAsk();
  const { run } = useAction();
  const [choices, setChoices] = useState(noChoices);
  useEffect(() => {
    if (isWanted) void run(async () => setChoices(await ask('rules.choices', {})));
  }, [ask, isWanted, run]);
  return choices;
}
