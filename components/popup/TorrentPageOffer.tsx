import { useEffect, useState } from 'react';
import { i18n } from '#i18n';
import { OperationError } from '../../lib/domain/errors.ts';
import type { ClientOverview } from '../../lib/domain/overview.ts';
import { useAsk } from '../ask.tsx';
import { messageOf } from '../message.ts';
import { optionsPage } from '../options-page.ts';
import { Button, LinkButton } from '../ui/Button.tsx';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Name } from '../ui/Name.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { useAction } from '../use-action.ts';

/** A torrent page as it was recognised in the tab below the popup. */
export interface FoundPage {
  /** Id of a torrent client kind. */
  readonly kind: string;
  /** Ends in `/`. */
  readonly address: string;
}

/** The tab that the popup was opened over. */
export interface ActivePage {
  /** The torrent page in it, if it is one. */
  find(): Promise<FoundPage | null>;
  /** Asks the browser for its host; has to be the first thing awaited in a click. */
  request(address: string): Promise<boolean>;
}

/** "Use this page", when the popup was opened over a torrent page that is not connected yet. */
export function TorrentPageOffer({
  activePage,
  clients,
}: {
  readonly activePage: ActivePage;
  readonly clients: readonly ClientOverview[];
}) {
  const ask = useAsk();
  const { run, busy, done, failure } = useAction();
  const [page, setPage] = useState<FoundPage | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void activePage.find().then((found) => isCurrent && setPage(found));
    return () => {
      isCurrent = false;
    };
  }, [activePage]);
  if (!page) return null;
  const slots = { page: <Name text={URL.parse(page.address)?.host ?? page.address} /> };
  if (done) {
    return (
      <Notice tone="good" announce>
        <p>
          <Sentence text={messageOf('popup.thisPage.done')} slots={slots} />
        </p>
      </Notice>
    );
  }
  if (clients.some(({ address }) => page.address.startsWith(address))) return null;
  const connect = async (): Promise<void> => {
    const client = { ...page, access: 'browser-session', username: null } as const;
    // Not waited for: the browser's question must be the first. It may close this popup; the background then goes on.
    const offered = ask('client.offer', { client });
    const isAllowed = await activePage.request(page.address);
    await offered;
    if (!isAllowed) throw new OperationError('PERMISSION_MISSING', { operation: 'client.offer' });
    const check = await ask('client.take', {});
    const code = check?.steps.find(({ ok }) => !ok)?.code;
    if (code) throw new OperationError(code, { operation: 'client.take' });
  };
  return (
    <Notice
      tone="calm"
      icon="plus"
      actions={
        <>
          <Button look="primary" small busy={busy} onClick={() => void run(connect)}>
            {i18n.t('popup.thisPage.use')}
          </Button>
          {failure && failure.code !== 'PERMISSION_MISSING' && (
            <LinkButton small href={optionsPage('clients')} newTab>
              {i18n.t('remedy.openSettings')}
            </LinkButton>
          )}
        </>
      }
    >
      {failure ? (
        <p role="alert">
          <ErrorSentence code={failure.code} about={{ server: URL.parse(page.address)?.host ?? null }} />
        </p>
      ) : (
        <p>
          <Sentence text={messageOf('popup.thisPage.found')} slots={slots} />
        </p>
      )}
    </Notice>
  );
}
