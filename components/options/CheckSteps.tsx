import type { Remedy } from '../error-text.ts';
import { messageOf } from '../message.ts';
import { stepLabels } from '../step-labels.ts';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Name } from '../ui/Name.tsx';
import { Notice } from '../ui/Notice.tsx';
import { StepLine } from '../ui/StepLine.tsx';
import { hostOf } from './address.ts';
import styles from './CheckSteps.module.css';
import type { ConnectionTest } from './connection-test.ts';
import { RemedyButton } from './RemedyButton.tsx';

/** A connection test as it went: a tick for each step, and at the first that failed its sentence and one remedy. */
export function CheckSteps({
  test,
  address,
  running,
  onRemedy,
}: {
  readonly test: Pick<ConnectionTest, 'steps' | 'running' | 'failure'>;
  /** Who was asked. */
  readonly address: string;
  /** What is said while it runs. */
  readonly running: string;
  readonly onRemedy: (remedy: Remedy) => void;
}) {
  const failedCode = test.failure?.code ?? test.steps.find((step) => !step.ok)?.code;
  return (
    <div className={styles.test}>
      <div role="status">
        <ol className={styles.steps}>
          {test.steps.map((step) => (
            <StepLine
              key={step.step}
              ok={step.ok}
              label={messageOf(stepLabels[step.step])}
              found={step.found === null ? null : <Name text={step.found} />}
            />
          ))}
          {test.running && (
            <li className={styles.running}>
              <Icon name="spinner" />
              {running}
            </li>
          )}
        </ol>
      </div>
      {failedCode && (
        <Notice
          tone="bad"
          announce
          actions={<RemedyButton code={failedCode} page={address} onRemedy={onRemedy} />}
        >
          <p>
            <ErrorSentence code={failedCode} about={{ server: hostOf(address) }} />
          </p>
        </Notice>
      )}
    </div>
  );
}
