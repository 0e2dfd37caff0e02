import type { ReactNode } from 'react';
import { useState } from 'react';
import { i18n } from '#i18n';
import type { Overview } from '../lib/domain/overview.ts';
import { useAsk } from './ask.tsx';
import { needsAttention, onItsWay } from './downloads.ts';
import styles from './ScanNow.module.css';
import { Button } from './ui/Button.tsx';
import { ErrorSentence } from './ui/ErrorSentence.tsx';
import { useAction } from './use-action.ts';

/** Asks every torrent client at once, and says what came of it. */
export function ScanNow({
  take,
  children,
}: {
  readonly take?: (overview: Overview) => void;
  /** Stands beside the button. */
  readonly children?: ReactNode;
}) {
  const ask = useAsk();
  const { run, busy, failure } = useAction();
  const [result, setResult] = useState('');
  const scan = (): void => {
    setResult('');
    void run(async () => {
      const overview = await ask('scan.now', {});
      take?.(overview);
      setResult(resultOf(overview));
    });
  };
  return (
    <div className={styles.scan}>
      <div className={styles.row}>
        <Button icon="scan" busy={busy} onClick={scan}>
          {i18n.t('scan.action')}
        </Button>
        {children}
      </div>
      <p role="status" className={styles.result}>
        {busy ? i18n.t('scan.running') : result}
      </p>
      {failure && (
        <p role="alert" className={styles.failure}>
          <ErrorSentence code={failure.code} about={failure} />
        </p>
      )}
    </div>
  );
}

function resultOf({ downloads }: Overview): string {
  const [waiting, stuck] = [downloads.filter(onItsWay).length, downloads.filter(needsAttention).length];
  const sentences = [
    ...(waiting > 0 ? [i18n.t('scan.waiting', waiting)] : []),
    ...(stuck > 0 ? [i18n.t('scan.attention', stuck)] : []),
  ];
  return sentences.join(' ') || i18n.t('scan.nothing');
}
