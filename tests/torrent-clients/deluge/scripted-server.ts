import type { ClientAccess, TorrentClient } from '../../../lib/ports/torrent-client.ts';
import { deluge } from '../../../lib/torrent-clients/deluge/index.ts';

export const keyOf = (n: number): string => n.toString(16).padStart(40, '0');

/** What Deluge says of a torrent; `n` makes it another one, completed `n` seconds later. */
export const entry = (n = 0, change: object = {}): Record<string, unknown> => ({
  name: `Movie.${n}`,
  state: 'Seeding',
  is_finished: true,
  completed_time: 1_700_000_000 + n,
  time_added: 1_600_000_000,
  total_size: 1_000,
  total_wanted: 1_000,
  total_remaining: 0,
  save_path: '/media/movies',
  label: '',
  ...change,
});

export interface Asked {
  readonly method: string;
  readonly params: readonly unknown[];
  readonly credentials: RequestCredentials;
  readonly url: string;
  readonly type: string | null;
}

export type Reply = (asked: Asked) => Response | Promise<Response>;

export const ok = (result: unknown): Response => Response.json({ result, error: null, id: 1 });
export const refused = (code: number): Response =>
  Response.json({ result: null, error: { message: 'no', code }, id: 1 });
export const text = (body: string, status = 200, type = 'text/html'): Response =>
  new Response(body, { status, headers: { 'content-type': type } });

export interface Scripted {
  readonly client: TorrentClient;
  readonly asked: readonly Asked[];
  readonly count: (method: string) => number;
}

/** A client whose server is a function. */
export function scripted(
  access: ClientAccess,
  reply: Reply,
  secret: () => string | null = () => 'hunter2secret',
): Scripted {
  const asked: Asked[] = [];
  const client = deluge.connect({
    address: 'http://client.test:8112/deluge/',
    access,
    username: null,
    secret: async () => secret(),
    async fetch(input, init) {
      const request = new Request(input, init);
      const { method, params } = (await request.json()) as Pick<Asked, 'method' | 'params'>;
      const { url, credentials } = request;
      const one = { method, params, credentials, url, type: request.headers.get('content-type') };
      asked.push(one);
      return reply(one);
    },
  });
  return { client, asked, count: (method) => asked.filter((one) => one.method === method).length };
}

type Entries = Readonly<Record<string, Record<string, unknown>>>;

/** A daemon that holds these torrents, as they are when it is asked, and filters them as Deluge does. */
export const holding =
  (torrents: () => Entries): Reply =>
  ({ method, params }) => {
    if (method === 'web.connected') return ok(true);
    if (method === 'daemon.get_version') return ok('2.2.0');
    const [filter, keys] = params as [{ id?: readonly string[]; is_finished?: unknown }, readonly string[]];
    const found = Object.entries(torrents())
      .filter(([key]) => !filter.id || filter.id.includes(key))
      .filter(([, torrent]) => !filter.is_finished || torrent.is_finished === true)
      .map(([key, torrent]) => [key, Object.fromEntries(keys.map((name) => [name, torrent[name]]))]);
    return ok(Object.fromEntries(found));
  };

export const many = (count: number, change: (n: number) => object = () => ({})): Entries =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [keyOf(n), entry(n, change(n))]));
