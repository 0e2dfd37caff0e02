import { useState } from 'react';
import { i18n } from '#i18n';
import type { Diagnosis, DoctorStep } from '../../lib/messages/contract.ts';
import { useAsk } from '../ask.tsx';
import type { HostAccess } from '../host-access.ts';
import { messageOf } from '../message.ts';
import { Panel } from '../options/Panel.tsx';
import { stepLabels } from '../step-labels.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Name } from '../ui/Name.tsx';
import { Notice } from '../ui/Notice.tsx';
import { StepLine } from '../ui/StepLine.tsx';
import { useAction } from '../use-action.ts';
import styles from './activity.module.css';
import { DoctorRemedy } from './DoctorRemedy.tsx';

/** Looks at everything in turn, and says at the first thing that is wrong what it is and what helps. */
export function DoctorPanel({ access }: { readonly access: HostAccess }) {
  const ask = useAsk();
  const { run, busy, failure } = useAction();
  const [diagnosis, setDiagnosis] = useState<Diagnosis | null>(null);
  const look = (): void => {
    setDiagnosis(null);
    void run(async () => setDiagnosis(await ask('doctor.run', {})));
  };
  return (
    <Panel heading={i18n.t('diagnostics.doctor.heading')}>
      <p>{i18n.t('diagnostics.doctor.text')}</p>
      <div>
        <Button look={diagnosis ? 'plain' : 'primary'} icon="scan" busy={busy} onClick={look}>
          {i18n.t(diagnosis ? 'diagnostics.doctor.again' : 'diagnostics.doctor.run')}
        </Button>
      </div>
      <div role="status">
        {busy && i18n.t('diagnostics.doctor.running')}
        {diagnosis && (
          <ol className={styles.steps}>
            {diagnosis.steps.map((step, at) => (
              <StepLine
                key={`${step.step} ${at}`}
                ok={step.ok}
                label={messageOf(stepLabels[step.step])}
                about={step.about}
                found={
                  step.found === null || step.found === step.about ? null : wordsOf(step.step, step.found)
                }
              />
            ))}
          </ol>
        )}
      </div>
      {diagnosis && <Outcome diagnosis={diagnosis} access={access} again={look} />}
      {failure && (
        <p role="alert">
          <ErrorSentence code={failure.code} about={failure} />
        </p>
      )}
    </Panel>
  );
}

function Outcome({
  diagnosis,
  access,
  again,
}: {
  readonly diagnosis: Diagnosis;
  readonly access: HostAccess;
  readonly again: () => void;
}) {
  const failed = diagnosis.steps.find(({ ok }) => !ok);
  if (!failed) {
    return (
      <Notice tone="good" announce>
        <p>{i18n.t('diagnostics.doctor.well')}</p>
      </Notice>
    );
  }
  const { address, blockedBy } = diagnosis;
  const host = URL.parse(address ?? '')?.host;
  const server = failed.about && host ? `${failed.about} (${host})` : (failed.about ?? host ?? null);
  return (
    <Notice
      tone="bad"
      announce
      actions={<DoctorRemedy failed={failed} address={address} access={access} again={again} />}
    >
      <p>
        {failed.code ? (
          <ErrorSentence code={failed.code} about={{ server, path: failed.found }} />
        ) : (
          i18n.t('diagnostics.doctor.notSetUp')
        )}
      </p>
      {blockedBy && <p>{i18n.t(`diagnostics.doctor.blocked.${blockedBy}`)}</p>}
    </Notice>
  );
}

function wordsOf(step: DoctorStep['step'], found: string) {
  if (step === 'owner')
    return i18n.t(found === 'guest' ? 'diagnostics.doctor.guest' : 'diagnostics.doctor.owner');
  if (step === 'paths') return i18n.t('diagnostics.doctor.folders', [found]);
  return <Name text={found} />;
}
