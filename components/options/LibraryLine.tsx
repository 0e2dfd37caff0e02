import type { ReactNode } from 'react';
import { i18n } from '#i18n';
import type { LibraryState } from '../../lib/domain/library-state.ts';
import { useAsk } from '../ask.tsx';
import { messageOf } from '../message.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Name } from '../ui/Name.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { useNow, wholeNumber } from '../ui/times.ts';
import { When } from '../ui/When.tsx';
import { useAction } from '../use-action.ts';
import styles from './LibraryLine.module.css';
import { ReadingBar, readingCount } from './ReadingProgress.tsx';

/** How much Marquee knows of a server's libraries, with what can be done about it. Every state is of the same height. */
export function LibraryLine({
  library,
  machineIdentifier,
  server,
}: {
  readonly library: LibraryState;
  readonly machineIdentifier: string;
  readonly server: string;
}) {
  const ask = useAsk();
  const { run, busy, failure } = useAction();
  const isReading = library.kind === 'reading';
  const act = (): void => {
    const name = isReading ? 'library.stop' : 'library.read';
    void run(async () => void (await ask(name, { machineIdentifier })));
  };
  return (
    <div className={styles.library}>
      <ReadingBar reading={isReading ? library : null} />
      <div className={styles.row}>
        <p className={styles.words}>
          <span role="status">
            <Said library={library} server={server} />
          </span>
          <span className={styles.detail}>
            <Detail library={library} />
          </span>
        </p>
        <Button small busy={busy} onClick={act}>
          {actionOf(library)}
          <span className="visually-hidden">
            {' '}
            <Name text={server} />
          </span>
        </Button>
      </div>
      {failure && (
        <p role="alert">
          <ErrorSentence code={failure.code} about={{ server: failure.server ?? server }} />
        </p>
      )}
    </div>
  );
}

/** What is read out when it changes: no numbers that move on all the time. */
function Said({ library, server }: { readonly library: LibraryState; readonly server: string }): ReactNode {
  switch (library.kind) {
    case 'unread':
      return i18n.t('library.unread');
    case 'reading':
      return i18n.t('library.reading');
    case 'ready':
      return i18n.t('library.ready', library.items, [wholeNumber(library.items)]);
    case 'stopped':
      return i18n.t('library.stopped');
    case 'too-large':
      return i18n.t('library.tooLarge', [wholeNumber(library.items)]);
    case 'failed':
      return (
        <Sentence
          text={messageOf('library.failed')}
          slots={{ reason: <ErrorSentence code={library.code} about={{ server }} /> }}
        />
      );
  }
}

function Detail({ library }: { readonly library: LibraryState }): ReactNode {
  const nowMs = useNow();
  if (library.kind === 'reading') return readingCount(library);
  if (library.kind !== 'ready') return null;
  const when = <When atMs={library.readAtMs} nowMs={nowMs} as="relative" />;
  return <Sentence text={messageOf('library.read')} slots={{ when }} />;
}

function actionOf({ kind }: LibraryState): string {
  if (kind === 'reading') return i18n.t('library.stop');
  if (kind === 'failed') return i18n.t('remedy.retry');
  return kind === 'ready' ? i18n.t('library.readAgain') : i18n.t('library.readNow');
}
