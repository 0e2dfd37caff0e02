import { useEffect, useRef } from 'react';
import { i18n } from '#i18n';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';

/** Says that a row was removed and takes the focus that it had. */
export function UndoNotice({ text, undo }: { readonly text: string; readonly undo: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector('button')?.focus(), []);
  return (
    <div ref={box}>
      <Notice
        tone="calm"
        icon="bin"
        announce
        actions={
          <Button small onClick={undo}>
            {i18n.t('options.undo')}
          </Button>
        }
      >
        <p>{text}</p>
      </Notice>
    </div>
  );
}
