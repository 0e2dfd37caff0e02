/** Access to hosts, as the browser grants it. The entrypoint joins it to the browser; tests hand in a fake. */
export interface HostAccess {
  /** Has to be the first thing awaited in a click: browsers refuse it outside a gesture. `false`: declined. */
  request(address: string): Promise<boolean>;
  /** Gives the access to a host back, unless one of the addresses still in use needs it. */
  remove(address: string, stillUsed: readonly string[]): Promise<void>;
}
