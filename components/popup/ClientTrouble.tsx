import type { ClientOverview } from '../../lib/domain/overview.ts';
import { ErrorSentence } from '../ui/ErrorSentence.tsx';
import { Notice } from '../ui/Notice.tsx';
import { PopupRemedy } from './PopupRemedy.tsx';

/** A torrent client that can't be asked now, with what helps. */
export function ClientTrouble({
  client,
  refresh,
  refreshing,
  allow,
}: {
  readonly client: ClientOverview;
  readonly refresh: () => void;
  readonly refreshing: boolean;
  /** Asks the browser for a host. */
  readonly allow?: (address: string) => Promise<boolean>;
}) {
  const code = client.code ?? 'UNREACHABLE';
  const host = URL.parse(client.address)?.host ?? '';
  return (
    <Notice
      tone="bad"
      actions={
        <PopupRemedy
          code={code}
          retry={refresh}
          busy={refreshing}
          page={client.address}
          {...(allow && { allow: () => allow(client.address) })}
        />
      }
    >
      <p>
        <ErrorSentence code={code} about={{ server: host ? `${client.label} (${host})` : client.label }} />
      </p>
    </Notice>
  );
}
