import { setTimeout as sleep } from 'node:timers/promises';

/** The parts of a torrent that tests look at. */
export interface DelugeTorrent {
  readonly name: string;
  readonly state: string;
  readonly progress: number;
  readonly is_finished: boolean;
  readonly completed_time: number;
  readonly total_wanted: number;
  readonly total_remaining: number;
  readonly num_files: number;
  readonly save_path: string;
}
const keys = [
  'name',
  'state',
  'progress',
  'is_finished',
  'completed_time',
  'total_wanted',
  'total_remaining',
  'num_files',
  'save_path',
];

/** Deluge calls a torrent `Seeding` that has still to be moved, and `Paused` one that has hardly begun. */
export const isDelugeDone = (torrent: DelugeTorrent): boolean =>
  torrent.is_finished && torrent.total_remaining === 0 && /Seeding|Paused|Queued/.test(torrent.state);

/** A session of the test's own with Deluge's web page. */
export class DelugeApi {
  readonly #url: string;
  readonly #password: string;
  #cookie = '';

  constructor(url: string, password: string) {
    this.#url = url;
    this.#password = password;
  }

  /** Opens a session and gives its cookie, as `_session_id=…`. */
  async login(): Promise<string> {
    const response = await this.#post('auth.login', [this.#password]);
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
    const { result } = (await response.json()) as { result: unknown };
    if (result !== true || cookie === undefined) throw new Error('auth.login: not accepted');
    this.#cookie = cookie;
    return cookie;
  }

  async call<T = unknown>(method: string, ...params: readonly unknown[]): Promise<T> {
    const response = await this.#post(method, params);
    const answer = (await response.json()) as { result: T; error: unknown };
    if (answer.error !== null) throw new Error(`${method}: ${JSON.stringify(answer.error).slice(0, 300)}`);
    return answer.result;
  }

  /** All torrents, or those asked for, by info hash. */
  async torrents(...hashes: readonly string[]): Promise<Readonly<Record<string, DelugeTorrent>>> {
    return this.call('core.get_torrents_status', hashes.length > 0 ? { id: hashes } : {}, keys);
  }

  async waitFor(
    hash: string,
    isSo: (torrent: DelugeTorrent) => boolean,
    timeoutMs = 60_000,
  ): Promise<DelugeTorrent> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const torrent = (await this.torrents(hash))[hash];
      if (torrent && isSo(torrent)) return torrent;
      if (Date.now() > deadline)
        throw new Error(`waited ${timeoutMs} ms for ${hash}: ${JSON.stringify(torrent)}`);
      await sleep(50);
    }
  }

  /** Waits until the web page has found the daemon behind it, and has learnt its methods. */
  async waitForBackend(timeoutMs = 20_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!(await this.#hasBackend())) {
      if (Date.now() > deadline) throw new Error('deluge-web did not connect to deluged');
      await sleep(50);
    }
  }

  async #hasBackend(): Promise<boolean> {
    if (!(await this.call<boolean>('web.connected'))) return false;
    return (await this.call<readonly string[]>('system.listMethods')).includes('core.get_torrents_status');
  }

  #post(method: string, params: readonly unknown[]): Promise<Response> {
    return fetch(`${this.#url}json`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: this.#cookie },
      body: JSON.stringify({ method, params, id: 1 }),
    });
  }
}
