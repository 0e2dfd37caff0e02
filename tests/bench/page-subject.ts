import type { MakeBusy } from '../rig/busy-proxy.ts';
import type { PageHands } from '../rig/pages/page-hands.ts';
import type { TorrentDaemon } from '../rig/torrent-daemon.ts';

interface SubjectOptions<Client extends TorrentDaemon> {
  readonly hands: PageHands;
  readonly startClient: () => Promise<Client>;
  /** What signs in, for the proxy in front of it; called for a session of its own each time. */
  readonly headers: (daemon: Client) => Promise<Readonly<Record<string, string>>>;
  /** Without it the page is not watched while it is busy. */
  readonly makeBusy?: (hashes: readonly string[]) => MakeBusy;
  /** How often the page asks for news, in milliseconds. */
  readonly refreshMs: number;
}

/** A page whose cost is measured. */
export interface PageSubject extends Pick<SubjectOptions<TorrentDaemon>, 'hands' | 'makeBusy' | 'refreshMs'> {
  /** A running client, and how to sign in to it. */
  start(): Promise<{
    readonly daemon: TorrentDaemon;
    readonly headers: () => Promise<Readonly<Record<string, string>>>;
  }>;
}

export function pageSubject<Client extends TorrentDaemon>(options: SubjectOptions<Client>): PageSubject {
  const { startClient, headers, ...rest } = options;
  return {
    ...rest,
    async start() {
      const daemon = await startClient();
      return { daemon, headers: () => headers(daemon) };
    },
  };
}
