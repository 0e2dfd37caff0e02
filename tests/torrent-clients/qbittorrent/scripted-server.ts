import type { ClientAccess, TorrentClient } from '../../../lib/ports/torrent-client.ts';
import { qbittorrent } from '../../../lib/torrent-clients/qbittorrent/index.ts';

/** An entry of `torrents/info`; `n` makes it another torrent, completed `n` seconds later. */
export const entry = (n = 0, change: object = {}): object => ({
  hash: n.toString(16).padStart(40, '0'),
  name: `Movie.${n}`,
  state: 'stalledUP',
  size: 1_000,
  amount_left: 0,
  completion_on: 1_700_000_000 + n,
  save_path: '/media/movies',
  content_path: `/media/movies/Movie.${n}`,
  category: '',
  tags: '',
  ...change,
});

export interface Asked {
  readonly method: string;
  /** Below `api/v2/`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  readonly credentials: RequestCredentials;
  readonly authorization: string | null;
}

export type Reply = (asked: Asked) => Response | Promise<Response>;

export const json = (body: unknown): Response => Response.json(body);
export const text = (body: string, status = 200, type = 'text/plain'): Response =>
  new Response(status === 204 ? null : body, { status, headers: { 'content-type': type } });

export interface Scripted {
  readonly client: TorrentClient;
  readonly asked: readonly Asked[];
  readonly count: (path: string) => number;
}

/** A client whose server is a function. */
export function scripted(
  access: ClientAccess,
  reply: Reply,
  secret: () => string | null = () => 'hunter2secret',
): Scripted {
  const asked: Asked[] = [];
  const client = qbittorrent.connect({
    address: 'http://client.test:8080/qb/',
    access,
    username: 'admin',
    secret: async () => secret(),
    async fetch(input, init) {
      const request = new Request(input, init);
      const url = new URL(request.url);
      const one = {
        method: request.method,
        path: url.pathname.replace('/qb/api/v2/', ''),
        query: url.searchParams,
        form: new URLSearchParams(await request.text()),
        credentials: request.credentials,
        authorization: request.headers.get('authorization'),
      };
      asked.push(one);
      return reply(one);
    },
  });
  return { client, asked, count: (path) => asked.filter((one) => one.path === path).length };
}
