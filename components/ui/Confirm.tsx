import { type ReactNode, useEffect, useId, useRef } from 'react';
import { i18n } from '#i18n';
import { Button } from './Button.tsx';
import styles from './Confirm.module.css';

/** Asks before something that can't be undone. Escape and the first button keep everything as it is. */
export function Confirm({
  question,
  children,
  action,
  busy,
  onConfirm,
  onCancel,
}: {
  readonly question: ReactNode;
  readonly children: ReactNode;
  readonly action: string;
  readonly busy: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onCancel();
      }}
    >
      <h2 id={titleId}>{question}</h2>
      <p>{children}</p>
      <div className={styles.actions}>
        <Button onClick={onCancel}>{i18n.t('options.keep')}</Button>
        <Button look="danger" icon="bin" busy={busy} onClick={onConfirm}>
          {action}
        </Button>
      </div>
    </dialog>
  );
}
