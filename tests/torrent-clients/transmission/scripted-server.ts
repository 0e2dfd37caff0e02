import type { ClientAccess, TorrentClient } from '../../../lib/ports/torrent-client.ts';
import { transmission } from '../../../lib/torrent-clients/transmission/index.ts';
import { stateFields } from '../../../lib/torrent-clients/transmission/wire.ts';

/** A torrent by the names of Transmission's fields; `n` makes it another one, completed `n` seconds later. */
export const torrent = (n = 0, change: Readonly<Record<string, unknown>> = {}) => ({
  id: n + 1,
  hashString: n.toString(16).padStart(40, '0'),
  name: `Movie.${n}`,
  status: 6,
  leftUntilDone: 0,
  sizeWhenDone: 1_000,
  metadataPercentComplete: 1,
  doneDate: 1_700_000_000 + n,
  addedDate: 1_600_000_000 + n,
  error: 0,
  downloadDir: '/media/movies',
  labels: [],
  files: [{ name: `Movie.${n}.mkv`, length: 1_000, bytesCompleted: 1_000 }],
  fileStats: [{ wanted: true, priority: 0, bytesCompleted: 1_000 }],
  ...change,
});
export type ScriptedTorrent = ReturnType<typeof torrent>;

/** The columns of a torrent's state, as `torrent-get` gives them. */
export const stateOf = (one: ScriptedTorrent): readonly unknown[] => stateFields.map((field) => one[field]);

export interface Asked {
  readonly path: string;
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly credentials: RequestCredentials;
  readonly authorization: string | null;
  readonly session: string | null;
  readonly protocol: 'legacy' | 'json-rpc';
}

export type Reply = (asked: Asked) => Response | Promise<Response>;

export const html = (status: number, text = '<h1>no</h1>', headers: HeadersInit = {}): Response =>
  new Response(text, { status, headers: { 'content-type': 'text/html', ...headers } });

export const conflict = (session: string): Response =>
  html(409, '<h1>409: Conflict</h1>', { 'x-transmission-session-id': session });

/** Answers as Transmission does whose torrents these are. */
export function answer({ method, args }: Asked, torrents: readonly ScriptedTorrent[] = []): Response {
  const success = (value: object): Response => Response.json({ result: 'success', arguments: value });
  if (method === 'session-get') return success({ version: '4.0.6 (38c164933e)', 'rpc-version': 17 });
  const fields = args.fields as readonly (keyof ScriptedTorrent)[];
  const ids = args.ids as readonly unknown[] | undefined;
  const meant = Array.isArray(ids)
    ? torrents.filter((one) => ids.includes(one.hashString) || ids.includes(one.id))
    : torrents;
  return success({ torrents: [fields, ...meant.map((one) => fields.map((field) => one[field]))] });
}

/** A daemon in one session. */
export const daemon =
  (
    torrents: () => readonly ScriptedTorrent[] = () => [torrent()],
    session: () => string = () => 's1',
  ): Reply =>
  (asked) =>
    asked.session === session() ? answer(asked, torrents()) : conflict(session());

export interface Scripted {
  readonly client: TorrentClient;
  readonly asked: readonly Asked[];
}

/** A client whose server is a function. */
export function scripted(
  reply: Reply,
  access: ClientAccess = 'browser-session',
  secret: () => string | null = () => 'hunter2secret',
  address = 'http://client.test:9091/transmission/web/',
): Scripted {
  const asked: Asked[] = [];
  const client = transmission.connect({
    address,
    access,
    username: 'admin',
    secret: async () => secret(),
    async fetch(input, init) {
      const request = new Request(input, init);
      const body = (await request.json()) as Record<string, unknown>;
      const one: Asked = {
        path: new URL(request.url).pathname,
        method: `${body.method}`,
        args: (body.arguments ?? body.params) as Asked['args'],
        credentials: request.credentials,
        authorization: request.headers.get('authorization'),
        session: request.headers.get('x-transmission-session-id'),
        protocol: 'jsonrpc' in body ? 'json-rpc' : 'legacy',
      };
      asked.push(one);
      return reply(one);
    },
  });
  return { client, asked };
}
