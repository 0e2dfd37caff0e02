import type { ClientSettings, Settings } from '../domain/settings.ts';
import type { ClientWatch } from './client-watch.ts';
import type { DownloadBook } from './download-book.ts';
import { agreeMs } from './watch-client.ts';

/** While a torrent page is looked at, its client is polled this often, or slower if its answers take long. */
const quickPollMs = 1_500;
/** How much longer a client rests than it works for us: qBittorrent 4.5 needs 1.8 s for a list of 10,000. */
const restPerWork = 15;

interface Deps {
  readonly book: DownloadBook;
  readonly clients: ClientWatch;
  /** Ids of clients whose page is visible now. */
  readonly watchedClients: (settings: Settings) => ReadonlySet<string>;
  readonly now: () => number;
}

/** When each torrent client is polled: at every alarm, often while its page is looked at, and never without a rest. */
export class ClientPolls {
  #deps: Deps;
  #polledAtMs = new Map<string, number>();
  #tookMs = new Map<string, number>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** At the next call of `poll` every client is due. */
  allDue(): void {
    this.#polledAtMs.clear();
  }

  /** Polls those that are due, all at once. Never throws. */
  async poll(settings: Settings): Promise<void> {
    const { clients, now, watchedClients } = this.#deps;
    const watched = watchedClients(settings);
    await Promise.all(
      settings.clients.map(async (client) => {
        const last = this.#polledAtMs.get(client.id);
        const rest = (this.#tookMs.get(client.id) ?? 0) + this.#restMs(client);
        const due =
          last === undefined ||
          (watched.has(client.id) && now() - last >= rest) ||
          (this.#settlesBaseline(client) && now() - last >= agreeMs);
        if (!due) return;
        const startMs = now();
        this.#polledAtMs.set(client.id, startMs);
        await clients.poll(client);
        this.#tookMs.set(client.id, now() - startMs);
      }),
    );
  }

  /** In how many milliseconds the clients are due that are not left to the alarm. */
  dueInMs(settings: Settings): readonly number[] {
    const watched = this.#deps.watchedClients(settings);
    const isBaseline = settings.clients.some((client) => this.#settlesBaseline(client));
    return [
      ...settings.clients.filter(({ id }) => watched.has(id)).map((client) => this.#restMs(client)),
      ...(isBaseline ? [agreeMs] : []),
    ];
  }

  #restMs({ id }: ClientSettings): number {
    return Math.max(quickPollMs, restPerWork * (this.#tookMs.get(id) ?? 0));
  }

  /** A baseline is not left half taken until the next alarm: what completes meanwhile is harder to tell. */
  #settlesBaseline({ id }: ClientSettings): boolean {
    const { book, clients } = this.#deps;
    return book.memory(id)?.isProvisional === true && clients.stateOf(id).state === 'online';
  }
}
