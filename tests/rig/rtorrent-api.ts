import { setTimeout as sleep } from 'node:timers/promises';
import { askScgi } from './scgi.ts';

export type RpcParam = string | number | Uint8Array;

const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const unescapeXml = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

function writeParam(param: RpcParam): string {
  if (typeof param === 'number') return `<value><i4>${param}</i4></value>`;
  if (typeof param === 'string') return `<value><string>${escapeXml(param)}</string></value>`;
  return `<value><base64>${Buffer.from(param).toString('base64')}</base64></value>`;
}

const isDone = ([, complete, hashing, partly, size, completed]: readonly string[]): boolean =>
  hashing === '0' && (complete === '1' || (partly === '1' && Number(completed) < Number(size)));

/** The test's own hands on an rtorrent: its SCGI socket, past every web server. Not the code under test. */
export class RtorrentApi {
  readonly #socket: string;

  constructor(socket: string) {
    this.#socket = socket;
  }

  /** All strings and numbers of the answer in their order, whatever they are nested in. */
  async call(method: string, ...params: readonly RpcParam[]): Promise<readonly string[]> {
    const list = params.map((param) => `<param>${writeParam(param)}</param>`).join('');
    const body = `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params>${list}</params></methodCall>`;
    const answer = (await askScgi(this.#socket, Buffer.from(body))).toString('utf8');
    const values = [...answer.matchAll(/<(string|i4|i8)>([^<]*)<\/\1>/g)].map(([, , text]) => text ?? '');
    if (answer.includes('<fault>')) throw new Error(`${method}: ${values.join(' ')}`);
    return values.map(unescapeXml);
  }

  async version(): Promise<string> {
    return (await this.call('system.client_version'))[0] ?? '';
  }

  /** Rows of these fields for all torrents. */
  async torrents(...fields: readonly string[]): Promise<readonly (readonly string[])[]> {
    const values = await this.call('d.multicall2', '', 'main', ...fields.map((field) => `${field}=`));
    return Array.from({ length: values.length / fields.length }, (_, row) =>
      values.slice(row * fields.length, (row + 1) * fields.length),
    );
  }

  /** Info hashes in lower case of those with all data that are wanted, not being checked. */
  async complete(): Promise<ReadonlySet<string>> {
    const fields = [
      'd.hash',
      'd.complete',
      'd.hashing',
      'd.is_partially_done',
      'd.size_bytes',
      'd.completed_bytes',
    ];
    const rows = (await this.torrents(...fields)).filter(isDone);
    return new Set(rows.map(([hash = '']) => hash.toLowerCase()));
  }

  /** `load.raw` only puts the torrent in a queue. */
  async waitFor(hash: string, timeoutMs = 20_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const isThere = await this.call('d.hash', hash).then(
        () => true,
        () => false,
      );
      if (isThere) return;
      if (Date.now() > deadline) throw new Error(`rtorrent did not take ${hash} within ${timeoutMs} ms`);
      await sleep(20);
    }
  }
}
