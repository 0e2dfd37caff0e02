import { useEffect, useState } from 'react';
import { i18n } from '#i18n';
import type { ClientOverview, Overview } from '../../lib/domain/overview.ts';
import { useAsk } from '../ask.tsx';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { useAction } from '../use-action.ts';
import styles from './PageSwitch.module.css';
import type { ActivePage } from './TorrentPageOffer.tsx';

/** "Show badges here", when the popup was opened over the page of a connected torrent client. */
export function PageSwitch({
  activePage,
  clients,
  take,
}: {
  readonly activePage: ActivePage;
  readonly clients: readonly ClientOverview[];
  readonly take: (overview: Overview) => void;
}) {
  const ask = useAsk();
  const { run, busy, failure } = useAction();
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void activePage.find().then((found) => isCurrent && setAddress(found?.address ?? null));
    return () => {
      isCurrent = false;
    };
  }, [activePage]);
  const client = address === null ? undefined : longestOf(clients, address);
  if (!client) return null;
  const isShown = !client.hidesBadges;
  const change = () =>
    void run(async () => take(await ask('badges.show', { clientId: client.id, isShown: !isShown })));
  return (
    <div className={styles.line}>
      <label className={styles.label}>
        <span>{i18n.t('popup.thisPage.badges')}</span>
        <input
          type="checkbox"
          role="switch"
          checked={isShown}
          aria-checked={isShown}
          onChange={change}
          aria-busy={busy || undefined}
        />
      </label>
      {failure && (
        <p role="alert" className={styles.failure}>
          <ErrorSentence code={failure.code} about={failure} />
        </p>
      )}
    </div>
  );
}

/** One origin can hold several clients behind a proxy: the one whose address says most. */
const longestOf = (clients: readonly ClientOverview[], address: string): ClientOverview | undefined =>
  clients
    .filter((one) => address.startsWith(one.address))
    .sort((a, b) => b.address.length - a.address.length)[0];
