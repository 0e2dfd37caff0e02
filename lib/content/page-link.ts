import type { InfoHash } from '../domain/info-hash.ts';
import type { PageMessage } from '../messages/contract.ts';

/** One connection to the background. */
export interface PagePort {
  /** Throws when the connection has ended. */
  post(message: PageMessage): void;
  onMessage(listener: (message: unknown) => void): void;
  onClosed(listener: () => void): void;
  /** Throws when the extension was updated under the page. */
  close(): void;
}

/** `null`: the extension was updated or removed, and nothing can be connected to any more. */
export type Connect = () => PagePort | null;

export interface LinkOptions {
  readonly document: Document;
  readonly connect: Connect;
  /** Id of the web UI. */
  readonly webUi: string;
  /** A message from the background, as it came. */
  readonly received: (message: unknown) => void;
  /** The extension is gone for good. */
  readonly gone: () => void;
  readonly signal: AbortSignal;
}

/** A worker lives 30 s after it was last needed. */
const aliveEveryMs = 20_000;
/** While a list is scrolled, at most this often. */
const watchEveryMs = 120;
const mostHashes = 200;
/** A connection that lasted this long, or brought a message, was a good one. */
const soundAfterMs = 10_000;
/** After the worker has died: at once, then slower and slower. */
const reconnectAfterMs = [0, 1_000, 2_000, 5_000, 15_000, 60_000];

/**
 * The page's line to the background. Says which torrents are in view, whenever that changes, and keeps the worker
 * awake while somebody looks at the page. In a hidden page a line that breaks stays broken until the page is shown.
 */
export class PageLink {
  readonly #options: LinkOptions;
  #port: PagePort | null = null;
  #openedAtMs = 0;
  #failures = 0;
  #hashes: readonly InfoHash[] = [];
  #told = '';
  #toldAtMs = Number.NEGATIVE_INFINITY;
  #unreadable = false;
  /** More was asked about this torrent, and not answered. */
  #wanted: InfoHash | undefined;
  #watchTimer: ReturnType<typeof setTimeout> | undefined;
  #reconnectTimer: ReturnType<typeof setTimeout> | undefined;
  #aliveTimer: ReturnType<typeof setInterval> | undefined;

  constructor(options: LinkOptions) {
    const { document, signal } = options;
    this.#options = options;
    document.addEventListener('visibilitychange', () => this.#visibilityChanged(), { signal });
    // a page that is kept for the back button loses its connections without being told
    document.defaultView?.addEventListener('pagehide', () => this.#drop(), { signal });
    document.defaultView?.addEventListener('pageshow', () => this.#open(), { signal });
    signal.addEventListener('abort', () => {
      this.#drop();
      clearInterval(this.#aliveTimer);
      clearTimeout(this.#watchTimer);
    });
    this.#open();
    this.#visibilityChanged();
  }

  /** These torrents are in view now. */
  watch(hashes: readonly InfoHash[]): void {
    this.#hashes = hashes.slice(0, mostHashes);
    if (this.#watchTimer !== undefined || this.#isTold()) return;
    const waitMs = this.#toldAtMs + watchEveryMs - performance.now();
    if (waitMs <= 0) this.#tell();
    else {
      this.#watchTimer = setTimeout(() => {
        this.#watchTimer = undefined;
        this.#tell();
      }, waitMs);
    }
  }

  used(hash: InfoHash): void {
    this.#post({ type: 'used', hash });
  }

  /** Asked anew of another worker, until the answer was heard. */
  askDetails(hash: InfoHash): void {
    this.#wanted = hash;
    this.#post({ type: 'details', hash });
  }

  detailsHeard(): void {
    this.#wanted = undefined;
  }

  /** These numbers are in view, and nobody here knows which torrents they are. */
  identify(sessionIds: readonly number[]): void {
    this.#post({ type: 'identify', sessionIds: sessionIds.slice(0, mostHashes) });
  }

  needsReader(): void {
    this.#post({ type: 'needs-reader' });
  }

  /** Said once. */
  noRows(): void {
    if (this.#unreadable) return;
    this.#unreadable = this.#post({ type: 'no-rows', webUi: this.#options.webUi });
  }

  get #isVisible(): boolean {
    return this.#options.document.visibilityState === 'visible';
  }

  #watchMessage(): PageMessage {
    return { type: 'watch', webUi: this.#options.webUi, hashes: this.#hashes, visible: this.#isVisible };
  }

  #isTold(): boolean {
    return this.#told === JSON.stringify(this.#watchMessage());
  }

  #tell(): void {
    if (this.#isTold()) return;
    const message = this.#watchMessage();
    if (!this.#post(message)) return;
    this.#told = JSON.stringify(message);
    this.#toldAtMs = performance.now();
  }

  #post(message: PageMessage): boolean {
    try {
      this.#port?.post(message);
      return this.#port !== null;
    } catch {
      this.#closed(); // it ended, and the news of it is still on its way
      return false;
    }
  }

  #visibilityChanged(): void {
    clearInterval(this.#aliveTimer);
    if (this.#isVisible) {
      this.#open();
      this.#aliveTimer = setInterval(() => this.#post({ type: 'alive' }), aliveEveryMs);
    }
    this.#tell();
  }

  #open(): void {
    const { connect, received, gone, signal } = this.#options;
    if (this.#port || signal.aborted) return;
    clearTimeout(this.#reconnectTimer);
    const port = connect();
    if (!port) {
      gone();
      return;
    }
    this.#port = port;
    this.#openedAtMs = performance.now();
    this.#told = '';
    this.#unreadable = false; // another worker, who was not told
    port.onMessage((message) => {
      this.#failures = 0;
      received(message);
    });
    port.onClosed(() => this.#port === port && this.#closed());
    this.#tell();
    if (this.#wanted) this.#post({ type: 'details', hash: this.#wanted });
  }

  #closed(): void {
    this.#port = null;
    clearTimeout(this.#reconnectTimer);
    if (!this.#isVisible) return;
    if (performance.now() - this.#openedAtMs >= soundAfterMs) this.#failures = 0;
    const waitMs = reconnectAfterMs[Math.min(this.#failures, reconnectAfterMs.length - 1)];
    this.#failures++;
    this.#reconnectTimer = setTimeout(() => this.#open(), waitMs);
  }

  #drop(): void {
    const port = this.#port;
    this.#port = null;
    clearTimeout(this.#reconnectTimer);
    try {
      port?.close();
    } catch {
      // the extension was updated, and the news that this connection has ended is still on its way
    }
  }
}
