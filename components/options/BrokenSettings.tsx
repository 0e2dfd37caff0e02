import { useEffect, useState } from 'react';
import { i18n } from '#i18n';
import type { Failure } from '../../lib/domain/errors.ts';
import type { SettingsCondition } from '../../lib/messages/contract.ts';
import { useAsk } from '../ask.tsx';
import { Button } from '../ui/Button.tsx';
import { Confirm } from '../ui/Confirm.tsx';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useAction } from '../use-action.ts';
import type { LiveSettings } from './settings-view.ts';

/** In the place of all sections while the settings can't be read. Nothing is written over before the person says so. */
export function BrokenSettings({
  failure,
  live,
}: {
  readonly failure: Failure;
  readonly live: LiveSettings;
}) {
  const ask = useAsk();
  const afresh = useAction();
  const [condition, setCondition] = useState<SettingsCondition>('fine');
  const [isAsking, setAsking] = useState(false);
  useEffect(() => {
    ask('settings.condition', {}).then(
      (answer) => setCondition(answer.condition),
      () => setCondition('fine'), // then what is known is the failure
    );
  }, [ask]);
  const startAfresh = (): void =>
    void afresh.run(async () => live.take(await ask('settings.startAfresh', {})));
  const shown = afresh.failure ?? failure;
  return (
    <>
      <Notice
        tone="bad"
        announce
        actions={
          <>
            <Button onClick={live.reload}>{i18n.t('remedy.retry')}</Button>
            {condition !== 'fine' && (
              <Button onClick={() => setAsking(true)}>{i18n.t('brokenSettings.afresh')}</Button>
            )}
          </>
        }
      >
        <p>
          {condition === 'fine' || afresh.failure ? (
            <ErrorSentence code={shown.code} about={shown} />
          ) : (
            i18n.t(`brokenSettings.${condition}`)
          )}
        </p>
      </Notice>
      {isAsking && (
        <Confirm
          question={i18n.t('brokenSettings.question')}
          action={i18n.t('brokenSettings.afresh')}
          busy={afresh.busy}
          onConfirm={startAfresh}
          onCancel={() => setAsking(false)}
        >
          {i18n.t('brokenSettings.text')}
        </Confirm>
      )}
    </>
  );
}
