import { useState } from 'react';
import { i18n } from '#i18n';
import { areQuietHours, type QuietHours } from '../../lib/domain/quiet-hours.ts';
import type { SettingsView } from '../../lib/messages/contract.ts';
import { CheckChoice, Field } from '../ui/Field.tsx';
import { useAutosave } from './autosave.ts';
import { SaveFailure } from './BehaviourSection.tsx';
import styles from './form.module.css';
import { Panel } from './Panel.tsx';
import { SavedLine } from './SavedLine.tsx';
import type { LiveSettings } from './settings-view.ts';

const usual: QuietHours = { fromMinute: 23 * 60, toMinute: 7 * 60 };

const two = (number: number): string => String(number).padStart(2, '0');
/** `1380` → `23:00`, as a field of type `time` has it. */
const clockOf = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;

function minuteOf(clock: string): number | null {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(clock) ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}

/** When scans wait. */
export function QuietPanel({
  settings,
  take,
}: {
  readonly settings: SettingsView;
  readonly take: LiveSettings['take'];
}) {
  const { shown, change, isSaved, failure } = useAutosave(settings, take);
  const { quietHours, waitWhileWatched } = shown;
  return (
    <Panel heading={i18n.t('behaviour.quiet.heading')} aside={<SavedLine isSaved={isSaved} />}>
      <div className={styles.form}>
        <CheckChoice
          name="quietHours"
          label={i18n.t('behaviour.quiet.hours')}
          hint={i18n.t('behaviour.quiet.hoursHint')}
          checked={quietHours !== null}
          onChange={(event) => change({ quietHours: event.target.checked ? usual : null })}
        />
        {quietHours && <HoursFields hours={quietHours} onHours={(hours) => change({ quietHours: hours })} />}
        <CheckChoice
          name="waitWhileWatched"
          label={i18n.t('behaviour.quiet.watched')}
          hint={i18n.t('behaviour.quiet.watchedHint')}
          checked={waitWhileWatched}
          onChange={(event) => change({ waitWhileWatched: event.target.checked })}
        />
        <SaveFailure failure={failure} />
      </div>
    </Panel>
  );
}

/** A stretch that makes no sense is not saved, and stays in the fields to be put right. */
function HoursFields({
  hours,
  onHours,
}: {
  readonly hours: QuietHours;
  readonly onHours: (hours: QuietHours) => void;
}) {
  const [typed, setTyped] = useState({ from: clockOf(hours.fromMinute), to: clockOf(hours.toMinute) });
  const set = (part: Partial<typeof typed>): void => {
    const next = { ...typed, ...part };
    setTyped(next);
    const [fromMinute, toMinute] = [minuteOf(next.from), minuteOf(next.to)];
    if (fromMinute === null || toMinute === null) return;
    if (areQuietHours({ fromMinute, toMinute })) onHours({ fromMinute, toMinute });
  };
  const isSame = typed.from !== '' && typed.from === typed.to;
  return (
    <div className={styles.pair}>
      <Field
        type="time"
        name="from"
        label={i18n.t('behaviour.quiet.from')}
        value={typed.from}
        onChange={(event) => set({ from: event.target.value })}
      />
      <Field
        type="time"
        name="to"
        label={i18n.t('behaviour.quiet.to')}
        problem={isSame ? i18n.t('behaviour.quiet.same') : undefined}
        value={typed.to}
        onChange={(event) => set({ to: event.target.value })}
      />
    </div>
  );
}
