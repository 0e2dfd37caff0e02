import { i18n } from '#i18n';
import type { Overview } from '../../lib/domain/overview.ts';
import { useAsk } from '../ask.tsx';
import { Button } from '../ui/Button.tsx';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useAction } from '../use-action.ts';

/** Pauses, or goes on. */
export function PauseButton({
  isPaused,
  take,
}: {
  readonly isPaused: boolean;
  readonly take: (overview: Overview) => void;
}) {
  const ask = useAsk();
  const { run, busy, failure } = useAction();
  const change = () => void run(async () => take(await ask('pause.set', { isPaused: !isPaused })));
  return (
    <>
      <Button
        look={isPaused ? 'primary' : 'quiet'}
        small
        icon={isPaused ? 'again' : 'pause'}
        busy={busy}
        onClick={change}
      >
        {i18n.t(isPaused ? 'popup.paused.goOn' : 'popup.paused.pause')}
      </Button>
      {failure && (
        <p role="alert">
          <ErrorSentence code={failure.code} about={failure} />
        </p>
      )}
    </>
  );
}

/** Nothing is scanned, and how to go on. */
export function PausedNotice({ take }: { readonly take: (overview: Overview) => void }) {
  return (
    <Notice tone="calm" icon="pause" actions={<PauseButton isPaused take={take} />}>
      <p>{i18n.t('popup.paused.text')}</p>
    </Notice>
  );
}
