import { i18n } from '#i18n';
import type { RedemptionStep } from '../../lib/domain/redemption.ts';
import { messageOf } from '../message.ts';
import { Icon, type IconName } from '../ui/Icon.tsx';
import { Name } from '../ui/Name.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import styles from './People.module.css';

const icons: Record<RedemptionStep['state'], IconName> = {
  planned: 'clock',
  started: 'spinner',
  done: 'check',
  'up-to-guest': 'clock',
  undone: 'cross',
  'undo-failed': 'alert',
};

const words = {
  planned: 'people.step.planned',
  started: 'people.step.started',
  done: 'people.step.done',
  'up-to-guest': 'people.step.upToGuest',
  undone: 'people.step.undone',
  'undo-failed': 'people.step.undoFailed',
} as const;

const kinds = {
  'create-user': 'people.step.createUser',
  share: 'people.step.share',
  accept: 'people.step.accept',
} as const;

/** What a redemption does, step by step, with how each stands: also in words, not by its sign alone. */
export function RedemptionSteps({ steps }: { readonly steps: readonly RedemptionStep[] }) {
  if (steps.length === 0) return null;
  return (
    <ol className={styles.steps}>
      {steps.map((step, at) => (
        <li key={at} className={classOf(step)}>
          <Icon name={icons[step.state]} />
          <span>
            <Sentence
              text={messageOf(kinds[step.kind])}
              slots={{ server: <Name text={step.serverName ?? ''} /> }}
            />{' '}
            <span className={styles.soft}>{i18n.t(words[step.state])}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}

function classOf({ state }: RedemptionStep): string | undefined {
  if (state === 'done') return styles.done;
  return state === 'undo-failed' ? styles.bad : undefined;
}
