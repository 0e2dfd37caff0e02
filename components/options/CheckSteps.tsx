import { i18n } from '#i18n';
import type { CheckStep } from '../../lib/messages/contract.ts';
import type { Remedy } from '../error-text.ts';
import { type MessageKey, messageOf } from '../message.ts';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Name } from '../ui/Name.tsx';
import { Notice } from '../ui/Notice.tsx';
import { hostOf } from './address.ts';
import styles from './CheckSteps.module.css';
import type { ConnectionTest } from './connection-test.ts';
import { RemedyButton } from './RemedyButton.tsx';

const labels: Record<CheckStep['step'], MessageKey> = {
  address: 'step.address',
  permission: 'step.permission',
  reachable: 'step.reachable',
  'is-plex': 'step.isPlex',
  'same-server': 'step.sameServer',
  token: 'step.token',
  owner: 'step.owner',
  libraries: 'step.libraries',
  'is-client': 'step.isClient',
  'signed-in': 'step.signedIn',
  torrents: 'step.torrents',
};

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
            <Step key={step.step} step={step} />
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

function Step({ step }: { readonly step: CheckStep }) {
  return (
    <li className={step.ok ? styles.passed : styles.failed}>
      <Icon name={step.ok ? 'check' : 'cross'} />
      <span className="visually-hidden">{i18n.t(step.ok ? 'step.passed' : 'step.failed')}</span>
      <span>{messageOf(labels[step.step])}</span>
      {step.ok && step.found !== null && (
        <span className={styles.found}>
          <Name text={step.found} />
        </span>
      )}
    </li>
  );
}
