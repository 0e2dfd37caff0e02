/** Access to hosts, as the browser grants it. The entrypoint joins it to the browser; tests hand in a fake. */
export interface HostAccess {
  /** Has to be the first thing awaited in a click: browsers refuse it outside a gesture. `false`: declined. */
  request(address: string): Promise<boolean>;
  /** The same for several at once, in one question. */
  requestAll(addresses: readonly string[]): Promise<boolean>;
  /** Asks whether we may show notifications; as `request`, the first thing awaited in a click. */
  requestNotifications(): Promise<boolean>;
  /** Gives the access to a host back, unless one of the addresses still in use needs it. */
  remove(address: string, stillUsed: readonly string[]): Promise<void>;
  /** Everything that was granted, as the browser's patterns: `http://nas:8080/*`. */
  list(): Promise<readonly string[]>;
  /** Gives back what one of those patterns covers. */
  revoke(pattern: string): Promise<void>;
  /** The pattern that an address falls under. */
  patternOf(address: string): string;
  /** Tells of every grant and withdrawal, also those made in the browser's own settings; returns what ends that. */
  onChange(listener: () => void): () => void;
}
