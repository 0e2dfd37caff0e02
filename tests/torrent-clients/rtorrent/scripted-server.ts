import type { ClientAccess, TorrentClient } from '../../../lib/ports/torrent-client.ts';
import { rtorrent } from '../../../lib/torrent-clients/rtorrent/index.ts';

export interface Asked {
  readonly path: string;
  readonly method: string;
  readonly body: string;
  readonly credentials: RequestCredentials;
  readonly authorization: string | null;
}
export type Reply = (asked: Asked) => Response | Promise<Response>;

export const page = (status = 200, headers: Record<string, string> = {}): Response =>
  new Response('<html><body>hunter2secret</body></html>', {
    status,
    headers: { 'content-type': 'text/html', ...headers },
  });

const answer = (value: string): Response =>
  new Response(
    `<?xml version="1.0"?><methodResponse><params><param>${value}</param></params></methodResponse>`,
  );
const text = (value: string | number): string =>
  typeof value === 'number' ? `<value><i8>${value}</i8></value>` : `<value><string>${value}</string></value>`;
const array = (values: readonly string[]): string =>
  `<value><array><data>${values.join('')}</data></array></value>`;

export const version = (): Response => answer(text('0.9.8'));

/** A complete torrent; `n` makes it another one. */
export const row = (
  n: number,
  finished: number,
  change: { hashing?: number; complete?: number } = {},
): string => {
  const { hashing = 0, complete = 1 } = change;
  const hash = n.toString(16).toUpperCase().padStart(40, '0');
  const name = `Movie.${n}`;
  return array(
    [
      hash,
      name,
      complete,
      hashing,
      1,
      9_000,
      complete ? 9_000 : 4_000,
      finished,
      1_500_000_000,
      0,
      '/dl',
      0,
      '',
    ].map(text),
  );
};
export const rows = (...list: readonly string[]): Response => answer(array(list));

/** Seconds that a poll looks back, from its question. */
export const windowOf = ({ body }: Asked): number | undefined => {
  const seconds = /timestamp\.finished=,(\d+)/.exec(body)?.[1];
  return seconds === undefined ? undefined : Number(seconds);
};

export interface Scripted {
  readonly client: TorrentClient;
  readonly asked: readonly Asked[];
}

/** A client whose server is a function. */
export function scripted(
  access: ClientAccess,
  reply: Reply,
  {
    address = 'http://client.test/rutorrent/',
    secret = () => 'hunter2secret' as string | null,
  }: { address?: string; secret?: () => string | null } = {},
): Scripted {
  const asked: Asked[] = [];
  const client = rtorrent.connect({
    address,
    access,
    username: 'jörg',
    secret: async () => secret(),
    async fetch(input, init) {
      const request = new Request(input, init);
      const body = await request.text();
      const one = {
        path: new URL(request.url).pathname,
        method: /<methodName>([\w.]+)</.exec(body)?.[1] ?? '',
        body,
        credentials: request.credentials,
        authorization: request.headers.get('authorization'),
      };
      asked.push(one);
      return reply(one);
    },
  });
  return { client, asked };
}
