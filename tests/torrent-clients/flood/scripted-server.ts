import type { ClientAccess, TorrentClient } from '../../../lib/ports/torrent-client.ts';
import { flood } from '../../../lib/torrent-clients/flood/index.ts';

export interface Asked {
  readonly method: string;
  /** Below `api/`. */
  readonly path: string;
  readonly body: string;
  readonly credentials: RequestCredentials;
}

export type Reply = (asked: Asked) => Response | Promise<Response>;

export const text = (body: string, status = 200, type = 'text/plain'): Response =>
  new Response(body, { status, headers: { 'content-type': type } });
export const json = (body: unknown, status = 200): Response => Response.json(body, { status });

export interface Scripted {
  readonly client: TorrentClient;
  readonly asked: readonly Asked[];
  readonly signIns: () => readonly Asked[];
}

interface Person {
  readonly secret?: () => string | null;
  readonly address?: string;
}

/** A client whose server is a function. */
export function scripted(access: ClientAccess, reply: Reply, person: Person = {}): Scripted {
  const { secret = () => 'hunter2secret', address = 'http://client.test:3000/flood/' } = person;
  const asked: Asked[] = [];
  const client = flood.connect({
    address,
    access,
    username: 'admin',
    secret: async () => secret(),
    async fetch(input, init) {
      const request = new Request(input, init);
      const url = new URL(request.url);
      const path = `${url.pathname}${url.search}`.replace('/flood/api/', '');
      const one = {
        method: request.method,
        path,
        body: await request.text(),
        credentials: request.credentials,
      };
      asked.push(one);
      return reply(one);
    },
  });
  return { client, asked, signIns: () => asked.filter((one) => one.path === 'auth/authenticate') };
}
