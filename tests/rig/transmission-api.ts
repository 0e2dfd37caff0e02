import { setTimeout as sleep } from 'node:timers/promises';

/** The fields of `torrent-get` that the tests look at. */
export interface RigTransmissionTorrent {
  readonly id: number;
  readonly hashString: string;
  readonly name: string;
  readonly status: number;
  readonly leftUntilDone: number;
  readonly sizeWhenDone: number;
  readonly metadataPercentComplete: number;
  readonly doneDate: number;
  readonly addedDate: number;
  readonly error: number;
  readonly errorString: string;
  readonly downloadDir: string;
  readonly labels: readonly string[];
}

const fields = [
  'id',
  'hashString',
  'name',
  'status',
  'leftUntilDone',
  'sizeWhenDone',
  'metadataPercentComplete',
  'doneDate',
  'addedDate',
  'error',
  'errorString',
  'downloadDir',
  'labels',
];

/** The test's own hands on a daemon: not the code under test. */
export class TransmissionApi {
  readonly #url: string;
  readonly #headers: Record<string, string>;

  /** `rpcUrl` ends in `/rpc`. */
  constructor(rpcUrl: string, credentials: { username: string; password: string } | null) {
    this.#url = rpcUrl;
    this.#headers = credentials ? { authorization: basic(credentials) } : {};
  }

  async call<T = unknown>(method: string, args: Readonly<Record<string, unknown>> = {}): Promise<T> {
    const body = JSON.stringify({ method, arguments: args });
    for (let attempt = 0; ; attempt++) {
      const response = await this.#post(body);
      const named = response.headers.get('x-transmission-session-id');
      if (response.status === 409 && named !== null && attempt < 2) {
        this.#headers['x-transmission-session-id'] = named;
        continue;
      }
      const text = await response.text();
      if (!response.ok) throw new Error(`${method}: ${response.status} ${text.slice(0, 200)}`);
      const answer = JSON.parse(text) as { result: string; arguments: T };
      if (answer.result !== 'success') throw new Error(`${method}: ${answer.result}`);
      return answer.arguments;
    }
  }

  /** Node does not see that a connection it kept was closed at the other end, and a POST is not repeated by itself. */
  async #post(body: string): Promise<Response> {
    const ask = (): Promise<Response> => fetch(this.#url, { method: 'POST', headers: this.#headers, body });
    return ask().catch(ask);
  }

  async torrents(ids?: readonly (string | number)[]): Promise<readonly RigTransmissionTorrent[]> {
    const args = ids ? { ids, fields } : { fields };
    return (await this.call<{ torrents: RigTransmissionTorrent[] }>('torrent-get', args)).torrents;
  }

  /** Resolves with the torrent as soon as it is there and the condition holds. */
  async waitFor(
    hash: string,
    holds: (torrent: RigTransmissionTorrent) => boolean = () => true,
    timeoutMs = 60_000,
  ): Promise<RigTransmissionTorrent> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const [torrent] = await this.torrents([hash]);
      if (torrent && holds(torrent)) return torrent;
      if (Date.now() > deadline)
        throw new Error(`waited ${timeoutMs} ms for ${hash}: ${JSON.stringify(torrent)}`);
      await sleep(50);
    }
  }
}

export const basic = ({ username, password }: { username: string; password: string }): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
