import { useState } from 'react';
import { i18n } from '#i18n';
import { useAsk } from '../ask.tsx';
import form from '../options/form.module.css';
import { Panel } from '../options/Panel.tsx';
import { Button } from '../ui/Button.tsx';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { useAction } from '../use-action.ts';
import styles from './activity.module.css';

/** The report exactly as it is copied. */
export function ReportPanel() {
  const ask = useAsk();
  const { run, busy, failure } = useAction();
  const [text, setText] = useState<string | null>(null);
  const [copied, setCopied] = useState<'yes' | 'no' | null>(null);
  const make = (): void => {
    setCopied(null);
    void run(async () => setText((await ask('report.read', {})).text));
  };
  const copy = (): void => {
    navigator.clipboard.writeText(text ?? '').then(
      () => setCopied('yes'),
      () => setCopied('no'),
    );
  };
  return (
    <Panel heading={i18n.t('diagnostics.report.heading')}>
      <p>{i18n.t('diagnostics.report.text')}</p>
      {text !== null && (
        <textarea
          className={styles.report}
          readOnly
          rows={Math.min(24, text.split('\n').length)}
          aria-label={i18n.t('diagnostics.report.label')}
          value={text}
        />
      )}
      <div className={form.actions}>
        <Button busy={busy} onClick={make}>
          {i18n.t('diagnostics.report.make')}
        </Button>
        {text !== null && (
          <Button look="primary" onClick={copy}>
            {i18n.t('diagnostics.report.copy')}
          </Button>
        )}
        <span role="status">
          {busy && i18n.t('diagnostics.report.making')}
          {copied && i18n.t(copied === 'yes' ? 'diagnostics.report.copied' : 'diagnostics.report.copyFailed')}
        </span>
      </div>
      {failure && (
        <p role="alert">
          <ErrorSentence code={failure.code} about={failure} />
        </p>
      )}
    </Panel>
  );
}
