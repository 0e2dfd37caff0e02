import { setTimeout as sleep } from 'node:timers/promises';

/** The fields of `torrents/info` that the tests look at. */
export interface RigTorrent {
  readonly hash: string;
  readonly name: string;
  readonly state: string;
  readonly progress: number;
  readonly amount_left: number;
  readonly completion_on: number;
  readonly size: number;
  readonly total_size: number;
  readonly save_path: string;
  readonly content_path: string;
  readonly category: string;
  readonly tags: string;
}

export interface AddOptions {
  readonly savepath?: string;
  readonly category?: string;
  readonly tags?: string;
  readonly paused?: boolean;
  /** The data are there and right: seed without reading them. */
  readonly skipChecking?: boolean;
  /** Bytes per second. */
  readonly uploadLimit?: number;
  readonly downloadLimit?: number;
}

type Form = Readonly<Record<string, string>>;

/** The test's own hands on a daemon, with a session of its own: not the code under test. */
export class QbittorrentApi {
  readonly #url: string;
  readonly #username: string;
  readonly #password: string;
  #cookie: string | null = null;

  constructor(url: string, username: string, password: string) {
    this.#url = url;
    this.#username = username;
    this.#password = password;
  }

  /** Gives the session cookie as a browser would send it, e.g. `SID=…`. */
  async login(): Promise<string> {
    const form = { username: this.#username, password: this.#password };
    const response = await fetch(`${this.#url}api/v2/auth/login`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
    if (cookie === undefined) throw new Error(`login: ${response.status} ${await response.text()}`);
    this.#cookie = cookie;
    return cookie;
  }

  async get(path: string): Promise<Response> {
    const cookie = this.#cookie ?? (await this.login());
    return checked(path, await fetch(`${this.#url}api/v2/${path}`, { headers: { cookie } }));
  }

  async post(path: string, body: Form | FormData): Promise<Response> {
    const cookie = this.#cookie ?? (await this.login());
    const sent = body instanceof FormData ? body : new URLSearchParams(body);
    const response = await fetch(`${this.#url}api/v2/${path}`, {
      method: 'POST',
      headers: { cookie },
      body: sent,
    });
    return checked(path, response);
  }

  /** Adds torrents in one request, all with the same options. */
  async addTorrent(torrent: Uint8Array | readonly Uint8Array[], options: AddOptions = {}): Promise<void> {
    const form = new FormData();
    const list = torrent instanceof Uint8Array ? [torrent] : torrent;
    for (const [at, bytes] of list.entries())
      form.append('torrents', new Blob([new Uint8Array(bytes)]), `${at}.torrent`);
    const { savepath, category, tags, paused, skipChecking, uploadLimit, downloadLimit } = options;
    const fields = {
      autoTMM: 'false',
      savepath,
      category,
      tags,
      paused,
      stopped: paused, // 5.0 and newer
      skip_checking: skipChecking,
      seedMode: skipChecking, // its name since 5.3
      upLimit: uploadLimit,
      dlLimit: downloadLimit,
    };
    for (const [key, value] of Object.entries(fields)) if (value !== undefined) form.append(key, `${value}`);
    const text = await (await this.post('torrents/add', form)).text();
    if (text.startsWith('Fails')) throw new Error('torrents/add: refused');
  }

  async info(query = ''): Promise<readonly RigTorrent[]> {
    return (await (await this.get(`torrents/info${query && `?${query}`}`)).json()) as RigTorrent[];
  }

  /** Resolves with the torrent as soon as it is there and the condition holds. */
  async waitFor(
    hash: string,
    holds: (torrent: RigTorrent) => boolean = () => true,
    timeoutMs = 30_000,
  ): Promise<RigTorrent> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const [torrent] = await this.info(`hashes=${hash}`);
      if (torrent && holds(torrent)) return torrent;
      if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms for ${hash}: ${describe(torrent)}`);
      await sleep(50);
    }
  }

  async setUploadLimit(hash: string, bytesPerSecond: number): Promise<void> {
    await this.post('torrents/setUploadLimit', { hashes: hash, limit: `${bytesPerSecond}` });
  }

  async setDownloadLimit(hash: string, bytesPerSecond: number): Promise<void> {
    await this.post('torrents/setDownloadLimit', { hashes: hash, limit: `${bytesPerSecond}` });
  }

  /** Priority 0 is "do not download"; `files` are indexes. */
  async setFilePriority(hash: string, files: readonly number[], priority: 0 | 1): Promise<void> {
    await this.post('torrents/filePrio', { hash, id: files.join('|'), priority: `${priority}` });
  }

  async createCategory(category: string, savePath = ''): Promise<void> {
    await this.post('torrents/createCategory', { category, savePath });
  }

  /** Starts a paused (since 5.0: stopped) torrent. */
  async resume(hash: string): Promise<void> {
    const form = { hashes: hash };
    await this.post('torrents/resume', form).catch(() => this.post('torrents/start', form));
  }

  /** Tells it of another client on this machine. */
  async addPeer(hash: string, peerPort: number): Promise<void> {
    await this.post('torrents/addPeers', { hashes: hash, peers: `127.0.0.1:${peerPort}` });
  }

  /** Has it a connection for this torrent? */
  async isConnected(hash: string): Promise<boolean> {
    const { peers } = (await (await this.get(`sync/torrentPeers?hash=${hash}`)).json()) as { peers?: object };
    return Object.keys(peers ?? {}).length > 0;
  }

  async recheck(hash: string): Promise<void> {
    await this.post('torrents/recheck', { hashes: hash });
  }

  async setLocation(hash: string, location: string): Promise<void> {
    await this.post('torrents/setLocation', { hashes: hash, location });
  }

  async setPreferences(preferences: Readonly<Record<string, unknown>>): Promise<void> {
    await this.post('app/setPreferences', { json: JSON.stringify(preferences) });
  }

  async delete(hash: string, deleteFiles = false): Promise<void> {
    await this.post('torrents/delete', { hashes: hash, deleteFiles: `${deleteFiles}` });
  }
}

async function checked(path: string, response: Response): Promise<Response> {
  if (response.ok) return response;
  throw new Error(`${path}: ${response.status} ${(await response.text()).slice(0, 200)}`);
}

const describe = (torrent: RigTorrent | undefined): string =>
  torrent ? `${torrent.state}, ${torrent.amount_left} bytes left, ${torrent.content_path}` : 'not there';
