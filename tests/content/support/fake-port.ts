import type { PagePort } from '../../../lib/content/page-link.ts';
import type { PageMessage } from '../../../lib/messages/contract.ts';

/** The background's end of one connection. */
export interface FakePort {
  readonly sent: PageMessage[];
  /** Closed by the page. */
  isClosed: boolean;
  /** The worker says something. */
  say(message: unknown): void;
  /** The worker dies; `quietly` without the page being told yet. */
  die(quietly?: boolean): void;
}

/** A background that can be connected to, that dies, and that can be gone. */
export class FakeBackground {
  readonly ports: FakePort[] = [];
  /** The extension was updated: nothing can connect any more. */
  isGone = false;

  get last(): FakePort {
    const port = this.ports.at(-1);
    if (!port) throw new Error('nothing has connected');
    return port;
  }

  readonly connect = (): PagePort | null => {
    if (this.isGone) return null;
    const heard: ((message: unknown) => void)[] = [];
    const closed: (() => void)[] = [];
    let isAlive = true;
    const port: FakePort = {
      sent: [],
      isClosed: false,
      say: (message) => {
        for (const listener of heard) listener(message);
      },
      die: (quietly = false) => {
        isAlive = false;
        if (!quietly) for (const listener of closed) listener();
      },
    };
    this.ports.push(port);
    return {
      post: (message) => {
        if (!isAlive) throw new Error('Attempting to use a disconnected port object');
        port.sent.push(message);
      },
      onMessage: (listener) => heard.push(listener),
      onClosed: (listener) => closed.push(listener),
      close: () => {
        if (this.isGone) throw new Error('Extension context invalidated.');
        isAlive = false;
        port.isClosed = true;
      },
    };
  };
}
